/** The store of history beside memory: fills memory at the start, is written from it, and answers what is older. */
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { Running } from '../../../shared/running.ts';
import type { FoundSeries, HistoryPlan, HistoryRequest } from '../../core/history/history-request.ts';
import { RECENT_STEPS, stepOf } from '../../core/history/history-steps.ts';
import { beginStep, fill, reachBack, slotOf } from '../../core/history/node-ring.ts';
import type { RecentHistory } from '../../core/history/recent-history.ts';
import type { Removed } from './block-place.ts';
import { createHistoryKeeper, type HistoryKeeper } from './history-keeper.ts';
import type { RestoreCursor, RestoredPart } from './history-store.ts';
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

const STOP_MILLIS = 5_000;

export function createKeptHistory(store: OpenedHistory, deps: KeptHistoryDeps): KeptHistory {
  const { clock, log, recent } = deps;
  const nodes = new Set(store.nodes);
  const keeper = createHistoryKeeper({ ...deps, store });

  async function restore(): Promise<void> {
    const nowStep = stepOf(clock.now());
    const ask = (cursor: RestoreCursor | null) =>
      store.ask('restore', { cursor, sinceStep: nowStep - RECENT_STEPS + 1 });
    for (let asked = ask(null); ; ) {
      const { parts, next } = await asked;
      // The thread reads the next piece while this one is taken in.
      if (next !== null) asked = ask(next);
      for (const part of parts) if (nodes.has(part.node)) putBack(recent, part, nowStep);
      if (next === null) return;
    }
  }

  const restored = restore()
    .catch((error: unknown) => log.warn('the last hour of history could not be read', { cause: String(error) }))
    .then(() => keeper.begin());

  let stopped: Promise<void> | null = null;
  const finish = async (): Promise<void> => {
    await restored;
    await keeper.finish(clock.now());
    await store.stop();
  };
  /** A disk that does not answer holds the hub's end for so long and no longer. */
  const stop = (): Promise<void> =>
    new Promise((done, fail) => {
      const cancel = clock.after(STOP_MILLIS, () => {
        log.warn('the disk of history does not answer: what was not written is lost');
        done();
      });
      finish().then(done, fail).finally(cancel);
    });
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
