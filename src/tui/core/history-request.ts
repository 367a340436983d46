/** What the hub is asked for graphs: the query of `GET /api/history`. */
import { FARM_METRICS } from '../../shared/telemetry/farm-metrics.ts';
import type { MetricName } from '../../shared/telemetry/metrics.ts';
import { rangeOf } from './history-range.ts';
import { TRAIL_SECONDS } from './history-trail.ts';
import { TRAIL_METRICS, TRAIL_STEP_SECONDS } from './history-trails.ts';
import type { HistorySubject } from './history-view.ts';

/** The metrics that a node's graphs are of. */
export const NODE_GRAPH_METRICS = [
  'cpuPercent',
  'gpuPercent',
  'memPercent',
  'cpuTempC',
  'gpuTempC',
  'netReceivedBytesPerSecond',
  'netSentBytesPerSecond',
  'diskReadBytesPerSecond',
  'diskWrittenBytesPerSecond',
  'gpuWatts',
  'systemWatts',
] as const satisfies readonly MetricName[];

type Query = Readonly<Record<string, string | readonly string[]>>;

export function historyQuery({ node, range }: HistorySubject): Query {
  const { stepSeconds } = rangeOf(range);
  const span = { from: `-${range}`, step: String(stepSeconds) };
  if (node === null) return { ...span, metric: Object.keys(FARM_METRICS).join() };
  return { ...span, node, metric: NODE_GRAPH_METRICS.join() };
}

export function trailsQuery(nodes: readonly string[]): Query {
  return {
    node: nodes,
    metric: TRAIL_METRICS.join(),
    from: `-${TRAIL_SECONDS / 60}m`,
    step: String(TRAIL_STEP_SECONDS),
  };
}
