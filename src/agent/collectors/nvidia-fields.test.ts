import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GpuSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { type NvidiaReading, readCard, readHeader, WHOLE_QUERY, withoutField } from './nvidia-fields.ts';
import { busKey, readSlowdownLimits } from './nvidia-limits.ts';
import { throttleReasons } from './nvidia-throttle.ts';
import { createXids } from './nvidia-xid.ts';

const MIB = 1024 * 1024;

function fixture(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../fixtures/commands/${name}`, import.meta.url)), 'utf8');
}

function cardsIn(csv: string): readonly NvidiaReading[] {
  const [head = '', ...lines] = csv.trimEnd().split('\n');
  const columns = readHeader(head, WHOLE_QUERY) ?? [];
  return lines.flatMap((line) => readCard(line, columns) ?? []);
}

describe('readCard', () => {
  test('reads all figures of a card', () => {
    expect(cardsIn(fixture('nvidia-smi-query-535.csv'))[0]).toEqual({
      index: 0,
      id: 'GPU-5c1d0f6e-3b9a-4e57-8a36-0e2f1b7c9d40',
      isLost: false,
      sample: {
        name: 'NVIDIA RTX A6000',
        busId: '00000000:01:00.0',
        vendor: 'nvidia',
        driver: '535.183.01',
        percent: 97,
        memoryUsedBytes: 40_310 * MIB,
        memoryTotalBytes: 49_140 * MIB,
        celsius: 84,
        memoryCelsius: null,
        limitCelsius: null,
        powerWatts: 299.71,
        powerLimitWatts: 300,
        fanPercent: 78,
        clockMegahertz: 1740,
        memoryClockMegahertz: 8001,
        throttleReasons: ['sw_power_cap'],
        pcieGeneration: 4,
        pcieGenerationMost: 4,
        pcieWidth: 16,
        pcieWidthMost: 16,
        eccCorrected: 0,
        eccUncorrected: 0,
      },
    });
  });

  test('knows the reasons by the name that older drivers give them', () => {
    const reasons = ['hw_slowdown', 'sw_thermal_slowdown', 'hw_thermal_slowdown'];
    expect(cardsIn(fixture('nvidia-smi-query-470.csv'))[0]?.sample.throttleReasons).toEqual(reasons);
  });

  test('gives null for what a card cannot tell, in whichever words it says so', () => {
    expect(cardsIn(fixture('nvidia-smi-query-470.csv'))[1]?.sample).toMatchObject({
      name: 'Tesla K80',
      percent: null,
      memoryUsedBytes: null,
      memoryTotalBytes: 11_441 * MIB,
      celsius: null,
      powerWatts: null,
      fanPercent: null,
      throttleReasons: null,
    });
  });

  test('goes by the names of the columns, not by their order', () => {
    const columns = readHeader('index, fan.speed [%], pci.bus_id, name, shoe.size', ['index', 'name']) ?? [];
    expect(readCard('3, 40, 0000:01:00.0, A, 44', columns)).toMatchObject({
      index: 3,
      id: '0000:01:00.0',
      sample: { name: 'A', fanPercent: 40 },
    });
  });

  test('takes a column under a name that nobody asked for as the one asked at its place', () => {
    const columns = readHeader('index, pci.bus, clocks.sm [MHz]', ['index', 'pci.bus_id', 'clocks.current.sm']) ?? [];
    expect(readCard('0, 0000:01:00.0, 900', columns)?.sample).toMatchObject({ clockMegahertz: 900 });
  });

  test('bounds a fan above its nominal speed and refuses what no card can say', () => {
    const query = ['index', 'pci.bus_id', 'utilization.gpu', 'temperature.gpu', 'power.draw', 'fan.speed'];
    const columns = readHeader(query.join(', '), query) ?? [];
    const unbelievable = { percent: null, celsius: null, powerWatts: null, fanPercent: 100 };
    expect(readCard('0, b, 101, 999, -3, 105', columns)?.sample).toMatchObject(unbelievable);
  });

  test('finds a card whatever a driver prints, or none, but never fails', () => {
    const valid = checkerFor(GpuSample);
    const words = fc.constantFrom('[N/A]', '[Unknown Error]', 'ERR!', '0x04', '1e999', '-1', '', '7', 'x'.repeat(600));
    const columns = readHeader(WHOLE_QUERY.join(', '), WHOLE_QUERY) ?? [];
    const cells = fc.array(fc.oneof(words, fc.string()), { minLength: 20, maxLength: 24 });
    fc.assert(
      fc.property(cells, (line) => {
        const reading = readCard(line.join(', '), columns);
        if (reading) expect(valid(reading.sample)).toMatchObject({ ok: true });
      }),
    );
    expect(readCard(WHOLE_QUERY.map(() => '7').join(', '), columns)).not.toBeNull();
  });

  test.each(['', 'WARNING: infoROM is corrupted at gpu 0000:01:00.0', '0, GPU-1, NVIDIA RTX A6', '[N/A], a, b'])(
    'finds no card in %j',
    (line) => {
      expect(readCard(line, readHeader('index, name, pci.bus_id, uuid', ['index']) ?? [])).toBeNull();
    },
  );
});

describe('withoutField', () => {
  test('asks by the older name first, then not at all', () => {
    const once = withoutField(['index', 'clocks_event_reasons.active', 'name'], 'clocks_event_reasons.active');
    expect(once).toEqual(['index', 'clocks_throttle_reasons.active', 'name']);
    expect(withoutField(once, 'clocks_throttle_reasons.active')).toEqual(['index', 'name']);
  });

  test('is the same query where it was not asked', () => {
    const query = ['index', 'name'];
    expect(withoutField(query, 'name.of.none')).toBe(query);
  });

  test('asks for nothing twice', () => {
    expect(new Set(WHOLE_QUERY).size).toBe(WHOLE_QUERY.length);
  });
});

describe('throttleReasons', () => {
  test.each([
    ['0x0000000000000000', []],
    ['0x0000000000000001', []],
    ['0x0000000000000005', ['sw_power_cap']],
    ['0x00000000000000E0', ['sw_thermal_slowdown', 'hw_thermal_slowdown', 'hw_power_brake_slowdown']],
    ['0x8000000000000002', ['applications_clocks_setting', '0x8000000000000000']],
    ['Active', null],
    ['[N/A]', null],
    [undefined, null],
  ])('of %s are %j', (mask, reasons) => {
    expect(throttleReasons(mask)).toEqual(reasons);
  });
});

describe('readSlowdownLimits', () => {
  test('takes the threshold, or reckons it from what is left; a card that does not say has none', () => {
    expect([...readSlowdownLimits(fixture('nvidia-smi-q-x-535.xml'))]).toEqual([
      ['0000:01:00', 95],
      // 36 now, 47 until the limit, and slow 2 beyond it.
      ['0000:41:00', 85],
    ]);
  });

  test.each(['', 'NVIDIA-SMI has failed', '<gpu id="x"><temperature>'])('finds none in %j', (text) => {
    expect(readSlowdownLimits(text).size).toBe(0);
  });
});

test.each(['00000000:41:00.0', '0000:41:00.0', '0000:41:00'])('busKey calls %s by one name', (busId) => {
  expect(busKey(busId)).toBe('0000:41:00');
});

describe('createXids', () => {
  test("keeps each card's last code", () => {
    const log = [
      ['usb 1-1: new device', 'NVRM: Xid (PCI:0000:41:00): 13, pid=1, Graphics Exception'],
      ['NVRM: Xid (PCI:0000:41:00): 79, pid=<unknown>, GPU has fallen off the bus.'],
    ];
    const read = createXids(() => log.shift() ?? []);
    expect(read()('00000000:41:00.0')).toBe(13);
    expect(read()('00000000:41:00.0')).toBe(79);
    expect(read()('00000000:41:00.0')).toBe(79);
    expect(read()('00000000:01:00.0')).toBeNull();
    expect(read()(null)).toBeNull();
  });

  test('knows none where the log may not be read', () => {
    expect(createXids(() => null)()('0000:41:00.0')).toBeNull();
  });
});
