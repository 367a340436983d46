/** Chips that measure, as the kernel lists them (Documentation/hwmon/sysfs-interface). */
import type { Millis } from '../../shared/clock.ts';
import { type SysFiles, sysList, sysText } from './sys-files.ts';

/** One sensor of a chip. */
export interface HwmonSensor {
  /** The chip's name, then the label, `coretemp Package id 0`: by the chip the hub tells processors from drives. */
  readonly name: string;
  /** The path of its files without what they end with: `_input`, `_crit`. */
  readonly path: string;
}

const HWMON = '/sys/class/hwmon';
/** Cards and drivers come and go seldom; what there is, is looked up again this often. */
export const SENSORS_KEPT: Millis = 300_000;
export const MOST_SENSORS = 256;

/** All sensors of a kind, none two of one name: a second card's or drive's is numbered. */
export async function hwmonSensors(files: SysFiles, kind: 'temp' | 'fan'): Promise<readonly HwmonSensor[]> {
  const sensors: HwmonSensor[] = [];
  const nameOnce = createNumbering();
  for (const entry of await sysList(files, HWMON)) {
    const directory = `${HWMON}/${entry}`;
    const chip = (await sysText(files, `${directory}/name`)) ?? entry;
    for (const file of await sysList(files, directory)) {
      if (!file.startsWith(kind) || !/^[a-z]+\d+_input$/.test(file)) continue;
      const input = file.slice(0, -'_input'.length);
      const label = (await sysText(files, `${directory}/${input}_label`)) ?? input;
      sensors.push({ name: nameOnce(`${chip} ${label}`), path: `${directory}/${input}` });
    }
  }
  return sensors.slice(0, MOST_SENSORS);
}

/** Makes a name that was given before another one, of a length that a report may hold: `nvme Composite (2)`. */
export function createNumbering(): (name: string) => string {
  const given = new Map<string, number>();
  return (whole) => {
    const name = whole.slice(0, 240);
    const count = (given.get(name) ?? 0) + 1;
    given.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
}
