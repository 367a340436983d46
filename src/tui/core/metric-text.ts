/** A figure of the table of metrics with its unit, as sentences tell it. */
import type { MetricUnit } from '../../shared/telemetry/metric.ts';
import { isMetricName, METRICS } from '../../shared/telemetry/metrics.ts';
import { formatBytes, formatDuration, formatPercent, formatTemperature, UNKNOWN } from '../../shared/units.ts';

/** `metric` names it; a figure of no known metric is told as a bare number. */
export function metricText(metric: string | null, value: number | null, temperatureUnit: 'C' | 'F'): string {
  const unit = metric !== null && isMetricName(metric) ? METRICS[metric].unit : 'count';
  return unitText(unit, value, temperatureUnit);
}

function unitText(unit: MetricUnit, value: number | null, temperatureUnit: 'C' | 'F'): string {
  if (value === null) return UNKNOWN;
  switch (unit) {
    case 'percent':
      return formatPercent(value);
    case 'celsius':
      return formatTemperature(value, temperatureUnit);
    case 'watts':
      return `${shortNumber(value)} W`;
    case 'volts':
      return `${shortNumber(value)} V`;
    case 'rpm':
      return `${Math.round(value)} rpm`;
    case 'megahertz':
      return `${Math.round(value)} MHz`;
    case 'bytes':
      return formatBytes(value);
    case 'bytesPerSecond':
      return `${formatBytes(value)}/s`;
    case 'seconds':
      return formatDuration(value);
    case 'count':
      return shortNumber(value);
  }
}

function shortNumber(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 100 ? `${Math.round(value)}` : value.toFixed(1);
}
