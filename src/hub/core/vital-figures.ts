import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { CPU_TEMPERATURE, GPU_TEMPERATURE } from '../../shared/thresholds.ts';
import { formatTemperature, percentOf } from '../../shared/units.ts';

/** What a node's line tells of its machine; null is unknown. */
export interface VitalFigures {
  readonly cpuPercent: number | null;
  /** Mean over the GPUs that say. */
  readonly gpuPercent: number | null;
  readonly memPercent: number | null;
  /** The hottest sensor of all. */
  readonly tempC: number | null;
  /** What is too hot, as `GPU 91° above 88°`; null when nothing is. */
  readonly heat: string | null;
}

export const NO_FIGURES: VitalFigures = {
  cpuPercent: null,
  gpuPercent: null,
  memPercent: null,
  tempC: null,
  heat: null,
};

interface Reading {
  readonly name: string;
  readonly celsius: number;
  readonly limit: number;
}

export function vitalFigures(hardware: HardwareSample | null): VitalFigures {
  if (!hardware) return NO_FIGURES;
  const readings = readingsOf(hardware);
  return {
    cpuPercent: rounded(hardware.cpu?.percent ?? null),
    gpuPercent: rounded(meanOf((hardware.gpus ?? []).map((gpu) => gpu.percent))),
    memPercent: rounded(percentOf(hardware.memory?.usedBytes ?? null, hardware.memory?.totalBytes ?? null)),
    tempC: readings.length === 0 ? null : Math.max(...readings.map((reading) => reading.celsius)),
    heat: heatOf(readings),
  };
}

/** Mean of the figures that are known; null when none is. */
export function meanOf(figures: readonly (number | null)[]): number | null {
  let sum = 0;
  let count = 0;
  for (const figure of figures) {
    if (figure === null) continue;
    sum += figure;
    count++;
  }
  return count === 0 ? null : sum / count;
}

/** To a tenth: finer changes would be sent to every dashboard and shown on none. */
export function rounded(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure * 10) / 10;
}

function readingsOf(hardware: HardwareSample): readonly Reading[] {
  const readings: Reading[] = [];
  for (const { sensor, celsius, limitCelsius } of hardware.temperatures ?? [])
    readings.push({ name: sensor, celsius, limit: limitCelsius ?? CPU_TEMPERATURE.hot });
  const gpus = hardware.gpus ?? [];
  for (const [index, gpu] of gpus.entries()) {
    if (gpu.celsius === null) continue;
    const name = gpus.length === 1 ? 'GPU' : `GPU${index}`;
    readings.push({ name, celsius: gpu.celsius, limit: gpu.limitCelsius ?? GPU_TEMPERATURE.hot });
  }
  return readings;
}

/** The reading that is furthest over its limit. A sensor that names a limit of 0 or less names none. */
function heatOf(readings: readonly Reading[]): string | null {
  let worst: Reading | null = null;
  for (const reading of readings) {
    if (reading.limit <= 0 || reading.celsius < reading.limit) continue;
    if (!worst || reading.celsius - reading.limit > worst.celsius - worst.limit) worst = reading;
  }
  if (!worst) return null;
  const [heat, limit] = [formatTemperature(worst.celsius), formatTemperature(worst.limit)];
  return `${worst.name} ${heat} ${heat === limit ? 'at its limit' : `above ${limit}`}`;
}
