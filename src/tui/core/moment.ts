import type { Millis } from '../../shared/clock.ts';

/** Both readings of the clock at one instant: `wall` is shown, `monotonic` measures ages. */
export interface Moment {
  readonly wall: Millis;
  readonly monotonic: Millis;
}

/** Seconds that have passed from `since` (monotonic milliseconds) to `now`, never negative. */
export function secondsSince(since: Millis, now: Moment): number {
  return Math.max(0, (now.monotonic - since) / 1000);
}
