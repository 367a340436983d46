import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { cardsOf, type GpusDeps, gpus } from './gpus.ts';
import { readNvidiaSmi } from './nvidia-smi.ts';

const signal = new AbortController().signal;
const MIB = 1024 * 1024;

// After nvidia-smi(1), `--query-gpu` with csv,noheader,nounits.
const TWO_CARDS =
  'NVIDIA GeForce RTX 4090, 00000000:01:00.0, 97, 20310, 24564, 71, 398.12, 64\n' +
  'Tesla K80, 00000000:41:00.0, [N/A], 0, 11441, 35, [Not Supported], [N/A]\n';

describe('readNvidiaSmi', () => {
  test('reads a card a line, and null where a card says that it cannot tell', () => {
    expect(readNvidiaSmi(TWO_CARDS)).toEqual([
      {
        name: 'NVIDIA GeForce RTX 4090',
        busId: '00000000:01:00.0',
        percent: 97,
        memoryUsedBytes: 20_310 * MIB,
        memoryTotalBytes: 24_564 * MIB,
        celsius: 71,
        limitCelsius: null,
        powerWatts: 398.12,
        fanPercent: 64,
      },
      expect.objectContaining({
        name: 'Tesla K80',
        percent: null,
        memoryUsedBytes: 0,
        powerWatts: null,
        fanPercent: null,
      }),
    ]);
  });

  test.each(['', 'No devices were found\n', 'WARNING: infoROM is corrupted at gpu 0000:01:00.0\n'])(
    'finds no card in %j',
    (text) => {
      expect(readNvidiaSmi(text)).toEqual([]);
    },
  );

  test('bounds a fan above its nominal speed and refuses what no card can say', () => {
    const [card] = readNvidiaSmi('A, b, 101, -1, 1, 999, -3, 105\r\n');
    expect(card).toMatchObject({
      percent: null,
      memoryUsedBytes: null,
      celsius: null,
      powerWatts: null,
      fanPercent: 100,
    });
  });
});

const notInstalled = Object.assign(new Error('spawn nvidia-smi ENOENT'), { code: 'ENOENT' });

describe('gpus', () => {
  const collector = (deps: Partial<GpusDeps>, clock = new ManualClock()) =>
    gpus({ clock, run: () => Promise.reject(notInstalled), graphics: async () => [], ...deps });

  test('starts nothing more often than every 30 s', () => {
    expect(collector({}).periodMillis).toBeGreaterThanOrEqual(30_000);
  });

  test('takes the figures of nvidia-smi where it is installed', async () => {
    const { value } = await collector({ run: async () => TWO_CARDS }).collect(signal);
    expect(value).toHaveLength(2);
  });

  test('finds no card on a machine without one, and that is no failure', async () => {
    expect(await collector({}).collect(signal)).toEqual({ value: [], problems: [] });
  });

  test('fails when the driver does', async () => {
    const broken = new Error('Command failed: nvidia-smi: Driver/library version mismatch');
    await expect(collector({ run: () => Promise.reject(broken) }).collect(signal)).rejects.toThrow(/mismatch/);
  });

  test('asks for names again only after ten minutes', async () => {
    const clock = new ManualClock();
    let asked = 0;
    const names = collector({ graphics: async () => [{ model: `card ${++asked}` }] }, clock);
    await names.collect(signal);
    clock.advance(599_000);
    expect((await names.collect(signal)).value).toMatchObject([{ name: 'card 1' }]);
    clock.advance(1_000);
    expect((await names.collect(signal)).value).toMatchObject([{ name: 'card 2' }]);
  });
});

describe.each([
  ['load', 'utilizationGpu', 'percent'],
  ['temperature', 'temperatureGpu', 'celsius'],
] as const)('gpus, where a %s is found without nvidia-smi on the PATH', (_, figure, told) => {
  test('asks for it each time', async () => {
    const clock = new ManualClock();
    let asked = 40;
    const collector = gpus({
      clock,
      run: () => Promise.reject(notInstalled),
      graphics: async () => [{ model: 'card', [figure]: ++asked }, { model: 'other' }],
    });
    for (const value of [41, 42, 43]) {
      expect((await collector.collect(signal)).value).toMatchObject([{ [told]: value }, { [told]: null }]);
      clock.advance(30_000);
    }
  });
});

describe('cardsOf', () => {
  test.each([
    [{ vendor: 'Apple', model: 'Apple M3 Max', vram: null }, 'Apple M3 Max', null],
    [
      { vendor: 'AMD', model: 'Radeon PRO W7900', vram: 49_152, busAddress: '03:00.0' },
      'AMD Radeon PRO W7900',
      49_152 * MIB,
    ],
    [{ vendor: null, model: 'Intel Arc A770' }, 'Intel Arc A770', null],
  ])('names %j', (controller, name, memoryTotalBytes) => {
    expect(cardsOf([controller])).toMatchObject([{ name, memoryTotalBytes, percent: null }]);
  });

  test.each([
    'ASPEED Graphics Family',
    'Matrox G200eH3',
    'QXL paravirtual graphic card',
    'Microsoft Basic Display Adapter',
  ])('passes over %s, which renders nothing', (model) => {
    expect(cardsOf([{ vendor: '', model }])).toEqual([]);
  });
});
