/** The costs of the frames of a job: of each that is to come, and of all that remains in pieces of about one cost. */
import type { FrameRange } from '../../../shared/frame-range.ts';
import { type CostBin, type CostTrend, costTrend } from './cost-trend.ts';
import { type FrameCost, nearestMedian } from './frame-cost.ts';
import { medianOf, outliersAbove } from './robust-statistics.ts';

/** Frames of about one cost, in seconds on a node of the usual speed. */
export interface WorkPiece {
  readonly count: number;
  readonly seconds: number;
}

export interface CostCurve {
  /** What this frame alone is likely to cost. */
  costOf(frame: number): number;
  /** All of the range, ascending; what heavy frames add on the average is in it. */
  piecesOf(range: FrameRange): readonly WorkPiece[];
  /** Standard deviation of a single frame, in parts of what it was expected to cost. */
  readonly frameSpread: number;
  /** Standard deviation of the logarithm of the level of all that remains. */
  readonly levelSpread: number;
}

const MOST_BINS = 14;
const LEAST_IN_BIN = 3;
/** The spread of single frames is read from so many of them. */
const RESIDUALS_COUNTED = 96;
/** With few frames their own spread is not known yet. */
const FRAME_SPREAD_UNSEEN = 0.15;
const FRAMES_UNSEEN = 4;

/** `costs` are ascending by frame and not empty; `remaining` is how many frames are to come. */
export function costCurve(costs: readonly FrameCost[], remaining: number): CostCurve {
  const residuals = residualsOf(costs);
  const bins = binsOf(costs, residuals.cap);
  const perBin = costs.length / bins.length;
  const first = costs[0]?.frame ?? 0;
  const last = costs.at(-1)?.frame ?? 0;
  const onward = costTrend(bins, remaining / perBin);
  let backward: CostTrend | null = null;
  const beyond = (frame: number): number => {
    if (frame > last) return onward.at(frame);
    // Frames before the first are the continuation of the same, seen in a mirror.
    backward ??= costTrend(mirrored(bins), remaining / perBin);
    return backward.at(-frame);
  };
  const costOf = (frame: number): number => {
    const near = nearestMedian(costs, frame);
    const distance = Math.max(0, frame - last, first - frame);
    if (distance === 0) return near;
    const nearness = Math.exp(-distance / NEAR_FRAMES);
    return nearness * near + (1 - nearness) * beyond(frame);
  };
  return {
    costOf,
    piecesOf: (range) => piecesOf(range, { first, last, secondsOf: (frame) => residuals.heaviness * costOf(frame) }),
    frameSpread: residuals.spread,
    levelSpread: onward.spread,
  };
}

/** So near to a finished frame its neighbours speak for a frame, farther on the trend does. */
const NEAR_FRAMES = 4;

interface Residuals {
  /** A frame counts for no more than so many times its neighbours. */
  readonly cap: number;
  /** What frames cost on the average, heavy ones included, over what they cost when these are capped. */
  readonly heaviness: number;
  readonly spread: number;
}

function residualsOf(costs: readonly FrameCost[]): Residuals {
  const counted = costs.slice(-RESIDUALS_COUNTED);
  const ratios = counted.map((cost) => cost.seconds / nearestMedian(costs, cost.frame, cost));
  const known = ratios.filter(Number.isFinite).sort((a, b) => a - b);
  if (known.length < 3) return { cap: Number.POSITIVE_INFINITY, heaviness: 1, spread: FRAME_SPREAD_UNSEEN };
  const cap = Math.max(MILDEST_CAP, outliersAbove(known));
  // The one heaviest frame is an accident, several are the way that this job is.
  const trusted = known.at(-1) === known.at(-2) ? known : known.slice(0, -1);
  let sum = 0;
  let capped = 0;
  let squares = FRAMES_UNSEEN * FRAME_SPREAD_UNSEEN ** 2;
  for (const ratio of trusted) {
    sum += ratio;
    capped += Math.min(ratio, cap);
    squares += (ratio - 1) ** 2;
  }
  return { cap, heaviness: sum / capped, spread: Math.sqrt(squares / (trusted.length + FRAMES_UNSEEN)) };
}

/** Frames that differ by less than this from their neighbours are never outliers. */
const MILDEST_CAP = 1.5;

function binsOf(costs: readonly FrameCost[], cap: number): readonly CostBin[] {
  const count = Math.max(1, Math.min(MOST_BINS, Math.floor(costs.length / LEAST_IN_BIN)));
  const bins: CostBin[] = [];
  for (let i = 0; i < count; i++) {
    const part = costs.slice(Math.floor((i * costs.length) / count), Math.floor(((i + 1) * costs.length) / count));
    const limit = cap * medianOf(part.map(({ seconds }) => seconds));
    let x = 0;
    let level = 0;
    for (const { frame, seconds } of part) {
      x += frame / part.length;
      level += Math.min(seconds, limit) / part.length;
    }
    bins.push({ x, level });
  }
  return bins;
}

function mirrored(bins: readonly CostBin[]): readonly CostBin[] {
  return bins.toReversed().map(({ x, level }) => ({ x: -x, level }));
}

interface Hull {
  readonly first: number;
  readonly last: number;
  readonly secondsOf: (frame: number) => number;
}

/** What lies between finished frames is told apart in about so many pieces. */
const INNER_PIECES = 128;
/** Beyond them the pieces grow with the distance, each by so much of it. */
const OUTER_SHARE = 0.25;

/** The range in pieces, each of the cost of the frame in its middle. */
function piecesOf(range: FrameRange, { first, last, secondsOf }: Hull): readonly WorkPiece[] {
  let inside = 0;
  for (const [a, b] of range) inside += Math.max(0, Math.min(b, last) - Math.max(a, first) + 1);
  const innerLength = Math.max(1, Math.ceil(inside / INNER_PIECES));
  const lengthFrom = (frame: number): number => {
    const distance = Math.max(frame - last, first - frame);
    return distance <= 0 ? innerLength : Math.max(1, Math.ceil(distance * OUTER_SHARE));
  };
  const pieces: WorkPiece[] = [];
  let count = 0;
  let start = 0;
  for (const [a, b] of range) {
    let at = a;
    while (at <= b) {
      if (count === 0) start = at;
      const taken = Math.min(b - at + 1, Math.max(1, lengthFrom(start) - count));
      count += taken;
      at += taken;
      if (count < lengthFrom(start)) continue;
      pieces.push({ count, seconds: secondsOf((start + at - 1) / 2) });
      count = 0;
    }
  }
  if (count > 0) pieces.push({ count, seconds: secondsOf((start + (range.at(-1)?.[1] ?? start)) / 2) });
  return pieces;
}
