/**
 * How the cost of frames goes on, from the finished ones. Several views of it are held at a time; each counts by how
 * likely what was seen is under it, so that a frame more moves the forecast a little and never turns it over. How far
 * the views differ, and how wide each is, is how far the blend is to be trusted.
 */
import type { CostCell } from './cost-cells.ts';
import {
  covariancesOf,
  emptyLikeness,
  LEVEL_VARIANCE,
  likenessAmong,
  likenessTo,
  likenessWithin,
  VIEWS,
  type View,
  type Weighted,
} from './cost-views.ts';
import { fitOf, rowStart } from './gaussian-process.ts';
import { medianOf } from './robust-statistics.ts';

/** Some frames that are to come: `x` is their place. */
export interface ComingFrames {
  readonly x: number;
  readonly count: number;
}

export interface CostTrend {
  /** The cost to be expected at `x`. */
  at(x: number): number;
  /** Standard deviation of the logarithm of the level of all that is to come. */
  readonly spread: number;
}

/**
 * A rise by so many percent a frame is straight in logarithms (power 0), one by so many seconds as it is (power 1):
 * jobs do both, and most what is nearer to the first.
 */
const POWER = 0.3;
/** What is expected lies within these multiples of the middle cost: a line runs to nothing or to the sky. */
const LEAST_SHARE = 0.1;
const MOST_SHARE = 30;
/** Whoever knows so little knows nothing: beyond that a p90 would be no time to reckon with. */
const MOST_SPREAD = 0.8;
/** Beyond what is seen, something nobody has seen yet changes the level by so much. */
const UNFORESEEN_SPREAD = 0.1;
/** The chance in a frame is taken for so many times its variance: a forecast that follows each frame is not steady. */
const STEADINESS = 4;
const LEAST_NOISE = 1e-3;

/** There is at least one cell. `frameSpread` is a single frame's standard deviation in parts of its cost. */
export function costTrend(cells: readonly CostCell[], coming: readonly ComingFrames[], frameSpread: number): CostTrend {
  const scale = costScale(medianOf(cells.map(({ level }) => level)));
  const placeOf = placing([...cells, ...coming]);
  const seen = cells.map(({ x, level, count }): Seen => {
    const value = scale.of(level);
    const noise = Math.max(LEAST_NOISE, frameSpread * scale.steepness(value));
    return { place: placeOf(x), value, noise: (STEADINESS * noise ** 2) / count };
  });
  const blend = blended(seen, aheadOf(coming, placeOf));
  const spread = Math.sqrt(blend.variance) / scale.steepness(blend.mean);
  return {
    at: (x) => scale.back(blend.at(placeOf(x))),
    spread: Math.min(MOST_SPREAD, Math.hypot(spread, UNFORESEEN_SPREAD)),
  };
}

interface Seen {
  readonly place: number;
  readonly value: number;
  /** Variance of `value`, of chance. */
  readonly noise: number;
}

function aheadOf(coming: readonly ComingFrames[], placeOf: (x: number) => number): readonly Weighted[] {
  const total = coming.reduce((sum, { count }) => sum + count, 0);
  return coming.map(({ x, count }) => ({ place: placeOf(x), weight: count / total }));
}

/** Where a frame stands in the whole job, -0.5 to 0.5. */
function placing(frames: readonly { readonly x: number }[]): (x: number) => number {
  const xs = frames.map(({ x }) => x);
  const first = Math.min(...xs);
  const length = Math.max(1, Math.max(...xs) - first);
  return (x) => (x - first) / length - 0.5;
}

/** Costs over the `usual` one as about their logarithms: 0 is the usual one (Box & Cox 1964). */
function costScale(usual: number) {
  const [least, most] = [LEAST_SHARE ** POWER, MOST_SHARE ** POWER];
  const steepness = (value: number): number => Math.min(most, Math.max(least, 1 + POWER * value));
  return {
    of: (cost: number): number => (Math.min(most, Math.max(least, (cost / usual) ** POWER)) - 1) / POWER,
    back: (value: number): number => usual * steepness(value) ** (1 / POWER),
    /** By how much a value grows where a cost grows by a part of itself. */
    steepness,
  };
}

interface Blend {
  at(place: number): number;
  /** Of all that is ahead, weighted. */
  readonly mean: number;
  readonly variance: number;
}

function blended(seen: readonly Seen[], ahead: readonly Weighted[]): Blend {
  const outlooks = outlooksOf(seen, ahead);
  const best = Math.max(...outlooks.map(({ evidence }) => evidence));
  const weights = outlooks.map(({ evidence }) => Math.exp(evidence - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = outlooks.map((outlook, i) => ({ ...outlook, share: (weights[i] ?? 0) / total }));
  const mean = shares.reduce((sum, outlook) => sum + outlook.share * outlook.mean, 0);
  const variance = shares.reduce((sum, o) => sum + o.share * (o.variance + (o.mean - mean) ** 2), 0);
  return { at: valueAt(seen, shares), mean, variance };
}

/** What one view makes of it. */
interface Outlook {
  readonly view: View;
  readonly evidence: number;
  readonly coefficients: Float64Array;
  readonly mean: number;
  readonly variance: number;
}

function outlooksOf(seen: readonly Seen[], ahead: readonly Weighted[]): readonly Outlook[] {
  const places = seen.map(({ place }) => place);
  const among = likenessAmong(places);
  const toAhead = likenessTo(ahead, places);
  const within = likenessWithin(ahead);
  const values = Float64Array.from(seen, ({ value }) => value);
  return VIEWS.map((view) => {
    const covariance = covariancesOf(view, among);
    for (const [i, { noise }] of seen.entries())
      covariance[rowStart(i) + i] = (covariance[rowStart(i) + i] as number) + noise;
    const { coefficients, evidence, explained } = fitOf({ covariance, values });
    const cross = covariancesOf(view, toAhead);
    const mean = cross.reduce((sum, each, i) => sum + each * (coefficients[i] as number), 0);
    const [alone = 0] = covariancesOf(view, within);
    return { view, evidence, coefficients, mean, variance: Math.max(0, alone - explained(cross)) };
  });
}

/** The views' values at a place, each by its share: what they have in common is summed up beforehand. */
function valueAt(seen: readonly Seen[], outlooks: readonly (Outlook & { readonly share: number })[]) {
  const places = seen.map(({ place }) => place);
  const pulls = emptyLikeness(seen.length);
  let level = 0;
  for (const { view, share, coefficients } of outlooks) {
    for (let i = 0; i < coefficients.length; i++) {
      const pull = share * (coefficients[i] as number);
      level += LEVEL_VARIANCE * pull;
      pulls.bumps[i] = (pulls.bumps[i] as number) + view.bumps ** 2 * pull;
      pulls.wander[i] = (pulls.wander[i] as number) + view.wander ** 2 * pull;
      pulls.product[i] = (pulls.product[i] as number) + view.slope ** 2 * pull;
    }
  }
  return (place: number): number => {
    const { bumps, wander, product } = likenessTo([{ place, weight: 1 }], places);
    let value = level;
    for (let i = 0; i < bumps.length; i++)
      value +=
        (pulls.bumps[i] as number) * (bumps[i] as number) +
        (pulls.wander[i] as number) * (wander[i] as number) +
        (pulls.product[i] as number) * (product[i] as number);
    return value;
  };
}
