/** How figures went, of every node and of the farm: the last hour from memory, what is older from the store if one is kept. */
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { FleetSummary } from '../../../shared/protocol/fleet.ts';
import type { HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { Running } from '../../../shared/running.ts';
import { seriesKey } from '../../../shared/telemetry/metrics.ts';
import { type Buckets, createBuckets, pourRing } from '../../core/history/buckets.ts';
import {
  type FoundSeries,
  type HistoryPlan,
  type HistoryRequest,
  isPicked,
  planOf,
} from '../../core/history/history-request.ts';
import { RECENT_STEPS, STEP_SECONDS, stepOf } from '../../core/history/history-steps.ts';
import { dropBefore } from '../../core/history/node-ring.ts';
import { createRecentHistory, type RecentHistory } from '../../core/history/recent-history.ts';
import type { Removed } from './block-place.ts';
import type { OpenedHistory } from './history-thread.ts';
import { createKeptHistory } from './kept-history.ts';

export interface HistoryAnswer extends HistoryPlan {
  /** Null where they would be more than were allowed. */
  readonly series: readonly FoundSeries[] | null;
}

/** `stop()` writes what is not written yet. */
export interface FarmHistory extends Running {
  /** Whether it outlives the hub. */
  readonly isKept: boolean;
  /** Why it cannot be written at present; empty while all is well. */
  readonly problems: readonly string[];
  /** A node's report; a few microseconds. */
  observe(nodeId: string, hardware: HardwareSample): void;
  /** To be called each second. */
  tick(summarize: () => FleetSummary): void;
  /** Whether anything is known of that node. */
  knows(nodeId: string): boolean;
  /** Rejects with HistoryStoreError where the disk cannot be read. */
  read(request: HistoryRequest, mostSeries: (plan: HistoryPlan) => number): Promise<HistoryAnswer>;
  forget(nodeId: string): void;
  /** Drops what is older, of all nodes where none is named. */
  purge(beforeSeconds: number, nodeId: string | null): Promise<Removed>;
}

export interface FarmHistoryDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Null keeps the last hour in memory alone. */
  readonly store: OpenedHistory | null;
  /** Where the store has its file, as people are told of it. */
  readonly path: string;
}

/** How often the farm's own figures are taken: twice a step. */
const FARM_MILLIS = 4_900;

export function createFarmHistory({ clock, log, store, path }: FarmHistoryDeps): FarmHistory {
  const recent = createRecentHistory();
  const kept = store && createKeptHistory(store, { clock, log, recent, path });
  let farmSeenAt = Number.NEGATIVE_INFINITY;
  return {
    isKept: kept !== null,
    get problems() {
      return kept?.keeper.problem ? [kept.keeper.problem] : [];
    },
    observe: (nodeId, hardware) => recent.observe(nodeId, hardware, clock.now()),
    tick(summarize) {
      kept?.keeper.tick(clock.now());
      const now = clock.monotonic();
      if (now - farmSeenAt < FARM_MILLIS) return;
      farmSeenAt = now;
      recent.observeFarm(summarize(), clock.now());
    },
    knows: (nodeId) => recent.ring(nodeId) !== null || kept?.nodes.has(nodeId) === true,
    async read(request, mostSeries) {
      await kept?.restored;
      const recentSeconds = (stepOf(clock.now()) - RECENT_STEPS + 1) * STEP_SECONDS;
      const plan = planOf(request, kept?.reach(recentSeconds) ?? [Number.NEGATIVE_INFINITY]);
      const most = mostSeries(plan);
      // What memory has wholly is not asked of the disk.
      const fromStore = kept !== null && plan.fromSeconds < recentSeconds;
      const sinceSeconds = fromStore ? kept.untilSeconds : plan.fromSeconds;
      const old = fromStore ? await kept.read(request, { plan, most, untilSeconds: sinceSeconds }) : [];
      return { ...plan, series: old && addRecent(recent, { request, plan, most, sinceSeconds }, old) };
    },
    forget(nodeId) {
      recent.forget(nodeId);
      kept?.forget(nodeId);
    },
    async purge(beforeSeconds, nodeId) {
      await kept?.restored;
      const step = Math.floor(beforeSeconds / STEP_SECONDS);
      for (const [node, ring] of recent.rings) if (nodeId === null || node === nodeId) dropBefore(ring, step);
      return (await kept?.purge(beforeSeconds, nodeId)) ?? { blocks: 0, bytes: 0 };
    },
    stop: () => kept?.stop() ?? Promise.resolve(),
  };
}

interface RecentPart {
  readonly request: HistoryRequest;
  readonly plan: HistoryPlan;
  readonly most: number;
  readonly sinceSeconds: number;
}

/** What memory knows since then, poured into what the store found; null where the series become too many. */
function addRecent(
  recent: RecentHistory,
  { request, plan, most, sinceSeconds }: RecentPart,
  old: readonly FoundSeries[],
): readonly FoundSeries[] | null {
  const series: FoundSeries[] = [];
  for (const node of request.nodes) {
    const found = new Map<string, FoundSeries>();
    for (const each of old) if (each.node === node) found.set(seriesKey(each.metric, each.label), each);
    const ring = recent.ring(node);
    for (const [slot, name] of ring?.names.entries() ?? []) {
      if (ring === null || !isPicked(name, request.picks)) continue;
      const key = seriesKey(name.metric, name.label);
      const buckets: Buckets = found.get(key)?.buckets ?? createBuckets(plan);
      pourRing(buckets, ring, { slot, sinceSeconds });
      found.set(key, { node, ...name, buckets });
      if (series.length + found.size > most) return null;
    }
    series.push(...found.values());
  }
  return series;
}
