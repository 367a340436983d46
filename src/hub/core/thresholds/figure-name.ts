/** How a figure is called in a sentence, and how its values are written. */
import type { MetricUnit } from '../../../shared/telemetry/metric.ts';
import { METRICS, type MetricName } from '../../../shared/telemetry/metrics.ts';
import { formatBytes, formatDuration, formatPercent, formatTemperature } from '../../../shared/units.ts';

/** What a figure is, where its label alone does not say it. */
const NAMES: Partial<Record<MetricName, string>> = {
  cpuPercent: 'CPU',
  cpuTempC: 'CPU',
  memPercent: 'memory',
  swapPercent: 'swap',
  iowaitPercent: 'waiting for disks',
  stealPercent: 'stolen by the hypervisor',
  ioPressurePercent: 'pressure on disks',
  memPressurePercent: 'pressure on memory',
  gpuMemPercent: 'memory',
  gpuMemTempC: 'memory',
  gpuFanPercent: 'fan',
  inodesPercent: 'inodes',
  driveWearPercent: 'worn',
  driveSparePercent: 'spare blocks',
  servicesFailed: 'failed services',
  packageUpdates: 'updates',
  packageSecurityUpdates: 'security updates',
  vrmTempC: 'VRM',
  dimmTempC: 'DIMM',
  boardTempC: 'board',
  systemWatts: 'power',
};

/** `GPU1`, `GPU memory`, `Package id 0`, `/mnt/renders inodes`; one card alone bears no number. */
export function figureName(metric: MetricName, label: string | null, gpus: number): string {
  const name = NAMES[metric];
  if (label === null) return name ?? metric;
  switch (METRICS[metric].label) {
    case 'gpu':
      return [gpus === 1 ? 'GPU' : `GPU${label}`, ...(name ? [name] : [])].join(' ');
    case null:
      // The sensor of a kind says by itself what it measures, in its driver's words.
      return label;
    default:
      return name ? `${label} ${name}` : label;
  }
}

/** A value with its unit: `91°`, `86%`, `4h00`. */
export function figureText(metric: MetricName, value: number | null): string {
  const unit: MetricUnit = METRICS[metric].unit;
  switch (unit) {
    case 'celsius':
      return formatTemperature(value);
    case 'percent':
      return formatPercent(value);
    case 'bytes':
      return formatBytes(value);
    case 'bytesPerSecond':
      return `${formatBytes(value)}/s`;
    case 'seconds':
      return formatDuration(value);
    case 'watts':
      return `${number(value)} W`;
    case 'volts':
      return `${number(value, 2)} V`;
    case 'rpm':
      return `${number(value)} rpm`;
    case 'megahertz':
      return `${number(value)} MHz`;
    case 'count':
      return number(value, 1);
  }
}

function number(value: number | null, digits = 0): string {
  return value === null ? '—' : String(Number(value.toFixed(digits)));
}
