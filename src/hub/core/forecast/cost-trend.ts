/**
 * What the frames beyond those that are finished will cost. Several simple views of what is known (the latest frames,
 * all of them, a line through them) are blended, each by how well it would have foretold the frames that came after
 * earlier ones; how badly the blend itself would have done is how far it is to be trusted.
 */
import { medianOf, type Point, theilSen } from './robust-statistics.ts';

/** Some frames in a row: `x` is their place, `level` their mean cost. */
export interface CostBin {
  readonly x: number;
  readonly level: number;
}

export interface CostTrend {
  /** The cost to be expected at `x`, beyond the last bin. */
  at(x: number): number;
  /** Standard deviation of the logarithm of what is foretold over what comes, for the mean of what remains. */
  readonly spread: number;
}

/**
 * A view: the level of its last `window` bins, carried on along a `line` of the slope of all bins.
 * `burden` is its error before it has shown itself.
 */
interface View {
  readonly window: number;
  readonly line: 'none' | 'level' | 'root' | 'log';
  readonly burden: number;
}

const VIEWS: readonly View[] = [
  { window: 1, line: 'none', burden: 0.1 },
  { window: 4, line: 'none', burden: 0.08 },
  { window: Number.POSITIVE_INFINITY, line: 'none', burden: 0.07 },
  { window: 3, line: 'level', burden: 0.1 },
  { window: 3, line: 'root', burden: 0.1 },
  { window: 3, line: 'log', burden: 0.12 },
];

/** A slope counts in part from this agreement of the bins on, wholly from the other. */
const AGREEMENT = { some: 0.3, full: 0.7 } as const;
/** A slope is followed for no more than so many times the span that it was seen over. */
const SLOPE_REACH = 4;
/** What is expected lies within these multiples of the levels that were seen: a line runs to nothing or to the sky. */
const LEAST = 1 / 3;
const MOST = 4;

/** `remaining` is how many bins are still to come, in parts of a bin. There is at least one bin. */
export function costTrend(bins: readonly CostBin[], remaining: number): CostTrend {
  const { weights, spread } = rehearse(bins, remaining);
  const predictors = predictorsOf(bins);
  return {
    at: (x) => blended(predictors, weights, x),
    spread,
  };
}

type Predictor = (x: number) => number;

function blended(predictors: readonly Predictor[], weights: readonly number[], x: number): number {
  let sum = 0;
  let total = 0;
  for (const [i, predict] of predictors.entries()) {
    const weight = weights[i] ?? 0;
    sum += weight * predict(x);
    total += weight;
  }
  return sum / total;
}

interface Scale {
  readonly of: (level: number) => number;
  readonly back: (value: number) => number;
}

/** A rise by so many seconds a frame is straight as it is, one by so many percent in logarithms, others between them. */
const SCALES: Readonly<Record<'level' | 'root' | 'log', Scale>> = {
  level: { of: (level) => level, back: (value) => value },
  root: { of: Math.sqrt, back: (value) => Math.max(0, value) ** 2 },
  log: { of: Math.log, back: Math.exp },
};

/** One for each view. */
function predictorsOf(bins: readonly CostBin[]): readonly Predictor[] {
  const levels = bins.map((bin) => bin.level);
  const lines = {
    level: lineThrough(bins, SCALES.level),
    root: lineThrough(bins, SCALES.root),
    log: lineThrough(bins, SCALES.log),
  };
  return VIEWS.map(({ window, line }) => {
    const from = Math.max(0, bins.length - window);
    if (line !== 'none') return lines[line](from);
    const level = meanOf(levels.slice(from));
    return () => level;
  });
}

