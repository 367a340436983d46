import { meanOf } from '../../shared/mean.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { METRICS } from '../../shared/telemetry/metrics.ts';
import type { SensorKind } from '../../shared/telemetry/sensor-kind.ts';
import { percentOf } from '../../shared/units.ts';
import { figureName, figureText } from './thresholds/figure-name.ts';
import { type Beyond, excessOf } from './thresholds/judgement.ts';

/** What a node's line tells of its machine; null is unknown. */
export interface VitalFigures {
  readonly cpuPercent: number | null;
  /** Mean over the GPUs that say. */
  readonly gpuPercent: number | null;
  readonly memPercent: number | null;
  /** The hottest of the processor's and the GPUs' sensors; of the board's zones where none of them tells. */
  readonly tempC: number | null;
  /** What the machine draws; what its cards draw where only these tell. */
  readonly watts: number | null;
  /** What is too hot, as `GPU 91° above 88°`; null when nothing is. */
  readonly heat: string | null;
}

export const NO_FIGURES: VitalFigures = {
  cpuPercent: null,
  gpuPercent: null,
  memPercent: null,
  tempC: null,
  watts: null,
  heat: null,
};

/** `beyond` is what of the machine is beyond its thresholds. */
export function vitalFigures(
  hardware: HardwareSample | null,
  beyond: readonly Beyond[],
  kindOf: (sensor: string) => SensorKind,
): VitalFigures {
  if (!hardware) return NO_FIGURES;
  const gpus = hardware.gpus ?? [];
  return {
    cpuPercent: rounded(hardware.cpu?.percent ?? null),
    gpuPercent: rounded(meanOf(gpus.map((gpu) => gpu.percent))),
    memPercent: rounded(percentOf(hardware.memory?.usedBytes ?? null, hardware.memory?.totalBytes ?? null)),
    tempC: hottestOf(hardware, kindOf),
    watts: rounded(hardware.ipmi?.systemWatts ?? sumOf(gpus.map((gpu) => gpu.powerWatts))),
    heat: heatOf(beyond, gpus.length),
  };
}

/** To a tenth: finer changes would be sent to every dashboard and shown on none. */
export function rounded(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure * 10) / 10;
}

function sumOf(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  return known.length === 0 ? null : known.reduce((sum, figure) => sum + figure, 0);
}

function hottestOf(
  { temperatures, ipmi, gpus }: HardwareSample,
  kindOf: (sensor: string) => SensorKind,
): number | null {
  let told: number | null = null;
  let zone: number | null = null;
  for (const sensors of [temperatures, ipmi?.temperatures])
    for (const { sensor, celsius } of sensors ?? []) {
      const kind = kindOf(sensor);
      if (kind === 'cpu') told = Math.max(told ?? celsius, celsius);
      else if (kind === 'board') zone = Math.max(zone ?? celsius, celsius);
    }
  for (const { celsius } of gpus ?? []) if (celsius !== null) told = Math.max(told ?? celsius, celsius);
  return told ?? zone;
}

/** Tells of the reading that is furthest over its limit. */
function heatOf(beyond: readonly Beyond[], gpus: number): string | null {
  let worst: Beyond | null = null;
  for (const each of beyond) {
    const isHot = each.level === 'crit' && METRICS[each.metric].unit === 'celsius';
    if (isHot && (!worst || excessOf(each) > excessOf(worst))) worst = each;
  }
  return worst && heatWords(worst, gpus);
}

/** `GPU 91° above 88°`, `GPU 88° at its limit`, `GPU 86°, cooling down from above 88°` */
export function heatWords(beyond: Beyond, gpus: number): string {
  const { metric, label, value, limit } = beyond;
  const name = figureName(metric, label, gpus);
  const [heat, most] = [figureText(metric, value), figureText(metric, limit)];
  if (heat === most) return `${name} ${heat} at its limit`;
  return `${name} ${heat}${excessOf(beyond) > 0 ? '' : ', cooling down from'} above ${most}`;
}
