/**
 * Sets of frame numbers as sorted, disjoint, non-touching intervals: 240 frames in a row are one interval.
 * Notation: `1-240`, `1,4,7`, `1-10x3` (each third), negatives `-5--1`. All functions are pure.
 */
export type Interval = readonly [first: number, last: number];
export type FrameRange = readonly Interval[];

export const NO_FRAMES: FrameRange = [];

/** Frame numbers beyond this are no frame numbers but time stamps or hashes. */
export const LARGEST_FRAME = 999_999_999;
/** A notation that falls apart into more pieces than this is refused rather than expanded. */
export const MOST_INTERVALS = 200_000;

/** What is wrong with a notation, in a sentence for the one who typed it. */
export class FrameRangeError extends Error {
  override readonly name = 'FrameRangeError';
}

const PART = /^(-?\d{1,9})(?:-(-?\d{1,9}))?(?:x(\d{1,9}))?$/;

/** Reads `1-240`, `1-10x3,20,-5--1`; the empty text is no frames. Throws FrameRangeError. */
export function parseFrameRange(notation: string): FrameRange {
  const intervals: Interval[] = [];
  for (const part of notation.split(',')) {
    const text = part.trim();
    if (text === '') {
      if (notation.trim() === '') return NO_FRAMES;
      throw new FrameRangeError('A frame range has an empty part between its commas; write it as 1-10,20.');
    }
    pushPart(text, intervals);
  }
  return normalize(intervals);
}

function pushPart(text: string, into: Interval[]): void {
  const match = PART.exec(text);
  if (!match) throw new FrameRangeError(`"${text.slice(0, 40)}" is no frame range; write 1-240, 1,4,7 or 1-10x3.`);
  const start = Number(match[1]);
  const end = match[2] === undefined ? start : Number(match[2]);
  const step = match[3] === undefined ? 1 : Number(match[3]);
  if (match[3] !== undefined && match[2] === undefined)
    throw new FrameRangeError(`"${text}" has a step but no end; write it as 1-10x3.`);
  if (step === 0) throw new FrameRangeError(`"${text}" has a step of 0; the step is at least 1.`);
  const [first, last] = start <= end ? [start, end] : [end, start];
  if (step === 1) {
    into.push([first, last]);
    return;
  }
  const count = Math.floor((last - first) / step) + 1;
  if (into.length + count > MOST_INTERVALS)
    throw new FrameRangeError(`"${text}" has more than ${MOST_INTERVALS} separate frames; name fewer.`);
  // A descending range steps down from its start: 10-1x4 is 10, 6, 2.
  const direction = start <= end ? step : -step;
  for (let i = 0; i < count; i++) into.push([start + i * direction, start + i * direction]);
}

/**
 * At most so many intervals come of reading the notation: told without reading it, so that a short text that
 * stands for much (`1-400000x2`) can be refused before it is held. One that cannot be read counts its length.
 */
export function mostIntervalsOf(notation: string): number {
  // Without a step a piece takes two characters, its comma included.
  let most = Math.ceil(notation.length / 2);
  if (!notation.includes('x')) return most;
  for (const [, first, last, step] of notation.matchAll(/(-?\d{1,9})-(-?\d{1,9})x(\d{1,9})/g))
    most += Math.floor(Math.abs(Number(last) - Number(first)) / Math.max(1, Number(step)));
  return most;
}

/** The shortest usual notation: `1-10`, `1,4`, and `1-10x3` for three or more frames of one step. */
export function formatFrameRange(range: FrameRange): string {
  const parts: string[] = [];
  let at = 0;
  while (at < range.length) {
    const stepped = steppedRun(range, at);
    if (stepped) {
      parts.push(stepped.text);
      at += stepped.length;
      continue;
    }
    const [first, last] = range[at] as Interval;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
    at++;
  }
  return parts.join(',');
}

/** The notation of at most `longest` characters: cut between two parts, so that what is left is true. */
export function formatFrameRangeWithin(
  range: FrameRange,
  longest: number,
): { readonly notation: string; readonly truncated: boolean } {
  const notation = formatFrameRange(range);
  if (notation.length <= longest) return { notation, truncated: false };
  return { notation: notation.slice(0, notation.lastIndexOf(',', longest)), truncated: true };
}

function steppedRun(range: FrameRange, at: number): { text: string; length: number } | null {
  const [first, firstLast] = range[at] as Interval;
  const second = range[at + 1];
  if (first !== firstLast || !second || second[0] !== second[1]) return null;
  const step = second[0] - first;
  let length = 2;
  let last = second[0];
  for (
    let next = range[at + length];
    next && next[0] === next[1] && next[0] - last === step;
    next = range[at + length]
  ) {
    last = next[0];
    length++;
  }
  return length >= 3 ? { text: `${first}-${last}x${step}`, length } : null;
}

/** How many frames the range holds. */
export function countFrames(range: FrameRange): number {
  let count = 0;
  for (const [first, last] of range) count += last - first + 1;
  return count;
}

/** Whether `frame` is in the range. O(log n). */
export function hasFrame(range: FrameRange, frame: number): boolean {
  let low = 0;
  let high = range.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = range[middle] as Interval;
    if (frame < first) high = middle - 1;
    else if (frame > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** All frames of both. */
export function unionFrames(a: FrameRange, b: FrameRange): FrameRange {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return normalize([...a, ...b]);
}

/** The frames of `a` that are not in `b`. */
export function subtractFrames(a: FrameRange, b: FrameRange): FrameRange {
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

/** The frames that are in both. */
export function intersectFrames(a: FrameRange, b: FrameRange): FrameRange {
  return subtractFrames(a, subtractFrames(a, b));
}

/** The holes between the first and the last frame of the range. */
export function gapsOf(range: FrameRange): FrameRange {
  const gaps: Interval[] = [];
  for (let i = 1; i < range.length; i++) gaps.push([(range[i - 1] as Interval)[1] + 1, (range[i] as Interval)[0] - 1]);
  return gaps;
}

/** Range of a list of frame numbers in any order, repeats allowed. */
export function rangeOfFrames(frames: Iterable<number>): FrameRange {
  const intervals: Interval[] = [];
  for (const frame of frames) {
    if (!Number.isSafeInteger(frame) || Math.abs(frame) > LARGEST_FRAME)
      throw new FrameRangeError(`${frame} is no frame number; frames are whole and at most ${LARGEST_FRAME}.`);
    intervals.push([frame, frame]);
  }
  return normalize(intervals);
}

function normalize(intervals: readonly Interval[]): FrameRange {
  const sorted = intervals.toSorted((a, b) => a[0] - b[0]);
  const merged: Interval[] = [];
  for (const [first, last] of sorted) {
    const previous = merged.at(-1);
    if (previous && first <= previous[1] + 1) {
      if (last > previous[1]) merged[merged.length - 1] = [previous[0], last];
    } else {
      merged.push([first, last]);
    }
  }
  return merged;
}
