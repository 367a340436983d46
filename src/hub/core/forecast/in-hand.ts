/** What is left of the frames in hand, and whether they are overdue. */
import type { Millis } from '../../../shared/clock.ts';
import type { FrameInHand } from './forecast-input.ts';

export interface Remainder {
  readonly seconds: number;
  /** Standard deviation, seconds. */
  readonly spread: number;
  /** Longer in hand than it would be nine times in ten, and nobody tells how far it is. */
  readonly isLate: boolean;
}

/** What a frame was thought to take, seconds, and its standard deviation in parts of that. */
export interface Prior {
  readonly seconds: number;
  readonly spread: number;
}

/** The fraction of a frame says how long it takes once so much of it is rendered. */
const TELLING_FRACTION = 0.05;
/** Of a frame whose renderer tells how far it is. */
const TOLD_SPREAD = 0.15;
/** Nine in ten of a normal distribution lie below so many standard deviations. */
const NINE_IN_TEN = 1.2816;
/** A frame that is nearly due is still given so much of what it was thought to take. */
const LEAST_SHARE = 0.05;

/** What the frame's renderer or its file tells of the rest; null where they tell nothing. */
export function toldRemainder(frame: FrameInHand, now: Millis): number | null {
  if (frame.remainingSeconds !== null) return frame.remainingSeconds;
  const { fraction } = frame;
  return fraction !== null && fraction >= TELLING_FRACTION && fraction <= 1
    ? (elapsedOf(frame, now) * (1 - fraction)) / fraction
    : null;
}

export function remainderOf(
  frame: FrameInHand,
  prior: Prior,
  { now, isBusy }: { readonly now: Millis; readonly isBusy: boolean },
): Remainder {
  const told = toldRemainder(frame, now);
  if (told === null) return silentRemainder(elapsedOf(frame, now), prior, isBusy);
  const seconds = Math.max(told, LEAST_SHARE * prior.seconds);
  return { seconds, spread: TOLD_SPREAD * seconds, isLate: false };
}

/**
 * Later than so many times what it was thought to take, a frame stands still, as over night: that says nothing of how
 * heavy it is. But where its node is busy it does not stand still.
 */
const MOST_LATE = 3;
/** How uncertain a late frame's rest is, in parts of it: the later a frame is, the less anybody knows of it. */
const LATE_SPREAD = { busy: 1, still: 0.5 } as const;

/**
 * A frame that is late by some time is expected to take that time again: what is heavy already is likely heavier, as
 * with all times whose tail is long (the residual life of a Pareto distribution grows with its age).
 */
export function silentRemainder(elapsedSeconds: number, prior: Prior, isBusy: boolean): Remainder {
  const due = prior.seconds - elapsedSeconds;
  const most = isBusy ? Number.POSITIVE_INFINITY : MOST_LATE * prior.seconds;
  const least = (LEAST_SHARE + prior.spread / 2) * prior.seconds;
  const seconds = Math.max(Math.min(Math.abs(due), most), least);
  const lateSpread = due >= 0 ? 0 : LATE_SPREAD[isBusy ? 'busy' : 'still'] * seconds;
  return {
    seconds,
    spread: Math.max(prior.spread * prior.seconds, lateSpread),
    isLate: elapsedSeconds > (1 + NINE_IN_TEN * prior.spread) * prior.seconds,
  };
}

/** Beyond so many times what was predicted a frame is overdue. */
const OVERDUE = { amber: 2, red: 4 } as const;

export function overdueOf(elapsedSeconds: number, predictedSeconds: number): 'amber' | 'red' | null {
  if (!(elapsedSeconds > OVERDUE.amber * predictedSeconds)) return null;
  return elapsedSeconds > OVERDUE.red * predictedSeconds ? 'red' : 'amber';
}

export function elapsedOf({ since }: FrameInHand, now: Millis): number {
  return Math.max(0, (now - since) / 1000);
}
