/** How busy one node was in the last half hour, for a column of the list: a byte a half minute, since a farm has thousands. */
import type { Millis } from '../../shared/clock.ts';

const CELL_MILLIS = 30_000;
export const TRAIL_CELLS = 60;
export const TRAIL_SECONDS = (CELL_MILLIS * TRAIL_CELLS) / 1000;
/** In place of a percentage. */
const UNKNOWN_PERCENT = 255;
/** Figures of a node that reports once a minute stand until the next. */
const HELD_CELLS = 1;

export interface Trail {
  /** Which half minute of the monotonic clock the newest cell is of, and what was told in it. */
  readonly newest: number;
  readonly sum: number;
  readonly count: number;
  /** The cells before it, the oldest first. */
  readonly past: Uint8Array;
  /** Whether the hub has been asked for the time before the dashboard heard of the node. */
  readonly seeded: boolean;
}

export function newTrail(at: Millis): Trail {
  const past = new Uint8Array(TRAIL_CELLS - 1).fill(UNKNOWN_PERCENT);
  return { newest: cellOf(at), sum: 0, count: 0, past, seeded: false };
}

/** The trail with what a report told of the node at that time. */
export function addToTrail(trail: Trail, percent: number | null, at: Millis): Trail {
  const moved = movedTo(trail, cellOf(at));
  return percent === null ? moved : { ...moved, sum: moved.sum + percent, count: moved.count + 1 };
}

export interface TrailPoint {
  /** Monotonic time here. */
  readonly at: Millis;
  readonly percent: number;
}

/** The trail with the hub's memory in the cells of which nothing was heard here. */
export function seededTrail(trail: Trail, points: readonly TrailPoint[]): Trail {
  const past = trail.past.slice();
  for (const { at, percent } of points) {
    const place = past.length + cellOf(at) - trail.newest;
    if (place >= 0 && trail.past[place] === UNKNOWN_PERCENT) past[place] = byteOf(percent);
  }
  return { ...trail, past, seeded: true };
}

/** The half hour until now in `TRAIL_CELLS` values, oldest first, null where nothing was told. */
export function trailValues(trail: Trail, now: Millis): readonly (number | null)[] {
  const { past, sum, count } = movedTo(trail, cellOf(now));
  const values = Array.from(past, (percent) => (percent === UNKNOWN_PERCENT ? null : percent));
  return [...values, count === 0 ? null : sum / count];
}

function cellOf(at: Millis): number {
  return Math.floor(at / CELL_MILLIS);
}

function byteOf(percent: number): number {
  return Math.round(Math.min(100, Math.max(0, percent)));
}

/** The trail with `cell` as its newest; a time before that is the newest's too. */
function movedTo(trail: Trail, cell: number): Trail {
  const passed = cell - trail.newest;
  if (passed <= 0) return trail;
  const past = new Uint8Array(trail.past.length).fill(UNKNOWN_PERCENT);
  if (passed < past.length) past.set(trail.past.subarray(passed));
  if (trail.count > 0) {
    const told = past.length - passed;
    past.fill(byteOf(trail.sum / trail.count), Math.max(0, told), Math.max(0, told + 1 + HELD_CELLS));
  }
  return { ...trail, newest: cell, sum: 0, count: 0, past };
}
