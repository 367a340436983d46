/** What the finished frames say, apart from what is going on: made once for each list of them. */
import { arrivalCosts } from './arrivals.ts';
import type { FinishedFrame } from './forecast-input.ts';
import { concurrencyOf, type Sample, samplesOf } from './forecast-samples.ts';
import { type FrameCost, nearestMedian } from './frame-cost.ts';
import { nodeFactors } from './node-factors.ts';
import { type Pause, pausesOf } from './pauses.ts';
import { medianOf } from './robust-statistics.ts';

/**
 * `timed`: what frames cost by their number, and how fast the nodes are. `arrivals`: only the pace at which frames
 * come is known; the costs are gaps by the order of completion.
 */
export interface ForecastBasis {
  readonly kind: 'timed' | 'arrivals';
  /** Ascending by frame, on a node of the usual speed. */
  readonly costs: readonly FrameCost[];
  readonly factors: ReadonlyMap<string, number>;
  /** What the first frame of a run takes longer. */
  readonly loadSeconds: number;
  /** Oldest first. */
  readonly samples: readonly Sample[];
  /** The middle cost of the latest; NaN of none. */
  readonly usualSeconds: number;
  readonly pauses: readonly Pause[];
}

/** More say nothing new, and cost the hub its time. */
const MOST_FRAMES = 2000;
const LATEST_COUNTED = 12;
/** Frames that were in work for less than this share of the time were not timed from their start. */
const LEAST_CONCURRENCY = 0.5;

/** `finished` is oldest first. */
export function forecastBasis(finished: readonly FinishedFrame[]): ForecastBasis {
  const latest = finished.slice(-MOST_FRAMES);
  const pauses = pausesOf(latest);
  const samples = samplesOf(latest, pauses);
  const isTimed =
    samples.length > 0 &&
    2 * samples.length >= latest.length - 1 &&
    concurrencyOf(samples, pauses) >= LEAST_CONCURRENCY;
  return { ...(isTimed ? timedBasis(samples) : arrivalsBasis(latest)), pauses };
}

/** From frames in hand alone, as their renderers tell of them: before the first is finished. */
export function basisOfTold(costs: readonly FrameCost[]): ForecastBasis {
  return { ...EMPTY, kind: 'timed', costs, usualSeconds: medianOf(costs.map(({ seconds }) => seconds)) };
}

const EMPTY: ForecastBasis = {
  kind: 'arrivals',
  costs: [],
  factors: new Map(),
  loadSeconds: 0,
  samples: [],
  usualSeconds: Number.NaN,
  pauses: [],
};

function arrivalsBasis(finished: readonly FinishedFrame[]): ForecastBasis {
  const costs = arrivalCosts(finished);
  return { ...EMPTY, costs, usualSeconds: medianOf(costs.slice(-LATEST_COUNTED).map(({ seconds }) => seconds)) };
}

function timedBasis(samples: readonly Sample[]): ForecastBasis {
  const byFrame = samples.toSorted((a, b) => a.frame - b.frame);
  const factors = nodeFactors(byFrame);
  const even = ({ node, seconds }: Sample): number => seconds / (node === null ? 1 : (factors.get(node) ?? 1));
  const usual = byFrame.filter(({ isFirst }) => !isFirst);
  const counted = usual.length === 0 ? byFrame : usual;
  const costs = counted.map((sample) => ({ frame: sample.frame, seconds: even(sample) }));
  const loads = byFrame
    .filter(({ isFirst }) => isFirst && usual.length > 0)
    .map((sample) => even(sample) - nearestMedian(costs, sample.frame));
  return {
    kind: 'timed',
    costs,
    factors,
    loadSeconds: loads.length === 0 ? 0 : Math.max(0, medianOf(loads)),
    samples,
    pauses: [],
    usualSeconds: medianOf(latestOf(samples, usual.length === 0).map(even)),
  };
}

function latestOf(samples: readonly Sample[], withFirst: boolean): readonly Sample[] {
  return samples.filter(({ isFirst }) => withFirst || !isFirst).slice(-LATEST_COUNTED);
}
