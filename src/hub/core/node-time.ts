/** A node's clock may be wrong by anything; what it says of time is translated to the hub's. */
import type { Millis, Moment } from '../../shared/clock.ts';

/** Less than this is the way of the report (network, queue), not the clock. */
const TRANSIT_MILLIS = 2_000;

/** Unix milliseconds of an ISO text; null for none and for what is no date (month 13 passes the schema). */
export function millisOf(text: string | null | undefined): Millis | null {
  if (text === null || text === undefined) return null;
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? null : millis;
}

/** ISO 8601 UTC of Unix milliseconds. */
export function timestampOf(wall: Millis): string {
  return new Date(wall).toISOString();
}

/**
 * By how much a node's times are shifted to be the hub's. It follows the measured skew in steps, so that
 * the transit of each report does not move all the node's times to and fro.
 */
export function settledShift(skew: Millis | null, before: Millis): Millis {
  if (skew === null) return 0;
  if (Math.abs(skew) < TRANSIT_MILLIS) return 0;
  return Math.abs(skew - before) < TRANSIT_MILLIS ? before : Math.round(skew / 1000) * 1000;
}

/** A node's time as a moment of the hub's: never after the report that told of it, nor before 1970. */
export function hubMoment(nodeTime: string | null, shift: Millis, received: Moment): Moment | null {
  const millis = millisOf(nodeTime);
  if (millis === null) return null;
  const wall = Math.max(0, Math.min(received.wall, millis + shift));
  return { wall, monotonic: received.monotonic - (received.wall - wall) };
}
