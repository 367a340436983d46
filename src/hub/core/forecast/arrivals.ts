/** The pace of a job whose frames nobody has timed: read from the times at which they came, whoever rendered them. */
import type { FinishedFrame } from './forecast-input.ts';
import type { FrameCost } from './frame-cost.ts';
import { medianOf } from './robust-statistics.ts';

/** Completions nearer to each other than this came together: nodes in step, or a share polled now and then. */
const BURST_MILLIS = 1_000;
/** So do those that are this much nearer than the long gaps are wide. */
const BURST_SHARE = 0.1;
/** Of so many gaps in a hundred the rest are long; a pause over night is rarer. */
const LONG_GAP_RANK = 0.9;
/** A frame of so many times the usual held a pause. */
const PAUSE_FACTOR = 10;
const STRETCHES = 16;

/**
 * Seconds from one finished frame to the next, in the order of their completion: `frame` is the place in it, not a
 * number. Completions of one burst share the time from it to the next. A pause counts as the usual pace. Empty with
 * fewer than two arrivals. `finished` is oldest first.
 */
export function arrivalCosts(finished: readonly FinishedFrame[]): readonly FrameCost[] {
  const costs: FrameCost[] = [];
  const burst = burstMillis(finished);
  for (let start = 0; start < finished.length; ) {
    const { finishedAt } = finished[start] as FinishedFrame;
    let end = start + 1;
    while ((finished[end]?.finishedAt ?? Number.POSITIVE_INFINITY) - finishedAt < burst) end++;
    const next = finished[end];
    if (!next) break;
    const seconds = (next.finishedAt - finishedAt) / 1000 / (end - start);
    for (let i = start; i < end; i++) costs.push({ frame: costs.length, seconds });
    start = end;
  }
  return evened(costs);
}

function burstMillis(finished: readonly FinishedFrame[]): number {
  const gaps = finished.slice(1).map(({ finishedAt }, i) => finishedAt - (finished[i]?.finishedAt ?? finishedAt));
  const long = gaps.sort((a, b) => a - b)[Math.floor((gaps.length - 1) * LONG_GAP_RANK)] ?? 0;
  return Math.max(BURST_MILLIS, BURST_SHARE * long);
}

/** Frames of several nodes come in clusters, whose gaps say little by themselves: each stretch of them gets its mean. */
function evened(costs: readonly FrameCost[]): readonly FrameCost[] {
  const usual = medianOf(costs.map(({ seconds }) => seconds));
  const going = costs.map(({ seconds }) => (seconds > PAUSE_FACTOR * usual ? usual : seconds));
  let length = 1;
  while (length * STRETCHES < costs.length) length *= 2;
  const means: number[] = [];
  for (let start = 0; start < going.length; start += length) {
    const stretch = going.slice(start, start + length);
    means.push(stretch.reduce((sum, seconds) => sum + seconds, 0) / stretch.length);
  }
  return costs.map(({ frame }) => ({ frame, seconds: means[Math.floor(frame / length)] ?? usual }));
}
