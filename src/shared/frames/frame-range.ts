/**
 * Sets of frame numbers and their algebra. A range is a list of intervals, each stepping by one from its first frame:
 * 240 frames in a row are one interval, 1.5, 2.5, 3.5 are `[1.5, 3.5]`. The whole frames come first, then the subframes
 * of each fraction by themselves; those of one fraction are ascending, disjoint, and never touch. Hence a set has
 * exactly one form, and in a range of whole frames, which nearly all are, the intervals simply ascend.
 */
import { fractionOf, frameOfTicks, TICKS, ticksOf } from './frame-number.ts';

export type Interval = readonly [first: number, last: number];
export type FrameRange = readonly Interval[];

export const NO_FRAMES: FrameRange = [];

/** Frame numbers beyond this are no frame numbers but time stamps or hashes. */
export const LARGEST_FRAME = 999_999_999;

/** What is wrong with a frame number or a notation, in a sentence for the one who gave it. */
export class FrameRangeError extends Error {
  override readonly name = 'FrameRangeError';
}

/** How many frames the range holds. */
export function countFrames(range: FrameRange): number {
  let count = 0;
  for (const [first, last] of range) count += last - first + 1;
  // Between subframes the differences are off by less than a ten-millionth each.
  return Math.round(count);
}

/** Whether `frame` is in the range. O(log n). */
export function hasFrame(range: FrameRange, frame: number): boolean {
  let low = 0;
  let high = range.length - 1;
  const fraction = fractionOf(frame);
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = range[middle] as Interval;
    const side = fraction - fractionOf(first) || (frame < first ? -1 : frame > last ? 1 : 0);
    if (side === 0) return true;
    if (side < 0) high = middle - 1;
    else low = middle + 1;
  }
  return false;
}

/** All frames of both. */
export function unionFrames(a: FrameRange, b: FrameRange): FrameRange {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const joined: Interval[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left && (!right || inOrder(left, right) <= 0)) {
      join(joined, left);
      i++;
    } else if (right) {
      join(joined, right);
      j++;
    }
  }
  return joined;
}

/** The frames of `a` that are not in `b`. */
export function subtractFrames(a: FrameRange, b: FrameRange): FrameRange {
  if (isWhole(a) && isWhole(b)) return subtractWhole(a, b);
  const taken = new Map(byFraction(b).map(({ fraction, whole }) => [fraction, whole]));
  return byFraction(a).flatMap(({ fraction, whole }) =>
    withFraction(subtractWhole(whole, taken.get(fraction) ?? NO_FRAMES), fraction),
  );
}

/** The frames that are in both. */
export function intersectFrames(a: FrameRange, b: FrameRange): FrameRange {
  return subtractFrames(a, subtractFrames(a, b));
}

/** The holes between the first and the last frame of the range; between subframes those of the same fraction. */
export function gapsOf(range: FrameRange): FrameRange {
  if (isWhole(range)) return gapsOfWhole(range);
  return byFraction(range).flatMap(({ fraction, whole }) => withFraction(gapsOfWhole(whole), fraction));
}

/** Range of a list of frame numbers in any order, repeats allowed. Throws FrameRangeError for what is no frame number. */
export function rangeOfFrames(frames: Iterable<number>): FrameRange {
  const intervals: Interval[] = [];
  for (const frame of frames) {
    if (!isFrameNumber(frame))
      throw new FrameRangeError(
        `${frame} is no frame number; frames have at most four decimals and are at most ${LARGEST_FRAME}.`,
      );
    intervals.push([frame, frame]);
  }
  return rangeOfIntervals(intervals);
}

/** Range of intervals in any order, overlapping or not. */
export function rangeOfIntervals(intervals: readonly Interval[]): FrameRange {
  const joined: Interval[] = [];
  for (const interval of intervals.toSorted(inOrder)) join(joined, interval);
  return joined;
}

/**
 * Each frame, ascending, subframes between the whole ones; only those beyond `after`. Told one by one, each in a time
 * that grows with the number of fractions alone.
 */
