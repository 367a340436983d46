/** The figures of one machine as samples: the bulk of `/metrics`, made anew only when the node has reported. */
import type { GpuSample, HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { Metric } from '../../../shared/telemetry/metric.ts';
import { METRICS } from '../../../shared/telemetry/metrics.ts';
import { BASE_UNITS, EXPOSED_METRICS } from './exposed-metrics.ts';
import { type Family, familyOf, labelsText, labelValue } from './family.ts';

const GPU_INFO = familyOf('sentry_gpu_info', 'The card: its name, maker, driver and place on the bus; always 1.');

/** Of the texts that `hardwareTexts` gives, in its order. */
export const HARDWARE_FAMILIES: readonly Family[] = [GPU_INFO, ...EXPOSED_METRICS.map(({ family }) => family)];

/** The samples of each of HARDWARE_FAMILIES, empty where the machine does not tell. */
export function hardwareTexts(node: string, hardware: HardwareSample | null | undefined): readonly string[] {
  if (!hardware) return HARDWARE_FAMILIES.map(() => '');
  const nodeLabel = `{node="${labelValue(node)}"`;
  const texts = [(hardware.gpus ?? []).map((gpu, index) => gpuInfo(node, gpu, index)).join('')];
  for (const { metric, family } of EXPOSED_METRICS)
    texts.push(metricText(METRICS[metric], { family, nodeLabel, hardware }));
  return texts;
}

function gpuInfo(node: string, { name, vendor, driver, busId }: GpuSample, index: number): string {
  const told = { name, vendor: vendor ?? '', driver: driver ?? '', bus_id: busId ?? '' };
  return `${GPU_INFO.name}${labelsText({ node, gpu: String(index), ...told })} 1\n`;
}

interface MetricOf {
  readonly family: Family;
  /** `{node="rn-1"`, not yet closed. */
  readonly nodeLabel: string;
  readonly hardware: HardwareSample;
}

function metricText(metric: Metric, { family, nodeLabel, hardware }: MetricOf): string {
  const { toBase } = BASE_UNITS[metric.unit];
  let single: number | null = null;
  let several: Map<string, number> | null = null;
  metric.read(hardware, (label, value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    if (label === null) {
      single = value;
      return;
    }
    several ??= new Map();
    const safe = labelValue(label);
    const before = several.get(safe);
    // Two chips of one model have sensors of one name, and a series can have one value only.
    several.set(safe, before === undefined ? value : together(metric.over, before, value));
  });
  if (single !== null) return `${family.name}${nodeLabel}} ${toBase(single)}\n`;
  if (several === null) return '';
  const begin = `${family.name}${nodeLabel},${metric.label}="`;
  let text = '';
  for (const [label, value] of several as Map<string, number>) text += `${begin}${label}"} ${toBase(value)}\n`;
  return text;
}

function together(over: Metric['over'], a: number, b: number): number {
  switch (over) {
    case 'max':
      return Math.max(a, b);
    case 'min':
      return Math.min(a, b);
    case 'mean':
      return (a + b) / 2;
    case 'sum':
      return a + b;
  }
}
