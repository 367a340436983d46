/** The costs of the frames of a job: of each that is to come, and of all that remains in pieces of about one cost. */
import { countFrames, type FrameRange } from '../../../shared/frames/frame-range.ts';
import { costCells } from './cost-cells.ts';
import { type ComingFrames, costTrend } from './cost-trend.ts';
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
  /** All that remains, ascending; what heavy frames add on the average is in it. */
  readonly pieces: readonly WorkPiece[];
  /** Standard deviation of a single frame, in parts of what it was expected to cost. */
  readonly frameSpread: number;
  /** Standard deviation of the logarithm of the level of all that remains. */
  readonly levelSpread: number;
}

/** The spread of single frames is read from so many of them. */
const RESIDUALS_COUNTED = 96;
/** With few frames their own spread is not known yet. */
const FRAME_SPREAD_UNSEEN = 0.15;
const FRAMES_UNSEEN = 4;
/** So near to a finished frame its neighbours speak for a frame, farther on the trend does. */
const NEAR_FRAMES = 4;

/** `costs` are ascending by frame and not empty. */
export function costCurve(costs: readonly FrameCost[], remaining: FrameRange): CostCurve {
  const residuals = residualsOf(costs);
  const capped = cappedCosts(costs, residuals.cap);
  const coming = comingOf(remaining);
  const trend = costTrend(costCells(capped), coming, residuals.spread);
  // What may double may not fall below nothing: the mean lies above the middle.
  const mean = residuals.heaviness * Math.exp(trend.spread ** 2 / 2);
  const first = costs[0]?.frame ?? 0;
  const last = costs.at(-1)?.frame ?? 0;
  const costOf = (frame: number): number => {
    const near = nearestMedian(costs, frame);
    const distance = Math.max(0, frame - last, first - frame);
    if (distance === 0) return near;
    const nearness = Math.exp(-distance / NEAR_FRAMES);
    return nearness * near + (1 - nearness) * trend.at(frame);
  };
  return {
    costOf,
    pieces: coming.map(({ x, count }) => ({ count, seconds: mean * trend.at(x) })),
    frameSpread: residuals.spread,
    levelSpread: trend.spread,
  };
}

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

/** So many frames in a row are held against the middle one of them and of as many around them. */
const CAPPED_TOGETHER = 4;

function cappedCosts(costs: readonly FrameCost[], cap: number): readonly FrameCost[] {
  if (cap === Number.POSITIVE_INFINITY) return costs;
  const capped: FrameCost[] = [];
  for (let start = 0; start < costs.length; start += CAPPED_TOGETHER) {
    const end = start + CAPPED_TOGETHER;
    const around = costs.slice(Math.max(0, start - CAPPED_TOGETHER / 2), end + CAPPED_TOGETHER / 2);
    const limit = cap * medianOf(around.map(({ seconds }) => seconds));
    for (const cost of costs.slice(start, end))
      capped.push(cost.seconds > limit ? { frame: cost.frame, seconds: limit } : cost);
  }
  return capped;
}

/** What remains is told apart in so many pieces. */
const MOST_PIECES = 16;

/** The range in pieces of as many frames each, every one at the place of its middle frame. */
function comingOf(range: FrameRange): readonly ComingFrames[] {
  const total = countFrames(range);
  const size = Math.max(1, Math.ceil(total / MOST_PIECES));
  const pieces: ComingFrames[] = [];
  let [count, sum] = [0, 0];
  for (const [a, b] of range) {
    for (let at = a; at <= b; ) {
      const taken = Math.min(b - at + 1, size - count);
      count += taken;
      sum += taken * (at + (taken - 1) / 2);
      at += taken;
      if (count < size) continue;
      pieces.push({ x: sum / count, count });
      count = 0;
      sum = 0;
    }
  }
  if (count > 0) pieces.push({ x: sum / count, count });
  return pieces;
}
