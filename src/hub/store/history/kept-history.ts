/** The store of history beside memory: fills memory at the start, is written from it, and answers what is older. */
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { Running } from '../../../shared/running.ts';
import type { FoundSeries, HistoryPlan, HistoryRequest } from '../../core/history/history-request.ts';
import { RECENT_STEPS, stepOf } from '../../core/history/history-steps.ts';
import { beginStep, fill, reachBack, slotOf } from '../../core/history/node-ring.ts';
import type { RecentHistory } from '../../core/history/recent-history.ts';
import type { Removed } from './history-database.ts';
import { createHistoryKeeper, type HistoryKeeper } from './history-keeper.ts';
import type { HistoryAnswered, RestoreCursor, RestoredPart } from './history-store.ts';
import type { OpenedHistory } from './history-thread.ts';

export interface KeptHistory extends Running {
  readonly keeper: HistoryKeeper;
  /** Fulfilled when memory has all that was kept of the last hour. */
  readonly restored: Promise<void>;
  /** Of whom the store knows. */
  readonly nodes: ReadonlySet<string>;
  /** Up to there the store has all that is to be had, Unix seconds. */
  readonly untilSeconds: number;
  /** From where on each tier tells of what happened, where memory does from `recentSeconds` on. */
  reach(recentSeconds: number): readonly number[];
  /** Null where the series are more than `most`. */
  read(request: HistoryRequest, part: ReadPart): Promise<readonly FoundSeries[] | null>;
  forget(nodeId: string): void;
  purge(beforeSeconds: number, nodeId: string | null): Promise<Removed>;
}

export interface ReadPart {
  readonly plan: HistoryPlan;
  readonly most: number;
  readonly untilSeconds: number;
}

export interface KeptHistoryDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly recent: RecentHistory;
  readonly path: string;
}

export function createKeptHistory(store: OpenedHistory, deps: KeptHistoryDeps): KeptHistory {
  const { clock, log, recent } = deps;
  const nodes = new Set(store.nodes);
  const keeper = createHistoryKeeper({ ...deps, store });

  async function restore(): Promise<void> {
    const nowStep = stepOf(clock.now());
    let cursor: RestoreCursor | null = null;
    do {
      const sinceStep = nowStep - RECENT_STEPS + 1;
      const { parts, next }: HistoryAnswered['restore'] = await store.ask('restore', { cursor, sinceStep });
      for (const part of parts) if (nodes.has(part.node)) putBack(recent, part, nowStep);
      cursor = next;
    } while (cursor !== null);
  }

  const restored = restore()
    .catch((error: unknown) => log.warn('the last hour of history could not be read', { cause: String(error) }))
    .then(() => keeper.begin());

  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await restored;
    await keeper.finish(clock.now());
    await store.stop();
  };
  return {
    keeper,
    restored,
    nodes,
    get untilSeconds() {
      return store.state.untilSeconds;
    },
    reach(recentSeconds) {
      const [finest = recentSeconds, ...coarser] = store.state.oldestSeconds;
      return [Math.min(finest, recentSeconds), ...coarser];
    },
    async read({ nodes: asked, picks }, { plan, most, untilSeconds }) {
      const found = await store.ask('read', { ...plan, nodes: asked, picks, untilSeconds, mostSeries: most });
      const { fromSeconds, stepSeconds, count } = plan;
      return (
        found?.map(({ node, metric, label, sums, weights, maxima }) => ({
          node,
          metric,
          label,
          buckets: { fromSeconds, stepSeconds, count, sums, weights, maxima },
        })) ?? null
      );
    },
    forget(nodeId) {
      nodes.delete(nodeId);
      store.ask('forget', { node: nodeId }).catch((error: unknown) => {
        log.warn('the history of a node that was deleted could not be dropped', { node: nodeId, cause: String(error) });
      });
    },
    purge: (beforeSeconds, nodeId) => store.ask('purge', { beforeSeconds, node: nodeId }),
    stop: () => (stopped ??= stop()),
  };
}

/** What was told since the start stays as it is. */
function putBack(recent: RecentHistory, { node, names, first, values }: RestoredPart, nowStep: number): void {
  const ring = recent.ringFor(node);
  if (ring.newest < 0) beginStep(ring, nowStep);
  reachBack(ring, first);
  const { steps, averages, maxima } = values;
  for (const [place, name] of names.entries()) {
    const slot = slotOf(ring, name, place);
    const [begin, end] = [place * steps, (place + 1) * steps];
    if (slot >= 0)
      fill(ring, slot, { first, averages: averages.subarray(begin, end), maxima: maxima.subarray(begin, end) });
  }
}