/** A line of the slope of all bins at the height of those from a given one on. */
function lineThrough(bins: readonly CostBin[], { of, back }: Scale): (from: number) => Predictor {
  const points = bins.map((bin): Point => ({ x: bin.x, y: of(bin.level) }));
  const slope = trustedSlope(points);
  const last = bins.at(-1)?.x ?? 0;
  const reach = SLOPE_REACH * Math.max(1, last - (bins[0]?.x ?? 0));
  const levels = bins.map((bin) => bin.level);
  const [least, most] = [LEAST * Math.min(...levels), MOST * Math.max(...levels)];
  return (from) => {
    const base = medianOf(points.slice(from).map(({ x, y }) => y + slope * (last - x)));
    return (x) => {
      const distance = reach * (1 - Math.exp(-Math.max(0, x - last) / reach));
      return Math.min(most, Math.max(least, back(base + slope * distance)));
    };
  };
}

/** Where the bins do not agree on a direction there is none. */
function trustedSlope(points: readonly Point[]): number {
  const { slope, agreement } = theilSen(points);
  const trust = (Math.abs(agreement) - AGREEMENT.some) / (AGREEMENT.full - AGREEMENT.some);
  return points.length < 4 ? 0 : slope * Math.min(1, Math.max(0, trust));
}

/** Before anything was rehearsed, a forecast is off by about so much, and that counts as much as so many rehearsals. */
const SPREAD_UNSEEN = 0.17;
const RUNS_UNSEEN = 1.5;
/** Whoever knows so little knows nothing: beyond that a p90 would be no time to reckon with. */
const MOST_SPREAD = 0.8;
/** How much better a view must be to push the others aside. */
const SHARPNESS = 3;
/** Errors grow with the distance by this power of it. */
const GROWTH = 0.8;
/** The first bins alone foretell nothing. */
const FIRST_CUT = 3;

interface Rehearsal {
  /** How much each view counts. */
  readonly weights: readonly number[];
  readonly spread: number;
}

/** Forecasts from each earlier point, as far ahead in proportion as is to be forecast now. */
function rehearse(bins: readonly CostBin[], remaining: number): Rehearsal {
  const runs = cutsOf(bins, remaining).map(({ known, coming, weight, checked }) => {
    const predictors = predictorsOf(known);
    const actual = meanOf(coming.map((bin) => bin.level));
    return {
      weight,
      checked,
      actual,
      foretold: predictors.map((predict) => meanOf(coming.map((bin) => predict(bin.x)))),
    };
  });
  const weights = VIEWS.map(({ burden }, i) => {
    let squares = RUNS_UNSEEN * burden ** 2;
    let count = RUNS_UNSEEN;
    for (const { weight, actual, foretold } of runs) {
      squares += weight * Math.log((foretold[i] ?? actual) / actual) ** 2;
      count += weight;
    }
    return (count / squares) ** SHARPNESS;
  });
  const reach = Math.min(1, remaining / Math.max(1, bins.length));
  let squares = RUNS_UNSEEN * SPREAD_UNSEEN ** 2 * reach;
  let count = RUNS_UNSEEN;
  for (const { weight, actual, foretold, checked } of runs) {
    const blend = foretold.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / sumOf(weights);
    squares += weight * (Math.log(blend / actual) / checked ** GROWTH) ** 2;
    count += weight;
  }
  return { weights, spread: Math.min(MOST_SPREAD, Math.sqrt(squares / count)) };
}

/** The later the point, the more it is like the present one. */
function cutsOf(bins: readonly CostBin[], remaining: number) {
  const ratio = remaining / Math.max(1, bins.length);
  const cuts: { known: readonly CostBin[]; coming: readonly CostBin[]; weight: number; checked: number }[] = [];
  for (let cut = FIRST_CUT; cut < bins.length; cut++) {
    const ahead = Math.max(1, Math.round(cut * ratio));
    const coming = bins.slice(cut, cut + ahead);
    // Forecasts of which only the beginning can be checked say less.
    const checked = coming.length / ahead;
    cuts.push({ known: bins.slice(0, cut), coming, checked, weight: (cut / bins.length) * checked ** 0.5 });
  }
  return cuts;
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
