import { meanOf } from '../../../shared/mean.ts';
import type { FleetSummary } from '../../../shared/protocol/fleet.ts';
import type { JobState, JobSummary } from '../../../shared/protocol/job.ts';
import type { RenderNodeState, RenderNodeSummary } from '../../../shared/protocol/render-node.ts';
import { rounded } from '../vital-figures.ts';

/** The farm in one object; the means are over the nodes that are online and say. */
export function summarizeFleet(
  nodes: readonly RenderNodeSummary[],
  jobs: readonly JobSummary[],
): Omit<FleetSummary, 'at' | 'farm'> {
  const inState = (state: RenderNodeState) => nodes.filter((node) => node.state === state).length;
  const jobsIn = (state: JobState) => jobs.filter((job) => job.state === state).length;
  const online = nodes.filter((node) => node.liveness === 'online');
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
  };
}
