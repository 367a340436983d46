/** What `ipmitool` 1.8 prints of the controller's sensors. */
import { nameOf } from './told-values.ts';

/** One line of `ipmitool sdr elist all`. */
export interface IpmiSensor {
  /** Unique among the sensors. */
  readonly name: string;
  /** Kind of the thing that it belongs to and which of them, `10.2` is the second power supply (IPMI 2.0, table 43-13). */
  readonly entity: { readonly id: number; readonly instance: number };
  readonly figure: { readonly value: number; readonly unit: IpmiUnit } | null;
  /** States in words where there are any: `Presence detected, Power Supply AC lost`. */
  readonly states: string;
  /** From there on it is critical, as the sensor has it; in the figure's unit. */
  readonly limit: number | null;
}

export type IpmiUnit = 'degrees C' | 'RPM' | 'Volts' | 'Watts';

/** Upper limits by name; of several sensors with one name in the order in which they are listed. */
export type IpmiLimits = ReadonlyMap<string, readonly (number | null)[]>;

const MOST_SENSORS = 1024;
const READING = /^(-?\d{1,9}(?:\.\d{1,9})?) (degrees C|RPM|Volts|Watts)(?:, (.*))?$/;
const NO_READING = /^(?:no reading|disabled|not readable|unknown|na|)$/i;

/** Names of entities for sensors that bear only a general name, as Dell's `Temp` of each processor. */
const ENTITIES: ReadonlyMap<number, string> = new Map([
  [3, 'CPU'],
  [4, 'Disk'],
  [7, 'Board'],
  [8, 'Memory'],
  [10, 'PSU'],
  [11, 'Card'],
  [29, 'Fan'],
  [30, 'Fan'],
  [32, 'DIMM'],
]);

export function readSensors(text: string, limits: IpmiLimits): IpmiSensor[] {
  const rows = text
    .split('\n', MOST_SENSORS)
    .map(rowOf)
    .filter((row) => row !== null);
  const counts = new Map<string, number>();
  for (const { name } of rows) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  const names = new Set<string>();
  return rows.map((row) => {
    const nth = seen.get(row.name) ?? 0;
    seen.set(row.name, nth + 1);
    const name = uniqueName(row, counts.get(row.name) === 1, names);
    names.add(name);
    return { name, entity: row.entity, ...readingOf(row.reading), limit: limits.get(row.name)?.[nth] ?? null };
  });
}

/** `CPU 2 Temp` for one of several `Temp`; where boards count badly, with the sensor's number as well. */
function uniqueName({ name, number, entity }: Row, isOnly: boolean, taken: ReadonlySet<string>): string {
  const thing = `${ENTITIES.get(entity.id) ?? `Entity ${entity.id}`} ${entity.instance}`;
  const full = isOnly && name !== 'Temp' ? name : `${thing} ${name}`.slice(0, 240);
  return taken.has(full) ? `${full} ${number}`.slice(0, 255) : full;
}

interface Row {
  readonly name: string;
  readonly number: string;
  readonly entity: { readonly id: number; readonly instance: number };
  readonly reading: string;
}

function rowOf(line: string): Row | null {
  const columns = line.split('|').map((column) => column.trim());
  const [name, number, , entity, reading] = columns;
  const [, id, instance] = /^(\d{1,3})\.(\d{1,3})$/.exec(entity ?? '') ?? [];
  const bounded = nameOf(name);
  if (bounded === null || number === undefined || id === undefined || reading === undefined) return null;
  return { name: bounded, number, entity: { id: Number(id), instance: instanceOf(Number(instance)) }, reading };
}

/** From 0x60 on instances are counted within the controller's device, from below within the system. */
function instanceOf(instance: number): number {
  return instance >= 0x60 ? instance - 0x60 : instance;
}

function readingOf(reading: string): Pick<IpmiSensor, 'figure' | 'states'> {
  const [, value, unit, states] = READING.exec(reading) ?? [];
  if (unit !== undefined) return { figure: { value: Number(value), unit: unit as IpmiUnit }, states: states ?? '' };
  return { figure: null, states: NO_READING.test(reading) ? '' : reading.slice(0, 512) };
}

/** Upper limits from `ipmitool sensor`: the critical one, else the one beyond, else the one below. */
export function readLimits(text: string): IpmiLimits {
  const limits = new Map<string, (number | null)[]>();
  for (const line of text.split('\n').slice(0, MOST_SENSORS)) {
    const columns = line.split('|').map((column) => column.trim());
    const name = nameOf(columns[0]);
    if (name === null || columns.length < 10) continue;
    const [, , , , , , , nonCritical, critical, nonRecoverable] = columns.map(Number);
    const limit =
      [critical, nonRecoverable, nonCritical].find((each) => each !== undefined && each > 0 && each < 1e9) ?? null;
    limits.set(name, [...(limits.get(name) ?? []), limit]);
  }
  return limits;
}

/** Watts that the whole machine draws now, by `ipmitool dcmi power reading`; null where it measures none. */
export function readDcmiWatts(text: string): number | null {
  const watts = /Instantaneous power reading:\s+(\d{1,7}) Watts/.exec(text)?.[1];
  const isActive = !/Power reading state is:\s+deactivated/.test(text);
  return watts !== undefined && Number(watts) > 0 && isActive ? Number(watts) : null;
}
