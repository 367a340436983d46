import type { Millis, Moment } from '../../shared/clock.ts';

/** Seconds that have passed from `since` (monotonic milliseconds) to `now`, never negative. */
export function secondsSince(since: Millis, now: Moment): number {
  return Math.max(0, (now.monotonic - since) / 1000);
}
