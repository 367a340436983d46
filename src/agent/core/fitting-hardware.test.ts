import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HardwareSample, NOTHING_KNOWN } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { fittingHardware } from './fitting-hardware.ts';
import { jsonBytes } from './json-bytes.ts';

const check = checkerFor(HardwareSample);

function mount(at: number, nameBytes: number, holdsOutput = false) {
  const name = `/mnt/${at}`.padEnd(nameBytes, 'x');
  return { mount: name, source: 'nas:/r', type: 'nfs4', totalBytes: 2e12, freeBytes: 1e12, holdsOutput };
}

function sensors(count: number, nameBytes = 20) {
  return Array.from({ length: count }, (_, at) => ({
    sensor: `sensor ${at}`.padEnd(nameBytes, 'x'),
    celsius: 40,
    limitCelsius: 90,
  }));
}

function voltages(count: number) {
  return Array.from({ length: count }, (_, at) => ({ sensor: `rail ${at}`, volts: 1.2 }));
}

describe('fittingHardware', () => {
  test('leaves a sample alone that fits', () => {
    const hardware = { ...NOTHING_KNOWN, temperatures: sensors(3) };
    expect(fittingHardware(hardware, 4096)).toEqual({ hardware, omitted: [] });
    expect(fittingHardware(hardware, 4096).hardware).toBe(hardware);
  });

  test('cuts the largest list, says how much of it, and no other', () => {
    const fileSystems = Array.from({ length: 64 }, (_, at) => mount(at, 200));
    const hardware = { ...NOTHING_KNOWN, fileSystems, temperatures: sensors(10) };
    const fitting = fittingHardware(hardware, 12_000);
    const kept = fitting.hardware.fileSystems ?? [];
    expect(kept).toEqual(fileSystems.slice(0, kept.length));
    expect(kept.length).toBeGreaterThan(30);
    expect(fitting.omitted).toEqual([`${64 - kept.length} of fileSystems`]);
    expect(fitting.hardware.temperatures).toBe(hardware.temperatures);
  });

  test('keeps the file system that the output lies on, be it the last', () => {
    const fileSystems = Array.from({ length: 64 }, (_, at) => mount(at, 200, at === 63));
    const { hardware } = fittingHardware({ ...NOTHING_KNOWN, fileSystems }, 3_000);
    expect(hardware.fileSystems).toContainEqual(fileSystems[63]);
  });

  test('cuts lists within a part, but never the cores', () => {
    const ipmi = { temperatures: [], fans: [], voltages: voltages(256), systemWatts: 500, powerSupplies: [] };
    const cpu = { percent: 5, perCore: new Array<number>(4096).fill(12.5), loadAverage: 1, cores: 4096 };
    const { hardware, omitted } = fittingHardware({ ...NOTHING_KNOWN, cpu, ipmi }, 24_000);
    expect(hardware.cpu).toEqual(cpu);
    const kept = hardware.ipmi?.voltages.length ?? 0;
    expect(kept).toBeLessThan(256);
    expect(hardware.ipmi).toEqual({ ...ipmi, voltages: voltages(kept) });
    expect(omitted).toEqual([expect.stringMatching(/^\d+ of voltages$/)]);
  });

  test('fits and stays valid, whatever there is', () => {
    const count = fc.integer({ min: 0, max: 256 });
    const length = fc.integer({ min: 10, max: 4_000 });
    fc.assert(
      fc.property(count, length, count, count, (mounts, nameBytes, temperatures, rails) => {
        const ipmi = { temperatures: [], fans: [], voltages: voltages(rails), systemWatts: null, powerSupplies: [] };
        const fileSystems = Array.from({ length: mounts }, (_, at) => mount(at, nameBytes));
        const whole = { ...NOTHING_KNOWN, fileSystems, temperatures: sensors(temperatures, 250), ipmi };
        const { hardware, omitted } = fittingHardware(whole, 20_000);
        expect(jsonBytes(hardware)).toBeLessThanOrEqual(20_000);
        expect(check(hardware)).toMatchObject({ ok: true });
        expect(omitted.length === 0).toBe(jsonBytes(whole) <= 20_000);
      }),
      { numRuns: 60 },
    );
  });
});
