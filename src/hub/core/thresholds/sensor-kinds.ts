/** What sensors measure, looked up once a name: a farm has few names of them, and each report brings all of its node's. */
import { type SensorKind, sensorKind } from '../../../shared/telemetry/sensor-kind.ts';

const MOST_REMEMBERED = 10_000;

export function createSensorKinds(): (sensor: string) => SensorKind {
  const known = new Map<string, SensorKind>();
  return (sensor) => {
    let kind = known.get(sensor);
    if (kind === undefined) {
      kind = sensorKind(sensor);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(sensor, kind);
    }
    return kind;
  };
}
