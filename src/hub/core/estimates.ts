/** How fast a job goes and when it will be done, from nothing but the times at which its frames were finished. */
import type { Millis } from '../../shared/clock.ts';

/** Completions nearer to each other than this came together: nodes in step, or a share polled now and then. */
const BURST_MILLIS = 1_000;
/** So many of the latest gaps count: a sequence's frames cost more or less as it goes on. */
const GAPS_COUNTED = 12;
/** A gap of so many times the median was a pause, not a frame. */
const PAUSE_FACTOR = 10;
/** With fewer timed frames than this an estimate is a guess. */
const SURE_FROM_SAMPLES = 3;

/** The job's usual speed; `samples` is how many timed frames it rests on. */
export interface Pace {
  readonly secondsPerFrame: number;
  readonly samples: number;
}

interface Gap {
  readonly millis: number;
  readonly frames: number;
}

/**
 * Seconds from one finished frame to the next, over all nodes. `times` are ascending. Completions that
 * came in one burst are one arrival of several frames; the pace is the mean over the latest gaps between
 * arrivals, pauses (over 10 x the median) left out. Null with fewer than two arrivals.
 */
export function paceOf(times: readonly Millis[]): Pace | null {
  const gaps = gapsBetween(times).slice(-GAPS_COUNTED);
  if (gaps.length === 0) return null;
  const median = medianOf(gaps.map((gap) => gap.millis / gap.frames));
  let millis = 0;
  let frames = 0;
  for (const gap of gaps) {
    if (gap.millis > PAUSE_FACTOR * median * gap.frames) continue;
    millis += gap.millis;
    frames += gap.frames;
  }
  return { secondsPerFrame: millis / frames / 1000, samples: frames };
}

/** From each burst's first completion to the next one's: as many frames apart as the burst has. */
function gapsBetween(times: readonly Millis[]): readonly Gap[] {
  const bursts: { at: Millis; frames: number }[] = [];
  for (const at of times) {
    const burst = bursts.at(-1);
    if (burst && at - burst.at < BURST_MILLIS) burst.frames++;
    else bursts.push({ at, frames: 1 });
  }
  const gaps: Gap[] = [];
  for (const [i, { at, frames }] of bursts.entries()) {
    const next = bursts[i + 1];
    if (next) gaps.push({ millis: next.at - at, frames });
  }
  return gaps;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** When a job will be done, and whether that can be relied on. */
export interface Estimate {
  readonly etaSeconds: number;
  readonly unsure: boolean;
}

/**
 * Remaining frames x pace, less what has passed of the frame that is being rendered. A frame that is late
 * by some time is expected to take that time again, so that the estimate grows and is never 0 while frames
 * remain. Null where the pace is unknown.
 */
export function estimateOf(remaining: number, pace: Pace | null, sinceLastSeconds: number): Estimate | null {
  if (remaining === 0) return { etaSeconds: 0, unsure: false };
  if (!pace) return null;
  const current = Math.abs(pace.secondsPerFrame - sinceLastSeconds);
  const seconds = (remaining - 1) * pace.secondsPerFrame + current;
  return { etaSeconds: inSteps(seconds), unsure: pace.samples < SURE_FROM_SAMPLES };
}

/**
 * Rounded up to what a reader would tell apart (1 s in the last minute, 10 s in the last hour, then 1 min):
 * a countdown sent each second for each job would fill the supervisors' lines.
 */
function inSteps(seconds: number): number {
  const step = seconds <= 60 ? 1 : seconds <= 3600 ? 10 : 60;
  return Math.max(1, Math.ceil(seconds / step) * step);
}
