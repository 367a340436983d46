/** What several nodes see of one sequence, made into the one truth of a job. No rule depends on the order of reports. */
import type { Millis, Moment } from '../../shared/clock.ts';
import {
  countFrames,
  type FrameRange,
  gapsOf,
  intersectFrames,
  NO_FRAMES,
  subtractFrames,
  unionFrames,
} from '../../shared/frame-range.ts';
import { titleOf } from './job-key.ts';
import type { Completion, Sighting } from './sighting.ts';

/** Completions kept of a job; as many as a node sends of a sequence. */
const RECENT_KEPT = 64;
/** Two nodes that see one frame finished within this have seen one completion; a polled share is seconds late. */
const SAME_COMPLETION_MILLIS = 60_000;

export interface JobContent {
  readonly title: string;
  readonly share: string;
  readonly directory: string;
  readonly pattern: string;
  readonly extension: string;
  readonly padding: number;
  /** The directory as the first of its nodes names it. */
  readonly outputDir: string;
  readonly expected: FrameRange | null;
  /** All that is done, frames outside the expected range too. */
  readonly done: FrameRange;
  readonly writing: FrameRange;
  readonly placeholders: FrameRange;
  readonly doneBytes: number;
  /** Of the expected frames those that are done; without an expected range all. */
  readonly doneCount: number;
  readonly total: number | null;
  readonly missing: FrameRange;
  readonly startedAt: Moment | null;
  readonly changedAt: Moment | null;
  /** Oldest first, each frame once. */
  readonly completions: readonly Completion[];
}

/** Merges what the nodes see; `sightings` is in the order of the nodes' names and holds at least one. */
export function mergeSightings(sightings: readonly [Sighting, ...Sighting[]]): JobContent {
  const done = unionOf(sightings.map((sighting) => sighting.done));
  // A node behind a cache sees a placeholder or half a file where another sees the finished frame.
  const writing = subtractFrames(unionOf(sightings.map((sighting) => sighting.writing)), done);
  const empty = unionOf(sightings.map((sighting) => sighting.placeholders));
  const placeholders = subtractFrames(subtractFrames(empty, done), writing);
  const expected = unionOf(sightings.map((sighting) => sighting.expected ?? NO_FRAMES));
  const { sequence } = sightings[0].source;
  const named = sightings.find((sighting) => (sighting.source.sequence.title ?? '') !== '');
  return {
    title: named?.source.sequence.title ?? titleOf(sequence),
    share: sequence.share,
    directory: sequence.directory,
    pattern: sequence.pattern,
    extension: sequence.extension,
    padding: sequence.padding,
    outputDir: sequence.localPath,
    done,
    writing,
    placeholders,
    // The same files are seen by all: the fullest view counts, not the sum.
    doneBytes: Math.max(...sightings.map((sighting) => sighting.source.sequence.doneBytes)),
    ...coverageOf(expected.length === 0 ? null : expected, done, unionFrames(writing, placeholders)),
    startedAt: outermost(sightings, (sighting) => sighting.startedAt, -1),
    changedAt: outermost(sightings, (sighting) => sighting.changedAt, 1),
    completions: mergeCompletions(sightings),
  };
}

/**
 * With an expected range all of it that is not done is missing, frames in writing too, and frames outside
 * it do not count. Without one only the holes are missing; a frame that is claimed or in writing is no hole.
 */
function coverageOf(
  expected: FrameRange | null,
  done: FrameRange,
  begun: FrameRange,
): Pick<JobContent, 'expected' | 'doneCount' | 'total' | 'missing'> {
  if (!expected)
    return { expected, doneCount: countFrames(done), total: null, missing: gapsOf(unionFrames(done, begun)) };
  const doneCount = countFrames(intersectFrames(expected, done));
  return { expected, doneCount, total: countFrames(expected), missing: subtractFrames(expected, done) };
}

function unionOf(ranges: readonly FrameRange[]): FrameRange {
  return ranges.reduce(unionFrames, NO_FRAMES);
}

/** The earliest (-1) or latest (1) of what the nodes tell; null when none does. */
function outermost(
  sightings: readonly Sighting[],
  read: (sighting: Sighting) => Moment | null,
  direction: 1 | -1,
): Moment | null {
  let found: Moment | null = null;
  for (const sighting of sightings) {
    const moment = read(sighting);
    if (moment && (!found || (moment.monotonic - found.monotonic) * direction > 0)) found = moment;
  }
  return found;
}

/**
 * A frame that several nodes see finished is one completion, at the earliest of their times. A frame that
 * was rendered again counts by its last time.
 */
function mergeCompletions(sightings: readonly Sighting[]): readonly Completion[] {
  const byFrame = new Map<number, Completion>();
  const latest = new Map<number, Millis>();
  for (const { completions } of sightings)
    for (const { frame, at } of completions)
      latest.set(frame, Math.max(at.monotonic, latest.get(frame) ?? Number.NEGATIVE_INFINITY));
  for (const { completions } of sightings) {
    for (const completion of completions) {
      const last = latest.get(completion.frame) ?? 0;
      if (completion.at.monotonic < last - SAME_COMPLETION_MILLIS) continue;
      const known = byFrame.get(completion.frame);
      if (!known || isBefore(completion, known)) byFrame.set(completion.frame, completion);
    }
  }
  return [...byFrame.values()].sort(byTime).slice(-RECENT_KEPT);
}

function byTime(a: Completion, b: Completion): number {
  return a.at.monotonic - b.at.monotonic || a.frame - b.frame;
}

function isBefore(a: Completion, b: Completion): boolean {
  return a.at.monotonic - b.at.monotonic < 0 || (a.at.monotonic === b.at.monotonic && a.sizeBytes < b.sizeBytes);
}
