import { meanOf } from '../../../shared/mean.ts';
import type { FleetSummary } from '../../../shared/protocol/fleet.ts';
import type { JobState, JobSummary } from '../../../shared/protocol/job.ts';
import type { RenderNodeState, RenderNodeSummary } from '../../../shared/protocol/render-node.ts';
import { rounded } from '../vital-figures.ts';

export interface AlertCounts {
  readonly open: number;
  /** Of these those that want somebody now. */
  readonly critical: number;
}

export const NO_ALERTS: AlertCounts = { open: 0, critical: 0 };

export interface FarmFigures {
  /** What each machine draws that tells and is online. */
  readonly watts: readonly number[];
  readonly alerts: AlertCounts;
}

/** The farm in one object; the means are over the nodes that are online and say. */
export function summarizeFleet(
  nodes: readonly RenderNodeSummary[],
  jobs: readonly JobSummary[],
  { watts, alerts }: FarmFigures,
): Omit<FleetSummary, 'at' | 'farm'> {
  const inState = (state: RenderNodeState) => nodes.filter((node) => node.state === state).length;
  const jobsIn = (state: JobState) => jobs.filter((job) => job.state === state).length;
  const online = nodes.filter((node) => node.liveness === 'online');
  const hottest = hottestOf(online);
  const framesPerHour = jobs.reduce((sum, job) => sum + (job.state === 'running' ? (job.framesPerHour ?? 0) : 0), 0);
  return {
    nodes: nodes.length,
    rendering: inState('rendering'),
    idle: inState('idle'),
    stalled: inState('stalled'),
    hot: inState('hot'),
    error: inState('error'),
    stale: inState('stale'),
    offline: inState('offline'),
    jobs: jobs.length,
    jobsRunning: jobsIn('running'),
    jobsStalled: jobsIn('stalled'),
    jobsCompleted: jobsIn('completed'),
    framesPerHour: Math.round(framesPerHour * 10) / 10,
    cpuPercent: rounded(meanOf(online.map((node) => node.cpuPercent))),
    gpuPercent: rounded(meanOf(online.map((node) => node.gpuPercent))),
    memPercent: rounded(meanOf(online.map((node) => node.memPercent))),
    tempC: hottest?.tempC ?? null,
    hottest: hottest?.id ?? null,
    watts: watts.length === 0 ? null : Math.round(watts.reduce((sum, each) => sum + each, 0)),
    alerts: alerts.open,
    alertsCritical: alerts.critical,
  };
}

function hottestOf(nodes: readonly RenderNodeSummary[]): RenderNodeSummary | null {
  let hottest: RenderNodeSummary | null = null;
  for (const node of nodes)
    if (node.tempC !== null && node.tempC > (hottest?.tempC ?? Number.NEGATIVE_INFINITY)) hottest = node;
  return hottest;
}
