/** Who works on the job now, each with what is left of its frame. */
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

/** Of frames whose times are known: a worker for each frame in hand, one for each live node that can have none of them. */
export function timedWorkforce(input: ForecastInput, basis: ForecastBasis, curve: CostCurve): Workforce {
  const { now, inHand, liveNodes } = input;
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
    const { seconds, spread, isLate } = remainderOf(frame, { seconds: predicted, spread: curve.frameSpread }, now);
    workers.push({ factor, freeIn: seconds, spread });
    allLate &&= isLate;
    overdue = worseOf(overdue, overdueOf(elapsedOf(frame, now), predicted));
  }
  const busy = new Set(held.map(({ node }) => node));
  const free = liveNodes.filter((node) => !busy.has(node));
  // A frame in hand of nobody knows whom is more likely one of theirs than a stranger's.
  const idle = free.slice(held.filter(({ node }) => node === null).length);
  for (const node of idle)
    workers.push({ factor: factorOf(basis, node), freeIn: basis.factors.has(node) ? 0 : basis.loadSeconds, spread: 0 });
  for (let more = strangers(input, basis, held); more > 0; more--) workers.push({ factor: 1, freeIn: 0, spread: 0 });
  const left = abandoned.map(({ frame }): WorkPiece => ({ count: 1, seconds: curve.costOf(frame) }));
  return { workers, pieces: [...left, ...curve.piecesOf(input.remaining)], allLate, overdue };
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
function strangers({ liveNodes }: ForecastInput, { samples }: ForecastBasis, held: readonly FrameInHand[]): number {
  const live = new Set(liveNodes);
  const known = Math.max(held.length, liveNodes.length);
  const unattributed = samples.filter(({ node }) => node === null);
  const least = known === 0 ? 1 : 0;
  if (unattributed.length === 0 && live.size > 0) return least;
  const going = samples.filter(({ node }) => node === null || live.size === 0 || live.has(node));
  return Math.max(least, Math.round(concurrencyOf(going)) - known);
}

/** Of frames of which only the arrival is known: each of the frames in work comes one gap after the other. */
export function arrivalsWorkforce(
  input: ForecastInput,
  basis: ForecastBasis,
  curve: CostCurve,
  total: number,
): Workforce {
  const { now, inHand, liveNodes, finished } = input;
  const next = basis.costs.length;
  const size = Math.max(1, inHand.length, liveNodes.length);
  const elapsed = Math.max(0, (now - (finished.at(-1)?.finishedAt ?? now)) / 1000);
  const begun = Math.min(size, total);
  const workers: Worker[] = [];
  let allLate = true;
  for (let i = 0; i < begun; i++) {
    const due = (i + 1) * curve.costOf(next + i);
    const { seconds, spread, isLate } = silentRemainder(elapsed, { seconds: due, spread: curve.frameSpread });
    workers.push({ factor: size, freeIn: seconds, spread });
    allLate &&= isLate;
  }
  const rest = total - begun;
  const pieces = rest > 0 ? curve.piecesOf([[next + begun, next + total - 1]]) : [];
  const overdue = inHand.reduce<Workforce['overdue']>(
    (worst, frame) => worseOf(worst, overdueOf(elapsedOf(frame, now), size * curve.costOf(next))),
    null,
  );
  return { workers, pieces, allLate, overdue };
}
