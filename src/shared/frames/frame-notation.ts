/**
 * The notation of frame ranges, as fileseq has it: `1-240`, `1,4,7`, `1-10x3` each third, `1-10y3` what that leaves out,
 * `1-10:5` staggered, `10-1` descending, `-5--1` below zero, `1-2x0.3` subframes; and Blender's `1..10`, which is `1-10`
 * and may bear a step like it. Blanks around commas are nothing, blanks between parts separate as commas do.
 */
import { frameOfTicks, TICKS, ticksOf } from './frame-number.ts';
import { type FramePart, piecesOf, pushIntervals, readPart } from './frame-part.ts';
import { countFrames, type FrameRange, FrameRangeError, type Interval, rangeOfIntervals } from './frame-range.ts';

/** A notation that falls apart into more pieces than this is refused rather than expanded. */
export const MOST_INTERVALS = 200_000;
/** Of more subframes than these nobody looks for the shortest notation: it would hold each of them. */
const MOST_ENUMERATED = 20_000;

/** Reads a notation; the empty text is no frames. Throws FrameRangeError. */
export function parseFrameRange(notation: string): FrameRange {
  return rangeOfParts(readParts(notation));
}

/** Throws FrameRangeError where the parts fall apart into too many pieces. */
export function rangeOfParts(parts: Iterable<FramePart>): FrameRange {
  const intervals: Interval[] = [];
  for (const part of parts) {
    if (intervals.length + piecesOf(part) > MOST_INTERVALS)
      throw new FrameRangeError(`The range has more than ${MOST_INTERVALS} separate frames; name fewer.`);
    pushIntervals(part, intervals);
  }
  return rangeOfIntervals(intervals);
}

/** The parts of a notation as they stand in it. Throws FrameRangeError. */
export function* readParts(notation: string): Generator<FramePart, void> {
  const text = notation.trim();
  if (text === '') return;
  // Looked for once: most notations are written by programs, without any.
  const hasBlanks = /\s/.test(text);
  for (const piece of text.split(',')) {
    if (piece.trim() === '')
      throw new FrameRangeError('A frame range has an empty part between its commas; write it as 1-10,20.');
    if (!hasBlanks) yield readPart(piece);
    else for (const word of piece.trim().split(/\s+/)) yield readPart(word);
  }
}

/**
 * At most so many intervals come of reading the notation: told without reading it, so that a short text that
 * stands for much (`1-400000x2`) can be refused before it is held. One that cannot be read counts its length.
 */
export function mostIntervalsOf(notation: string): number {
  // Without a step a piece takes two characters, its comma included.
  let most = Math.ceil(notation.length / 2);
  if (!/[xy]/.test(notation)) return most;
  for (const [, start, end, mark, step] of notation.matchAll(STEPPED)) {
    const kind = mark === 'x' ? 'every' : 'between';
    const stepTicks = Math.max(1, ticksOf(Number(step)));
    most += piecesOf({ kind, start: ticksOf(Number(start)), end: ticksOf(Number(end)), step: stepTicks });
  }
  return most;
}

const STEPPED = /(-?\d{1,9}(?:\.\d{1,4})?)(?:-|\.\.)(-?\d{1,9}(?:\.\d{1,4})?)([xy])(\d{1,9}(?:\.\d{1,4})?)/g;

/** The shortest usual notation, ascending: `1-10`, `1,4`, and `1-10x3` for three or more frames of one step. */
export function formatFrameRange(range: FrameRange): string {
  const notation = joinParts(range);
  // Subframes stand behind the whole frames of a range; in a row with them they may be told in fewer words.
  const last = range[range.length - 1];
  if (!last || Number.isInteger(last[0]) || countFrames(range) > MOST_ENUMERATED) return notation;
  const inARow = joinParts(singlesOf(range));
  return inARow.length < notation.length ? inARow : notation;
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

/** Each frame as an interval of its own, ascending. */
function singlesOf(range: FrameRange): readonly Interval[] {
  const ticks: number[] = [];
  for (const [first, last] of range) for (let at = ticksOf(first); at <= ticksOf(last); at += TICKS) ticks.push(at);
  return ticks.sort((a, b) => a - b).map((at) => [frameOfTicks(at), frameOfTicks(at)]);
}

function joinParts(intervals: readonly Interval[]): string {
  const parts: string[] = [];
  let at = 0;
  while (at < intervals.length) {
    const stepped = steppedRun(intervals, at);
    if (stepped) {
      parts.push(stepped.text);
      at += stepped.length;
      continue;
    }
    const [first, last] = intervals[at] as Interval;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
    at++;
  }
  return parts.join(',');
}

/** From `at` on three or more single frames, each the same step after the one before. */
function steppedRun(intervals: readonly Interval[], at: number): { text: string; length: number } | null {
  const [first, firstLast] = intervals[at] as Interval;
  const second = intervals[at + 1];
  if (first !== firstLast || !second || second[0] !== second[1]) return null;
  const step = stepFrom(first, second[0]);
  if (step <= 0) return null;
  let length = 2;
  let last = second[0];
  for (
    let next = intervals[at + length];
    next && next[0] === next[1] && stepFrom(last, next[0]) === step;
    next = intervals[at + length]
  ) {
    last = next[0];
    length++;
  }
  if (length < 3) return null;
  const text = step === 1 ? `${first}-${last}` : `${first}-${last}x${step}`;
  // Three of them may be shorter as they are: -30,9,48 and not -30-48x39.
  return length === 3 && text.length > `${first},${second[0]},${last}`.length ? null : { text, length };
}

/** Free of what binary fractions add: from 1.1 to 1.4 it is 0.3. */
function stepFrom(a: number, b: number): number {
  const step = b - a;
  return Number.isInteger(step) ? step : frameOfTicks(ticksOf(step));
}