export function* ascendingFrames(range: FrameRange, after = Number.NEGATIVE_INFINITY): Generator<number, void> {
  const columns = byFraction(range).map(({ fraction, whole }) => columnOf(whole, fraction, after));
  for (;;) {
    let next: Column | null = null;
    for (const column of columns) {
      if (column.at < column.whole.length && (!next || column.frame < next.frame)) next = column;
    }
    if (!next) return;
    yield next.frame;
    advance(next);
  }
}

/** Whole, or a decimal of at most four places, and not beyond the largest. */
function isFrameNumber(frame: number): boolean {
  if (!(Math.abs(frame) <= LARGEST_FRAME)) return false;
  return Number.isInteger(frame) || frameOfTicks(ticksOf(frame)) === frame;
}

/** Where an ascending walk stands among the frames of one fraction. */
interface Column {
  readonly whole: FrameRange;
  readonly fraction: number;
  at: number;
  base: number;
  frame: number;
}

function columnOf(whole: FrameRange, fraction: number, after: number): Column {
  let low = 0;
  let high = whole.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frameAt((whole[middle] as Interval)[1], fraction) <= after) low = middle + 1;
    else high = middle;
  }
  const first = whole[low]?.[0] ?? 0;
  let base = Math.max(first, Number.isFinite(after) ? Math.floor(after) : first);
  if (frameAt(base, fraction) <= after) base++;
  return { whole, fraction, at: low, base, frame: frameAt(base, fraction) };
}

function advance(column: Column): void {
  const [, last] = column.whole[column.at] as Interval;
  if (column.base < last) column.base++;
  else column.base = column.whole[++column.at]?.[0] ?? 0;
  column.frame = frameAt(column.base, column.fraction);
}

/** Subframes stand behind all whole frames, so the last interval tells. */
function isWhole(range: FrameRange): boolean {
  const last = range[range.length - 1];
  return last === undefined || Number.isInteger(last[0]);
}

function inOrder(a: Interval, b: Interval): number {
  return fractionOf(a[0]) - fractionOf(b[0]) || a[0] - b[0];
}

/** Adds an interval to those that stand before it in the order. */
function join(joined: Interval[], interval: Interval): void {
  const previous = joined[joined.length - 1];
  // Between frames of one fraction lie whole steps: less than one and a half is one, or an overlap.
  if (!previous || interval[0] - previous[1] >= 1.5 || fractionOf(previous[0]) !== fractionOf(interval[0]))
    joined.push(interval);
  else if (interval[1] > previous[1]) joined[joined.length - 1] = [previous[0], interval[1]];
}

/** The intervals of each fraction, rounded down to whole frames. */
function byFraction(range: FrameRange): { readonly fraction: number; readonly whole: FrameRange }[] {
  if (range.length === 0) return [];
  if (isWhole(range)) return [{ fraction: 0, whole: range }];
  const groups: { readonly fraction: number; readonly whole: Interval[] }[] = [];
  for (const [first, last] of range) {
    const fraction = fractionOf(first);
    let group = groups[groups.length - 1];
    if (group?.fraction !== fraction) {
      group = { fraction, whole: [] };
      groups.push(group);
    }
    group.whole.push([Math.floor(first), Math.floor(last)]);
  }
  return groups;
}

function withFraction(whole: FrameRange, fraction: number): FrameRange {
  return fraction === 0 ? whole : whole.map(([first, last]) => [frameAt(first, fraction), frameAt(last, fraction)]);
}

function frameAt(base: number, fraction: number): number {
  return fraction === 0 ? base : frameOfTicks(base * TICKS + fraction);
}

function subtractWhole(a: FrameRange, b: FrameRange): FrameRange {
  const left: Interval[] = [];
  let j = 0;
  for (const [first, last] of a) {
    let start = first;
    while (j < b.length && (b[j] as Interval)[1] < start) j++;
    for (let k = j; k < b.length; k++) {
      const [from, to] = b[k] as Interval;
      if (from > last) break;
      if (from > start) left.push([start, from - 1]);
      start = to + 1;
    }
    if (start <= last) left.push([start, last]);
  }
  return left;
}

function gapsOfWhole(range: FrameRange): FrameRange {
  const gaps: Interval[] = [];
  for (let i = 1; i < range.length; i++) gaps.push([(range[i - 1] as Interval)[1] + 1, (range[i] as Interval)[0] - 1]);
  return gaps;
}
