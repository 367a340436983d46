import { meanOf } from '../../shared/mean.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { CPU_TEMPERATURE, GPU_TEMPERATURE } from '../../shared/thresholds.ts';
import { formatTemperature, percentOf } from '../../shared/units.ts';

/** What a node's line tells of its machine; null is unknown. */
export interface VitalFigures {
  readonly cpuPercent: number | null;
  /** Mean over the GPUs that say. */
  readonly gpuPercent: number | null;
  readonly memPercent: number | null;
  /** The hottest of the processor's and the GPUs' sensors; of the board's ACPI zones where none of them tells. */
  readonly tempC: number | null;
  /** What is too hot, as `GPU 91° above 88°`; null when nothing is. */
  readonly heat: string | null;
  /** Names of all that is too hot, for the next time: see COOLED_BY. */
  readonly hotSensors: readonly string[];
}

export const NO_FIGURES: VitalFigures = {
  cpuPercent: null,
  gpuPercent: null,
  memPercent: null,
  tempC: null,
  heat: null,
  hotSensors: [],
};

/** Hot ends so many degrees below the limit, or a sensor at its limit would call for somebody each few seconds. */
const COOLED_BY = 3;

/**
 * Sensors of the processor by their chips' and labels' names: `coretemp Package id 0`, `k10temp Tctl`,
 * `zenpower Tdie`, `cpu-thermal`, `x86_pkg_temp`, `nct6775 CPUTIN`. Drives, network cards and memory have limits
 * and usual temperatures of their own, and are not judged.
 */
const PROCESSOR = /cpu|core(?:temp)?\b|coretemp|k10temp|zenpower|package|x86_pkg_temp|\bt(?:ctl|die)\b/i;
/** A zone of the board, whose limit is seldom true: shown where nothing better tells, and never judged. */
const BOARD = /acpi/i;

interface Reading {
  readonly name: string;
  readonly celsius: number;
  /** Null where it is shown and not judged. */
  readonly limit: number | null;
}

/** `hotBefore` names what was too hot the time before. */
export function vitalFigures(hardware: HardwareSample | null, hotBefore: readonly string[]): VitalFigures {
  if (!hardware) return NO_FIGURES;
  const readings = readingsOf(hardware);
  const hot = readings.filter((reading) => isHot(reading, hotBefore.includes(reading.name)));
  return {
    cpuPercent: rounded(hardware.cpu?.percent ?? null),
    gpuPercent: rounded(meanOf((hardware.gpus ?? []).map((gpu) => gpu.percent))),
    memPercent: rounded(percentOf(hardware.memory?.usedBytes ?? null, hardware.memory?.totalBytes ?? null)),
    tempC: readings.length === 0 ? null : Math.max(...readings.map((reading) => reading.celsius)),
    heat: heatOf(hot),
    hotSensors: hot.map((reading) => reading.name),
  };
}

/** To a tenth: finer changes would be sent to every dashboard and shown on none. */
export function rounded(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure * 10) / 10;
}

function readingsOf(hardware: HardwareSample): readonly Reading[] {
  const readings: Reading[] = [];
  const temperatures = hardware.temperatures ?? [];
  for (const { sensor, celsius, limitCelsius } of temperatures)
    if (PROCESSOR.test(sensor)) readings.push({ name: sensor, celsius, limit: limitCelsius ?? CPU_TEMPERATURE.hot });
  const gpus = hardware.gpus ?? [];
  for (const [index, gpu] of gpus.entries()) {
    if (gpu.celsius === null) continue;
    const name = gpus.length === 1 ? 'GPU' : `GPU${index}`;
    readings.push({ name, celsius: gpu.celsius, limit: gpu.limitCelsius ?? GPU_TEMPERATURE.hot });
  }
  if (readings.length > 0) return readings;
  const zones = temperatures.filter(({ sensor }) => BOARD.test(sensor));
  return zones.map(({ sensor, celsius }) => ({ name: sensor, celsius, limit: null }));
}

/** A sensor that names a limit of 0 or less names none. */
function isHot({ celsius, limit }: Reading, wasHot: boolean): boolean {
  return limit !== null && limit > 0 && celsius >= limit - (wasHot ? COOLED_BY : 0);
}

/** Tells of the reading that is furthest over its limit. */
function heatOf(hot: readonly Reading[]): string | null {
  const [worst] = hot.toSorted((a, b) => overLimit(b) - overLimit(a));
  if (!worst) return null;
  const [heat, limit] = [formatTemperature(worst.celsius), formatTemperature(worst.limit)];
  if (heat === limit) return `${worst.name} ${heat} at its limit`;
  return `${worst.name} ${heat}${overLimit(worst) > 0 ? '' : ', cooling down from'} above ${limit}`;
}

function overLimit({ celsius, limit }: Reading): number {
  return celsius - (limit ?? 0);
}
