/** What alerts are made of: the nodes and jobs of which something may be new since the last time. */
import type { Millis } from '../../../shared/clock.ts';
import type { JobSummary, NodeJob } from '../../../shared/protocol/job.ts';
import type { Liveness } from '../../../shared/protocol/render-node.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import type { Beyond } from '../thresholds/judgement.ts';
import { skewSeconds } from './fleet-refresh.ts';
import type { FleetState, NodeEntry } from './fleet-state.ts';

export interface NodeFacts {
  readonly id: string;
  readonly report: Omit<Report, 'sentry_secret'>;
  readonly liveness: Liveness;
  /** When its last report came, Unix milliseconds. */
  readonly heardAt: Millis;
  /** It has not reported since the hub started: whether it is there nobody can know yet. */
  readonly isRestored: boolean;
  readonly clockSkewSeconds: number | null;
  /** The job that its line shows. */
  readonly job: NodeJob | null;
  /** Figures beyond their thresholds. */
  readonly beyond: readonly Beyond[];
}

export interface FleetNews {
  readonly nodes: readonly NodeFacts[];
  readonly jobs: readonly JobSummary[];
  readonly goneNodes: readonly string[];
  readonly goneJobs: readonly string[];
}

/** The fleet is brought up to date before. */
export function takeNews(state: FleetState): FleetNews {
  const nodes: NodeFacts[] = [];
  const jobs: JobSummary[] = [];
  const goneNodes: string[] = [];
  const goneJobs: string[] = [];
  for (const id of state.news.nodes) {
    const node = state.nodes.get(id);
    if (node) nodes.push(factsOf(node));
    else goneNodes.push(id);
  }
  for (const id of state.news.jobs) {
    const job = state.jobs.get(id);
    if (!job) goneJobs.push(id);
    else if (job.summary) jobs.push(job.summary);
  }
  state.news.nodes.clear();
  state.news.jobs.clear();
  return { nodes, jobs, goneNodes, goneJobs };
}

function factsOf(node: NodeEntry): NodeFacts {
  const { id, report, liveness, seen, isRestored, judgement } = node;
  const clockSkewSeconds = skewSeconds(node);
  const job = node.summary?.job ?? null;
  return { id, report, liveness, heardAt: seen.wall, isRestored, clockSkewSeconds, job, beyond: judgement.beyond };
}
