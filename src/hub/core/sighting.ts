/** One node's view of one sequence, read once for each time that it changed. */
import type { Millis, Moment } from '../../shared/clock.ts';
import {
  type FrameRange,
  FrameRangeError,
  MOST_INTERVALS,
  mostIntervalsOf,
  NO_FRAMES,
  parseFrameRange,
} from '../../shared/frame-range.ts';
import type { FrameCompletion, SequenceReport } from '../../shared/protocol/sequence.ts';
import { hubMoment } from './node-time.ts';

/** What a node told of a sequence, when, and by how much its clock is off. */
export interface SightingSource {
  readonly sequence: SequenceReport;
  readonly shift: Millis;
  readonly received: Moment;
}

/** A finished frame at the hub's time. */
export interface Completion {
  readonly frame: number;
  readonly at: Moment;
  readonly sizeBytes: number;
}

export interface Sighting {
  readonly source: SightingSource;
  /** Null where nobody said what is to be rendered. */
  readonly expected: FrameRange | null;
  readonly done: FrameRange;
  readonly writing: FrameRange;
  readonly placeholders: FrameRange;
  readonly startedAt: Moment | null;
  readonly changedAt: Moment | null;
  readonly completions: readonly Completion[];
}

/** Reads what the node told; notations that are as they were in `before` are not parsed again. */
export function readSighting(source: SightingSource, before: Sighting | null): Sighting {
  const { sequence, shift, received } = source;
  const earlier = before?.source.sequence;
  const frames = (field: 'done' | 'writing' | 'placeholders'): FrameRange =>
    before && earlier?.[field] === sequence[field] ? before[field] : framesOf(sequence[field]);
  const expected = before && earlier?.expected === sequence.expected ? before.expected : expectedOf(sequence.expected);
  const completions: Completion[] = [];
  for (const { frame, at, sizeBytes } of sequence.recent) {
    const moment = hubMoment(at, shift, received);
    if (moment) completions.push({ frame, at: moment, sizeBytes });
  }
  return {
    source,
    expected,
    done: frames('done'),
    writing: frames('writing'),
    placeholders: frames('placeholders'),
    startedAt: hubMoment(sequence.startedAt, shift, received),
    changedAt: hubMoment(sequence.changedAt, shift, received),
    completions,
  };
}

/** Whether two reports of a sequence say the same; both are of the same share, directory and pattern. */
export function sameSequence(a: SequenceReport, b: SequenceReport): boolean {
  return (
    a.done === b.done &&
    a.changedAt === b.changedAt &&
    a.writing === b.writing &&
    a.placeholders === b.placeholders &&
    a.expected === b.expected &&
    a.doneBytes === b.doneBytes &&
    a.startedAt === b.startedAt &&
    a.title === b.title &&
    a.localPath === b.localPath &&
    a.truncated === b.truncated &&
    a.recent.length === b.recent.length &&
    a.recent.every((completion, i) => sameCompletion(completion, b.recent[i]))
  );
}

function sameCompletion(a: FrameCompletion, b: FrameCompletion | undefined): boolean {
  return a.at === b?.at && a.frame === b.frame && a.sizeBytes === b.sizeBytes;
}

/**
 * A node's sequences with no more intervals among them than the hub holds of one node (each takes some 50 bytes,
 * and a few characters may stand for 200,000). Those that go beyond keep their names and lose their frames.
 */
export function boundSequences(sequences: readonly SequenceReport[]): {
  readonly sequences: readonly SequenceReport[];
  readonly isOverfull: boolean;
} {
  let left = MOST_INTERVALS;
  let isOverfull = false;
  const bounded = sequences.map((sequence) => {
    const { done, writing, placeholders, expected } = sequence;
    let needed = mostIntervalsOf(done) + mostIntervalsOf(writing) + mostIntervalsOf(placeholders);
    if (expected !== null) needed += mostIntervalsOf(expected);
    if (needed <= left) {
      left -= needed;
      return sequence;
    }
    isOverfull = true;
    return { ...sequence, done: '', writing: '', placeholders: '', expected: null, truncated: true };
  });
  return { sequences: isOverfull ? bounded : sequences, isOverfull };
}

/** Nothing expected is nobody having said what is expected. */
function expectedOf(notation: string | null): FrameRange | null {
  const frames = notation === null ? NO_FRAMES : framesOf(notation);
  return frames.length === 0 ? null : frames;
}

/** A notation that cannot be read, as a newer agent may write it, counts as no frames: the rest is still true. */
function framesOf(notation: string): FrameRange {
  try {
    return parseFrameRange(notation);
  } catch (error) {
    if (error instanceof FrameRangeError) return NO_FRAMES;
    throw error;
  }
}
