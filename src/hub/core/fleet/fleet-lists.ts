/** The farm as it is asked for: what is to be worked out of reports and time is, first. */
import type { Moment } from '../../../shared/clock.ts';
import { naturalOrder } from '../../../shared/natural-order.ts';
import type { JobSummary } from '../../../shared/protocol/job.ts';
import type { RenderNodeDetail, RenderNodeSummary } from '../../../shared/protocol/render-node.ts';
import { timestampOf } from '../node-time.ts';
import { jobsOfNode, refresh, secondsSinceSeen, skewSeconds } from './fleet-refresh.ts';
import type { FleetState } from './fleet-state.ts';

/** By name, as people sort names. */
export function listNodes(state: FleetState, now: Moment): readonly RenderNodeSummary[] {
  refresh(state, now);
  state.sortedNodes ??= [...state.nodes.values()].sort((a, b) => naturalOrder(a.id, b.id));
  const summaries: RenderNodeSummary[] = [];
  for (const node of state.sortedNodes) {
    if (!node.summary) continue;
    node.summary.seenSecondsAgo = secondsSinceSeen(node, now);
    summaries.push(node.summary);
  }
  return summaries;
}

/** Most recently updated first. */
export function listJobs(state: FleetState, now: Moment): readonly JobSummary[] {
  refresh(state, now);
  state.sortedJobs ??= [...state.jobs.values()].flatMap((job) => job.summary ?? []).sort(latestFirst);
  return state.sortedJobs;
}

/** Of each node that is heard and tells its power. */
export function wattsOf(state: FleetState): readonly number[] {
  const watts: number[] = [];
  for (const { liveness, figures } of state.nodes.values())
    if (liveness === 'online' && figures.watts !== null) watts.push(figures.watts);
  return watts;
}

/** Jobs without a time come last. */
function latestFirst(a: JobSummary, b: JobSummary): number {
  const [left, right] = [a.updatedAt ?? '', b.updatedAt ?? ''];
  if (left !== right) return left > right ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export function nodeDetail(state: FleetState, nodeId: string, now: Moment): RenderNodeDetail | null {
  refresh(state, now);
  const node = state.nodes.get(nodeId);
  if (!node?.summary) return null;
  return {
    ...node.summary,
    seenSecondsAgo: secondsSinceSeen(node, now),
    firstSeenAt: timestampOf(node.firstSeenAt),
    seenAt: timestampOf(node.seen.wall),
    clockSkewSeconds: skewSeconds(node),
    jobs: jobsOfNode(node).toSorted(latestFirst),
    report: node.report,
  };
}
