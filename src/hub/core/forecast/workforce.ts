/** Who works on the job now, each with what is left of its frame. */
import type { FrameRange } from '../../../shared/frames/frame-range.ts';
import type { CostCurve, WorkPiece } from './cost-curve.ts';
import type { ForecastBasis } from './forecast-basis.ts';
import type { ForecastInput, FrameInHand } from './forecast-input.ts';
import { concurrencyOf } from './forecast-samples.ts';
import { elapsedOf, overdueOf, remainderOf, silentRemainder } from './in-hand.ts';
import type { Worker } from './schedule.ts';

export interface Workforce {
  readonly workers: readonly Worker[];
  /** Frames that nobody has begun, or whose renderer is gone. */
  readonly pieces: readonly WorkPiece[];
  /** Every frame in hand is late; true where there is none. */
  readonly allLate: boolean;
  readonly overdue: 'amber' | 'red' | null;
}

/** Where frames are timed: a worker for each frame in hand, and one for each live node that can have none of them. */
export function timedWorkforce(input: ForecastInput, basis: ForecastBasis, curve: CostCurve): Workforce {
  const { now, inHand, liveNodes, busyNodes } = input;
  const live = new Set(liveNodes);
  const abandoned = inHand.filter(({ node }) => node !== null && live.size > 0 && !live.has(node));
  const held = inHand.filter((frame) => !abandoned.includes(frame));
  const workers: Worker[] = [];
  let allLate = true;
  let overdue: Workforce['overdue'] = null;
  for (const frame of held) {
    const factor = factorOf(basis, frame.node);
    const load = frame.node !== null && !basis.factors.has(frame.node) ? basis.loadSeconds : 0;
    const predicted = (curve.costOf(frame.frame) + load) * factor;
    // Whose frame it is may be unknown: nobody's stands still for sure while somebody is busy.
    const isBusy = frame.node === null ? busyNodes.length > 0 : busyNodes.includes(frame.node);
    const prior = { seconds: predicted, spread: curve.frameSpread };
    const { seconds, spread, isLate } = remainderOf(frame, prior, { now, isBusy });
    workers.push({ factor, freeIn: seconds, spread, hasFrame: true });
    allLate &&= isLate;
    overdue = worseOf(overdue, overdueOf(elapsedOf(frame, now), predicted));
  }
  const busy = new Set(held.map(({ node }) => node));
  const free = liveNodes.filter((node) => !busy.has(node));
  // A frame in hand of nobody knows whom is more likely one of theirs than a stranger's.
  const idle = free.slice(held.filter(({ node }) => node === null).length);
  for (const node of idle)
    workers.push(waiting(factorOf(basis, node), basis.factors.has(node) ? 0 : basis.loadSeconds));
  for (let more = strangers(input, basis, held); more > 0; more--) workers.push(waiting(1, 0));
  const left = abandoned.map(({ frame }): WorkPiece => ({ count: 1, seconds: curve.costOf(frame) }));
  return { workers, pieces: [...left, ...curve.pieces], allLate, overdue };
}

/** A worker without a frame, which takes one in so many seconds. */
export function waiting(factor: number, freeIn: number): Worker {
  return { factor, freeIn, spread: 0, hasFrame: false };
}

function factorOf({ factors }: ForecastBasis, node: string | null): number {
  return (node === null ? undefined : factors.get(node)) ?? 1;
}

function worseOf(a: Workforce['overdue'], b: Workforce['overdue']): Workforce['overdue'] {
  return a === 'red' || b === 'red' ? 'red' : (a ?? b);
}

/**
 * Workers beyond those that are known: frames whose renderer is unknown were in work at the same time as theirs. At
 * least one, since somebody renders the job.
 */
function strangers(
  { liveNodes }: ForecastInput,
  { samples, pauses }: ForecastBasis,
  held: readonly FrameInHand[],
): number {
  const live = new Set(liveNodes);
  const known = Math.max(held.length, liveNodes.length);
  const unattributed = samples.filter(({ node }) => node === null);
  const least = known === 0 ? 1 : 0;
  if (unattributed.length === 0 && live.size > 0) return least;
  const going = samples.filter(({ node }) => node === null || live.size === 0 || live.has(node));
  return Math.max(least, Math.round(concurrencyOf(going, pauses)) - known);
}

/** Of frames of which only the arrival is known: each of the frames in work comes one gap after the other. */
export function arrivalsWorkforce(
  input: ForecastInput,
  basis: ForecastBasis,
  curve: CostCurve,
  total: number,
): Workforce {
  const { now, inHand, finished, busyNodes } = input;
  const next = basis.costs.length;
  const size = sizeOf(input);
  const elapsed = Math.max(0, (now - (finished.at(-1)?.finishedAt ?? now)) / 1000);
  const begun = Math.min(size, total);
  const workers: Worker[] = [];
  let allLate = true;
  for (let i = 0; i < begun; i++) {
    const due = (i + 1) * curve.costOf(next + i);
    const prior = { seconds: due, spread: curve.frameSpread };
    const { seconds, spread, isLate } = silentRemainder(elapsed, prior, busyNodes.length > 0);
    workers.push({ factor: size, freeIn: seconds, spread, hasFrame: true });
    allLate &&= isLate;
  }
  const overdue = inHand.reduce<Workforce['overdue']>(
    (worst, frame) => worseOf(worst, overdueOf(elapsedOf(frame, now), size * curve.costOf(next))),
    null,
  );
  return { workers, pieces: curve.pieces, allLate, overdue };
}

/** Of frames of which only the arrival is known: those that nobody has begun, by the order in which they will come. */
export function arrivalsToCome(input: ForecastInput, { costs }: ForecastBasis, total: number): FrameRange {
  const begun = Math.min(sizeOf(input), total);
  return total > begun ? [[costs.length + begun, costs.length + total - 1]] : [];
}

/** So many frames are in work. */
function sizeOf({ inHand, liveNodes }: ForecastInput): number {
  return Math.max(1, inHand.length, liveNodes.length);
}
