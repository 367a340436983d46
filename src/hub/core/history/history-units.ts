import { FARM_METRICS } from '../../../shared/telemetry/farm-metrics.ts';
import type { MetricUnit } from '../../../shared/telemetry/metric.ts';
import { isMetricName, METRICS } from '../../../shared/telemetry/metrics.ts';

export type HistoryUnit = MetricUnit;

/** A metric of an older hub's history may be unknown to this one. */
export function unitOf(metric: string, isOfFarm: boolean): HistoryUnit {
  if (isOfFarm) return FARM_METRICS[metric as keyof typeof FARM_METRICS]?.unit ?? 'count';
  return isMetricName(metric) ? METRICS[metric].unit : 'count';
}
