import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { HardwareSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { type MadeUpLoad, madeUpHardware } from './made-up-hardware.ts';

function machineUnder(load: MadeUpLoad, clock = new ManualClock()) {
  const [cpu, gpu] = ['AMD EPYC 7543', 'NVIDIA GeForce RTX 4090'];
  return madeUpHardware({ hostname: 'rn-006', cpu, gpu, gpuCount: 2, memoryBytes: 256e9, load: () => load }, clock);
}

describe('madeUpHardware', () => {
  test('tells figures that a report may bear, whatever the load and whenever', () => {
    const valid = checkerFor(HardwareSample);
    const percent = fc.integer({ min: 0, max: 100 });
    const load = fc.record({ cpuPercent: percent, gpuPercent: percent, gpuCelsius: percent, memoryPercent: percent });
    fc.assert(
      fc.property(load, fc.integer({ min: 0, max: 9e6 }), (figures, later) => {
        const clock = new ManualClock();
        const machine = machineUnder(figures, clock);
        clock.advance(later);
        expect(valid(machine.current().hardware)).toMatchObject({ ok: true });
      }),
    );
  });

  test('has a hot card that its limit slows down, and a cool one beside it', () => {
    const clock = new ManualClock();
    const machine = machineUnder({ cpuPercent: 97, gpuPercent: 99, gpuCelsius: 91, memoryPercent: 71 }, clock);
    for (let second = 0; second < 60; second++) {
      clock.advance(1_000);
      const [hot, cool] = machine.current().hardware.gpus ?? [];
      expect(hot?.celsius).toBeGreaterThan(hot?.limitCelsius ?? 0);
      expect(hot?.throttleReasons).toEqual(['hw_thermal_slowdown']);
      expect(cool?.celsius).toBeLessThan(cool?.limitCelsius ?? 0);
      expect(cool?.throttleReasons).toEqual([]);
    }
  });

  test('wavers, so that graphs are lines and no bars', () => {
    const clock = new ManualClock();
    const machine = machineUnder({ cpuPercent: 50, gpuPercent: 50, gpuCelsius: 60, memoryPercent: 50 }, clock);
    const seen = new Set<string>();
    for (let second = 0; second < 30; second++) {
      clock.advance(1_000);
      const { cpu, gpus, fans, temperatures } = machine.current().hardware;
      seen.add(JSON.stringify([cpu?.percent, gpus?.[0]?.celsius, fans?.[0]?.rpm, temperatures?.[0]?.celsius]));
    }
    expect(seen.size).toBe(30);
  });
});
