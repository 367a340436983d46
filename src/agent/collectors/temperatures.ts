/**
 * Sensors as the kernel lists them: `/sys/class/hwmon` (Documentation/hwmon/sysfs-interface, millidegrees),
 * and the thermal zones where no chip has a driver.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { TemperatureSample } from '../../shared/protocol/hardware.ts';
import type { CollectorOf } from './collector.ts';
import { sound } from './collector.ts';

/** Files below `/sys`; both reject where there is none. Not at once: a chip on a slow bus takes milliseconds to answer. */
export interface SysFiles {
  readonly list: (directory: string) => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<string>;
}

interface Sensor {
  /** The chip's name, then the label, `coretemp Package id 0`: by the chip the hub tells processors from drives. */
  readonly name: string;
  readonly inputPath: string;
  readonly limitCelsius: number | null;
}

const HWMON = '/sys/class/hwmon';
const THERMAL = '/sys/class/thermal';
/** Cards and drivers come and go seldom; their names and limits are read again this often. */
const SENSORS_KEPT: Millis = 300_000;

export function temperatures(files: SysFiles, clock: Clock, periodMillis: number): CollectorOf<'temperatures'> {
  let sensors: readonly Sensor[] = [];
  let foundAt: Millis | null = null;
  return {
    part: 'temperatures',
    periodMillis,
    timeoutMillis: 5_000,
    cheap: true,
    async collect() {
      if (foundAt === null || clock.monotonic() - foundAt >= SENSORS_KEPT) {
        const chips = await findChips(files);
        sensors = (chips.length > 0 ? chips : await findZones(files)).slice(0, 256);
        foundAt = clock.monotonic();
      }
      const samples = await Promise.all(sensors.map((sensor) => sampleOf(files, sensor)));
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

async function findChips(files: SysFiles): Promise<Sensor[]> {
  const sensors: Sensor[] = [];
  for (const entry of await listed(files, HWMON)) {
    const directory = `${HWMON}/${entry}`;
    const chip = (await text(files, `${directory}/name`)) ?? entry;
    for (const file of await listed(files, directory)) {
      const input = /^(temp\d+)_input$/.exec(file)?.[1];
      if (!input) continue;
      const label = (await text(files, `${directory}/${input}_label`)) ?? input;
      const limit = await firstLimit(files, [`${directory}/${input}_crit`, `${directory}/${input}_max`]);
      sensors.push({ name: `${chip} ${label}`.slice(0, 255), inputPath: `${directory}/${file}`, limitCelsius: limit });
    }
  }
  return sensors;
}

async function findZones(files: SysFiles): Promise<Sensor[]> {
  const sensors: Sensor[] = [];
  for (const zone of (await listed(files, THERMAL)).filter((entry) => entry.startsWith('thermal_zone'))) {
    const directory = `${THERMAL}/${zone}`;
    const name = (await text(files, `${directory}/type`)) ?? zone;
    sensors.push({ name, inputPath: `${directory}/temp`, limitCelsius: await criticalTrip(files, directory) });
  }
  return sensors;
}

async function criticalTrip(files: SysFiles, directory: string): Promise<number | null> {
  for (const file of await listed(files, directory)) {
    const trip = /^(trip_point_\d+)_type$/.exec(file)?.[1];
    if (trip && (await text(files, `${directory}/${file}`)) === 'critical')
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
  const value = await text(files, path);
  return value !== null && /^-?\d+$/.test(value) ? Number(value) / 1000 : null;
}

async function text(files: SysFiles, path: string): Promise<string | null> {
  const content = await files.read(path).catch(() => '');
  return content.trim() || null;
}

/** Names in a directory in the order of their numbers, none where it is not there. */
async function listed(files: SysFiles, directory: string): Promise<readonly string[]> {
  const names = await files.list(directory).catch(() => []);
  return names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
