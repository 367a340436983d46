/**
 * Which placeholders nobody works on any more, told by the share's own clock alone: others have been at work in the
 * directory for long after it was made. A renderer that skips what exists passes such a frame over for ever.
 */
import { type FrameRange, NO_FRAMES, rangeOfFrames } from '../../shared/frames/frame-range.ts';
import type { FrameColumn } from '../core/sequences/sequence-index.ts';

/** A frame may well take as long as this. */
const LEAST_AGE_MILLIS = 10 * 60_000;
/** Nor is one orphaned that takes a few times as long as others do. */
const USUAL_GAPS = 3;

/** `newestMs`: when the directory's newest file was written. */
export function orphansOf(columns: readonly FrameColumn[], newestMs: number): FrameRange {
  if (columns.every(({ frames }) => frames.count('placeholder') === 0)) return NO_FRAMES;
  const age = orphanAgeOf(columns.flatMap(finishedAt));
  return rangeOfFrames(columns.flatMap((column) => placeholdersBefore(column, newestMs - age)));
}

/** How old beside the newest file a placeholder must be, of a sequence whose frames were finished then. */
export function orphanAgeOf(finishedMs: readonly number[]): number {
  const sorted = finishedMs.toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, at) => time - (sorted[at] ?? time));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return Math.max(LEAST_AGE_MILLIS, USUAL_GAPS * usual);
}

function finishedAt({ frames }: FrameColumn): number[] {
  return Array.from(frames.framesIn('done'), (frame) => frames.get(frame)?.mtimeMs ?? 0);
}

function placeholdersBefore({ frames }: FrameColumn, limitMs: number): number[] {
  return Array.from(frames.framesIn('placeholder')).filter(
    (frame) => (frames.get(frame)?.mtimeMs ?? limitMs) < limitMs,
  );
}
