import type { Clock } from '../../shared/clock.ts';
import { askedEvery } from './asked-every.ts';
import { type CollectorOf, sound, WORKS } from './collector.ts';
import { hwmonSensors, SENSORS_KEPT } from './hwmon.ts';
import { type SysFiles, sysNumber } from './sys-files.ts';

/** No fan turns faster; what chips say of a line that hangs loose may be. */
const FASTEST_RPM = 60_000;

/**
 * Fans by `fanN_input` of `/sys/class/hwmon`. Boards have more connectors than fans: one whose fan has never turned is
 * left out; a fan that did turn and stands still is told, with 0.
 */
export function fans(files: SysFiles, clock: Clock, periodMillis: number): CollectorOf<'fans'> {
  const sensors = askedEvery(clock, SENSORS_KEPT, () => hwmonSensors(files, 'fan'));
  const turned = new Set<string>();
  return {
    name: 'fans',
    part: 'fans',
    periodMillis,
    timeoutMillis: 5_000,
    cheap: true,
    async availability() {
      if ((await sensors()).length > 0) return WORKS;
      return { kind: 'absent', why: 'no chip with fans has a driver here' };
    },
    async collect() {
      const found = await sensors();
      const speeds = await Promise.all(found.map(({ path }) => sysNumber(files, `${path}_input`)));
      return sound(
        found.flatMap(({ name }, index) => {
          const rpm = speeds[index] ?? null;
          if (rpm === null || rpm < 0 || rpm > FASTEST_RPM) return [];
          if (rpm > 0) turned.add(name);
          return turned.has(name) ? [{ fan: name, rpm }] : [];
        }),
      );
    },
  };
}
