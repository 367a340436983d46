/**
 * Temperatures, fans, voltages, power and power supplies as the board's management controller measures them.
 * It answers in tenths of a second to tens of seconds, hence rarely and little at a time: each look reads the figures,
 * and at most one look in hours reads the limits, or writes the cache that spares two thirds of the later questions.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { IpmiSample } from '../../shared/protocol/hardware.ts';
import type { CollectorOf } from './collector.ts';
import { sound } from './collector.ts';
import { type IpmiSensor, type IpmiUnit, readDcmiWatts, readLimits, readSensors } from './ipmi-sensors.ts';
import type { Ipmitool } from './ipmitool.ts';
import { powerSupplies, suppliedWatts, supplyOf } from './power-supplies.ts';
import { outputInSpite } from './program-failure.ts';

export interface IpmiDeps {
  readonly clock: Clock;
  readonly ipmitool: Ipmitool;
  /** A file that nobody else may write, for the controller's list of sensors; null where there is no such place. */
  readonly cacheFile: () => Promise<string | null>;
}

/** Limits and the list of sensors change with the controller's firmware only. */
const KEPT: Millis = 6 * 3_600_000;
/** A controller that does not know DCMI may take its time to say so. */
const DCMI_RESTED: Millis = 3_600_000;
const LIST: readonly string[] = ['sdr', 'elist', 'all'];
/** A machine's power where DCMI does not tell: Dell's `Pwr Consumption`, HPE's `Power Meter`, others' `System Power`. */
const SYSTEM_POWER = /consumption|power meter|(?:system|sys|total|board|chassis).*(?:power|pwr|watt)/i;
const MOST = 256;

export function ipmi(deps: IpmiDeps, periodMillis: Millis): CollectorOf<'ipmi'> {
  const { clock, ipmitool } = deps;
  const limits = createChore(clock, async (signal) => readLimits(await said(ipmitool, ['sensor'], signal)));
  const cache = createChore(clock, (signal) => writeCache(deps, signal));
  let noDcmiSince: Millis | null = null;

  async function dcmiWatts(signal: AbortSignal): Promise<number | null> {
    if (noDcmiSince !== null && clock.monotonic() - noDcmiSince < DCMI_RESTED) return null;
    const text = await ipmitool.ask(['dcmi', 'power', 'reading'], signal).catch(() => '');
    const watts = readDcmiWatts(text);
    noDcmiSince = watts === null ? clock.monotonic() : null;
    return watts;
  }

  async function listSensors(signal: AbortSignal): Promise<string> {
    const file = cache.made();
    if (file === null) return said(ipmitool, LIST, signal);
    try {
      return await said(ipmitool, ['-S', file, ...LIST], signal);
    } catch (error) {
      cache.forget();
      throw error;
    }
  }

  return {
    name: 'ipmi',
    part: 'ipmi',
    periodMillis,
    timeoutMillis: 30_000,
    cheap: false,
    availability: (signal) => ipmitool.availability(signal),
    async collect(signal) {
      const text = await listSensors(signal);
      const watts = await dcmiWatts(signal);
      if (limits.isDue()) await limits.do(signal);
      else if (cache.isDue()) await cache.do(signal);
      const sensors = readSensors(text, limits.made() ?? new Map());
      if (sensors.length === 0) throw new Error('ipmitool names no sensors');
      return sound(sampleOf(sensors, watts));
    },
  };
}

/** One sensor that does not answer makes ipmitool fail although it has told all others. */
async function said(ipmitool: Ipmitool, args: readonly string[], signal: AbortSignal): Promise<string> {
  return ipmitool.ask(args, signal).catch(outputInSpite);
}

async function writeCache({ cacheFile, ipmitool }: IpmiDeps, signal: AbortSignal): Promise<string | null> {
  const file = await cacheFile();
  if (file === null) return null;
  return ipmitool.ask(['sdr', 'dump', file], signal).then(
    () => file,
    () => null,
  );
}

/** Something to be done once in hours. What failed is left as it was until it is due again: the figures come first. */
interface Chore<T> {
  isDue(): boolean;
  do(signal: AbortSignal): Promise<void>;
  made(): T | null;
  forget(): void;
}

function createChore<T>(clock: Clock, make: (signal: AbortSignal) => Promise<T>): Chore<T> {
  let made: T | null = null;
  let doneAt: Millis | null = null;
  return {
    isDue: () => doneAt === null || clock.monotonic() - doneAt >= KEPT,
    async do(signal) {
      doneAt = clock.monotonic();
      made = await make(signal).catch(() => made);
    },
    made: () => made,
    forget() {
      made = null;
    },
  };
}

function sampleOf(sensors: readonly IpmiSensor[], dcmiWatts: number | null): IpmiSample {
  const supplies = powerSupplies(sensors);
  return {
    temperatures: figuresOf(sensors, 'degrees C')
      .filter(({ value }) => isTemperature(value))
      .map(({ name, value, limit }) => ({
        sensor: name,
        celsius: value,
        limitCelsius: limit !== null && isTemperature(limit) ? limit : null,
      })),
    fans: figuresOf(sensors, 'RPM')
      .filter(({ value }) => value >= 0)
      .map(({ name, value }) => ({ fan: name, rpm: value })),
    voltages: figuresOf(sensors, 'Volts').map(({ name, value }) => ({ sensor: name, volts: value })),
    systemWatts: dcmiWatts ?? systemPower(sensors) ?? suppliedWatts(supplies),
    powerSupplies: supplies,
  };
}

/** That a machine can have; 255 stands for none. */
function isTemperature(celsius: number): boolean {
  return celsius > -60 && celsius < 250;
}

function systemPower(sensors: readonly IpmiSensor[]): number | null {
  const others = sensors.filter((sensor) => supplyOf(sensor) === null);
  return figuresOf(others, 'Watts').find(({ name, value }) => SYSTEM_POWER.test(name) && value > 0)?.value ?? null;
}

function figuresOf(
  sensors: readonly IpmiSensor[],
  unit: IpmiUnit,
): { readonly name: string; readonly value: number; readonly limit: number | null }[] {
  return sensors
    .flatMap(({ name, figure, limit }) => (figure?.unit === unit ? [{ name, value: figure.value, limit }] : []))
    .slice(0, MOST);
}
