/** Figures of the whole farm, for its own history and graphs. */
import type { FleetSummary } from '../protocol/fleet.ts';
import type { MetricUnit } from './metric.ts';

export interface FarmMetric {
  readonly unit: MetricUnit;
  readonly help: string;
  readonly read: (summary: FleetSummary) => number | null | undefined;
}

export const FARM_METRICS = {
  cpuPercent: { unit: 'percent', help: 'Mean over the nodes.', read: (summary) => summary.cpuPercent },
  gpuPercent: { unit: 'percent', help: 'Mean over the nodes with cards.', read: (summary) => summary.gpuPercent },
  memPercent: { unit: 'percent', help: 'Mean over the nodes.', read: (summary) => summary.memPercent },
  tempC: { unit: 'celsius', help: 'The hottest of all nodes.', read: (summary) => summary.tempC },
  watts: { unit: 'watts', help: 'Power drawn by the machines that tell.', read: (summary) => summary.watts },
  framesPerHour: { unit: 'count', help: 'Frames an hour, of all jobs.', read: (summary) => summary.framesPerHour },
  nodesRendering: { unit: 'count', help: 'Nodes that render.', read: (summary) => summary.rendering },
  nodesIdle: { unit: 'count', help: 'Nodes with nothing to do.', read: (summary) => summary.idle },
  nodesInTrouble: {
    unit: 'count',
    help: 'Nodes that are stalled, hot or in error.',
    read: (summary) => summary.stalled + summary.hot + summary.error,
  },
  nodesSilent: {
    unit: 'count',
    help: 'Nodes that are stale or offline.',
    read: (summary) => summary.stale + summary.offline,
  },
  jobsRunning: { unit: 'count', help: 'Jobs that go on.', read: (summary) => summary.jobsRunning },
  alertsOpen: { unit: 'count', help: 'Alerts that are open.', read: (summary) => summary.alerts },
} as const satisfies Record<string, FarmMetric>;

export type FarmMetricName = keyof typeof FARM_METRICS;
