import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { cardsOf, type GpusDeps, gpus } from './gpus.ts';

const signal = new AbortController().signal;
const MIB = 1024 * 1024;

function collectorOf(deps: Partial<GpusDeps>, clock = new ManualClock()) {
  return gpus({ clock, graphics: async () => [], toldElsewhere: async () => [], ...deps });
}

describe('gpus', () => {
  test('starts nothing more often than every 30 s', () => {
    expect(collectorOf({}).periodMillis).toBeGreaterThanOrEqual(30_000);
  });

  test('finds no card on a machine without one, and that is no failure', async () => {
    expect(await collectorOf({}).collect(signal)).toEqual({ value: [], problems: [] });
  });

  test('leaves the cards to their own collectors', async () => {
    const graphics = async () => [
      { vendor: 'NVIDIA Corporation', model: 'AD102' },
      { vendor: 'Advanced Micro Devices, Inc. [AMD/ATI]', model: 'Navi 31' },
      { vendor: 'Moore Threads', model: 'MTT S80' },
    ];
    const { value } = await collectorOf({ graphics, toldElsewhere: async () => ['nvidia', 'amd'] }).collect(signal);
    expect(value).toMatchObject([{ name: 'Moore Threads MTT S80', vendor: 'other' }]);
  });

  test('asks for names again only after ten minutes', async () => {
    const clock = new ManualClock();
    let asked = 0;
    const names = collectorOf({ graphics: async () => [{ model: `card ${++asked}` }] }, clock);
    await names.collect(signal);
    clock.advance(599_000);
    expect((await names.collect(signal)).value).toMatchObject([{ name: 'card 1' }]);
    clock.advance(1_000);
    expect((await names.collect(signal)).value).toMatchObject([{ name: 'card 2' }]);
  });

  test.each([
    ['load', 'utilizationGpu', 'percent'],
    ['temperature', 'temperatureGpu', 'celsius'],
  ] as const)('asks each time where a %s is found', async (_, figure, told) => {
    const clock = new ManualClock();
    let asked = 40;
    const collector = collectorOf(
      { graphics: async () => [{ model: 'card', [figure]: ++asked }, { model: 'other' }] },
      clock,
    );
    for (const value of [41, 42, 43]) {
      expect((await collector.collect(signal)).value).toMatchObject([{ [told]: value }, { [told]: null }]);
      clock.advance(30_000);
    }
  });
});

describe('cardsOf', () => {
  test.each([
    [{ vendor: 'Apple', model: 'Apple M3 Max', vram: null }, 'Apple M3 Max', 'apple', null],
    [{ vendor: 'AMD', model: 'Radeon PRO W7900', vram: 49_152 }, 'AMD Radeon PRO W7900', 'amd', 49_152 * MIB],
    [{ vendor: null, model: 'Intel Arc A770' }, 'Intel Arc A770', 'intel', null],
    [{ vendor: '', model: 'GeForce GTX 680' }, 'GeForce GTX 680', 'nvidia', null],
  ])('names %j', (controller, name, vendor, memoryTotalBytes) => {
    expect(cardsOf([controller])).toMatchObject([{ name, vendor, memoryTotalBytes, percent: null }]);
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
