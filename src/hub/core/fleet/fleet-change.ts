/** What dashboards are told of the farm since the last time. */
import type { Moment } from '../../../shared/clock.ts';
import type { FleetChange } from '../../../shared/protocol/fleet.ts';
import type { RenderNodeSummary } from '../../../shared/protocol/render-node.ts';
import { timestampOf } from '../node-time.ts';
import { type Telling, takeChanges } from './changes.ts';
import { refreshNews, secondsSinceSeen } from './fleet-refresh.ts';
import type { FleetState } from './fleet-state.ts';

const NODE_TELLING: Telling<RenderNodeSummary> = { ignored: 'seenSecondsAgo', within: ['levels', 'health'] };

/** Null when nothing changed. */
export function takeChange(state: FleetState, now: Moment): FleetChange | null {
  refreshNews(state, now);
  const jobs = takeChanges(state.jobChanges, (id) => state.jobs.get(id)?.summary ?? null);
  const nodes = takeChanges(state.nodeChanges, (id) => state.nodes.get(id)?.summary ?? null, NODE_TELLING);
  const patches = new Map(nodes.patches.map((patch) => [patch.id, patch]));
  for (const id of state.reported) {
    const node = state.nodes.get(id);
    if (node) patches.set(id, { ...patches.get(id), id, seenSecondsAgo: secondsSinceSeen(node, now) });
  }
  state.reported.clear();
  const changed = patches.size + jobs.patches.length + nodes.removed.length + jobs.removed.length > 0;
  if (!changed) return null;
  return {
    at: timestampOf(now.wall),
    nodes: [...patches.values()],
    jobs: jobs.patches,
    removedNodes: nodes.removed,
    removedJobs: jobs.removed,
  };
}
