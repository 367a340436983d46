/** What is asked of history, and by which steps it can be answered. */
import type { Buckets, Span } from './buckets.ts';
import { evenStep, roundedUp, TIERS, tierFor } from './history-steps.ts';
import type { SeriesName } from './node-ring.ts';

/** A metric, and which of several; all of them where no label is named. */
export interface SeriesPick {
  readonly metric: string;
  readonly label?: string;
}

export interface HistoryRequest {
  /** `FARM` is the farm itself. */
  readonly nodes: readonly string[];
  /** Null is all that there are. */
  readonly picks: readonly SeriesPick[] | null;
  /** Unix seconds. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Null leaves it to the hub. */
  readonly stepSeconds: number | null;
}

export interface FoundSeries extends SeriesName {
  readonly node: string;
  readonly buckets: Buckets;
}

/** `tier` has the steps that are poured, unless memory has them all. */
export interface HistoryPlan extends Span {
  readonly tier: number;
}

/** Who asks for no step gets so many values or fewer. */
const USUAL_VALUES = 300;

/** `oldestSeconds` says from where on each tier is kept. */
export function planOf(request: HistoryRequest, oldestSeconds: readonly number[]): HistoryPlan {
  const { fromSeconds, toSeconds } = request;
  const wanted = request.stepSeconds ?? evenStep(toSeconds - fromSeconds, USUAL_VALUES);
  const tier = reachingTier(tierFor(wanted), fromSeconds, oldestSeconds);
  const stepSeconds = roundedUp(wanted, tier);
  const begin = Math.floor(fromSeconds / stepSeconds) * stepSeconds;
  return { tier, fromSeconds: begin, stepSeconds, count: Math.max(1, Math.ceil((toSeconds - begin) / stepSeconds)) };
}

/** Where the finer steps of that time are gone already, coarser ones tell of it. */
function reachingTier(finest: number, fromSeconds: number, oldestSeconds: readonly number[]): number {
  const reach = (tier: number): number => {
    const { stepSeconds, blockSteps } = TIERS[tier] ?? { stepSeconds: 0, blockSteps: 0 };
    // A coarse block may begin long before the first thing that it tells.
    return (oldestSeconds[tier] ?? Number.POSITIVE_INFINITY) + (tier === finest ? 0 : stepSeconds * blockSteps);
  };
  let best = finest;
  for (let tier = finest; tier < TIERS.length; tier++) {
    if (reach(tier) <= fromSeconds) return tier;
    if (reach(tier) < reach(best)) best = tier;
  }
  return best;
}

/** Null picks everything. */
export function isPicked({ metric, label }: SeriesName, picks: readonly SeriesPick[] | null): boolean {
  return (
    picks === null || picks.some((pick) => pick.metric === metric && (pick.label === undefined || pick.label === label))
  );
}
