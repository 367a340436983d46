/** Sensors as the kernel lists them: its chips (millidegrees), and the thermal zones where no chip has a driver. */
import type { Clock } from '../../shared/clock.ts';
import type { TemperatureSample } from '../../shared/protocol/hardware.ts';
import { askedEvery } from './asked-every.ts';
import { type CollectorOf, sound, WORKS } from './collector.ts';
import { createNumbering, hwmonSensors, MOST_SENSORS, SENSORS_KEPT } from './hwmon.ts';
import { type SysFiles, sysList, sysNumber, sysText } from './sys-files.ts';

interface Sensor {
  readonly name: string;
  readonly inputPath: string;
  readonly limitCelsius: number | null;
}

const THERMAL = '/sys/class/thermal';

export function temperatures(files: SysFiles, clock: Clock, periodMillis: number): CollectorOf<'temperatures'> {
  const sensors = askedEvery(clock, SENSORS_KEPT, () => findSensors(files));
  return {
    name: 'temperatures',
    part: 'temperatures',
    periodMillis,
    timeoutMillis: 5_000,
    cheap: true,
    async availability() {
      if ((await sensors()).length > 0) return WORKS;
      return { kind: 'absent', why: 'no temperature sensor has a driver here; virtual machines have none' };
    },
    async collect() {
      const samples = await Promise.all((await sensors()).map((sensor) => sampleOf(files, sensor)));
      return sound(samples.filter((sample) => sample !== null));
    },
  };
}

/** Null for a sensor that does not answer (a sleeping disk, a card in low power) or whose value no machine has. */
async function sampleOf(files: SysFiles, sensor: Sensor): Promise<TemperatureSample | null> {
  const celsius = await degrees(files, sensor.inputPath);
  if (celsius === null || celsius <= -40 || celsius >= 150) return null;
  return { sensor: sensor.name, celsius, limitCelsius: sensor.limitCelsius };
}

async function findSensors(files: SysFiles): Promise<readonly Sensor[]> {
  const sensors: Sensor[] = [];
  for (const { name, path } of await hwmonSensors(files, 'temp')) {
    const limitCelsius = await firstLimit(files, [`${path}_crit`, `${path}_max`]);
    sensors.push({ name, inputPath: `${path}_input`, limitCelsius });
  }
  return sensors.length > 0 ? sensors : findZones(files);
}

async function findZones(files: SysFiles): Promise<readonly Sensor[]> {
  const sensors: Sensor[] = [];
  const nameOnce = createNumbering();
  for (const zone of (await sysList(files, THERMAL)).filter((entry) => entry.startsWith('thermal_zone'))) {
    const directory = `${THERMAL}/${zone}`;
    const name = nameOnce((await sysText(files, `${directory}/type`)) ?? zone);
    sensors.push({ name, inputPath: `${directory}/temp`, limitCelsius: await criticalTrip(files, directory) });
  }
  return sensors.slice(0, MOST_SENSORS);
}

async function criticalTrip(files: SysFiles, directory: string): Promise<number | null> {
  for (const file of await sysList(files, directory)) {
    const trip = /^(trip_point_\d+)_type$/.exec(file)?.[1];
    if (trip && (await sysText(files, `${directory}/${file}`)) === 'critical')
      return firstLimit(files, [`${directory}/${trip}_temp`]);
  }
  return null;
}

/** The first limit that can be one: some chips say 0 or 65261 °C for none. */
async function firstLimit(files: SysFiles, paths: readonly string[]): Promise<number | null> {
  for (const path of paths) {
    const celsius = await degrees(files, path);
    if (celsius !== null && celsius > 20 && celsius < 200) return celsius;
  }
  return null;
}

async function degrees(files: SysFiles, path: string): Promise<number | null> {
  const millidegrees = await sysNumber(files, path);
  return millidegrees === null ? null : millidegrees / 1000;
}
