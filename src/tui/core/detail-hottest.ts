/** The hottest of a node's processor and cards: what the list's TEMP tells, with the sensor's name and limit. */
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { Level } from '../../shared/protocol/threshold.ts';
import { sensorsOf } from '../../shared/telemetry/metric.ts';
import { sensorKind } from '../../shared/telemetry/sensor-kind.ts';
import type { Judge } from './detail-section.ts';

export interface Hottest {
  readonly sensor: string;
  readonly celsius: number;
  readonly limitCelsius: number | null;
  readonly metric: 'cpuTempC' | 'gpuTempC';
  readonly level: Level | null;
}

/** Null where neither tells. */
export function hottestOf(hardware: HardwareSample, judge: Judge): Hottest | null {
  const processor = sensorsOf(hardware)
    .filter(({ sensor }) => sensorKind(sensor) === 'cpu')
    .map((sensor): Hottest => ({ ...sensor, metric: 'cpuTempC', level: judge('cpuTempC', null, sensor.celsius) }));
  const gpus = hardware.gpus ?? [];
  const cards = gpus.flatMap(({ celsius, limitCelsius }, index): readonly Hottest[] => {
    if (celsius === null) return [];
    const sensor = gpus.length === 1 ? 'GPU' : `GPU${index}`;
    return [{ sensor, celsius, limitCelsius, metric: 'gpuTempC', level: judge('gpuTempC', String(index), celsius) }];
  });
  return [...processor, ...cards].reduce<Hottest | null>(
    (hottest, each) => (hottest === null || each.celsius > hottest.celsius ? each : hottest),
    null,
  );
}
