/** What the nodes see of a job's streams, made into the one truth of the job. No rule depends on the order of reports. */
import type { Moment } from '../../../shared/clock.ts';
import {
  countFrames,
  type FrameRange,
  gapsOf,
  intersectFrames,
  NO_FRAMES,
  subtractFrames,
  unionFrames,
} from '../../../shared/frames/frame-range.ts';
import { naturalOrder } from '../../../shared/natural-order.ts';
import type { ExpectedSource } from '../../../shared/protocol/sequence.ts';
import { titleOf } from './job-key.ts';
import type { Completion, FileState, Sighting } from './sighting.ts';
import { mergeStream, type StreamContent, unionOf } from './stream-content.ts';

/** Completions kept of a job; as many as a node sends of a sequence. */
const RECENT_KEPT = 64;
/** A stream that has this share of the fullest one's frames belongs to each frame; others are odd ones. */
const REGULAR_SHARE = 0.5;

export interface JobContent extends Readonly<Record<FileState, FrameRange>> {
  readonly title: string;
  /** Of the main stream: the one of no layer, else the beauty, else the first by name. */
  readonly share: string;
  readonly directory: string;
  readonly pattern: string;
  readonly extension: string;
  readonly padding: number;
  /** The directory as the first of its nodes names it. */
  readonly outputDir: string;
  /** The main one first. */
  readonly streams: readonly StreamContent[];
  /** Keys of those that belong to each frame. */
  readonly regularStreams: readonly string[];
  readonly expected: FrameRange | null;
  readonly expectedFrom: ExpectedSource | null;
  /** All that is done in each regular stream, frames outside the expected range too. */
  readonly done: FrameRange;
  /** Done, with a file that is small against its stream. */
  readonly suspicious: FrameRange;
  /** Every frame that has a file, in whatever state. */
  readonly seen: FrameRange;
  readonly doneBytes: number;
  /** Of the expected frames those that are done; without an expected range all. */
  readonly doneCount: number;
  readonly total: number | null;
  readonly missing: FrameRange;
  readonly startedAt: Moment | null;
  readonly changedAt: Moment | null;
  /** Oldest first, each frame once, when the last of its regular streams was finished. */
  readonly completions: readonly Completion[];
}

/** Merges what the nodes see; `sightings` is in the order of the nodes' names and holds at least one. */
export function mergeSightings(sightings: readonly [Sighting, ...Sighting[]]): JobContent {
  const streams = streamsOf(sightings);
  const [main] = streams;
  const regular = regularStreams(streams);
  const states = frameStates(regular);
  const seen = unionOf(streams.map((stream) => stream.seen));
  const named = sightings.find((sighting) => (sighting.source.sequence.title ?? '') !== '');
  const { expected, expectedFrom } = expectationOf(sightings);
  const begun = unionFrames(unionFrames(states.writing, states.placeholders), states.broken);
  return {
    title: named?.source.sequence.title ?? titleOf(main.place.job),
    share: main.share,
    directory: main.directory,
    pattern: main.pattern,
    extension: main.extension,
    padding: main.padding,
    outputDir: main.localPath,
    streams,
    regularStreams: regular.map((stream) => stream.place.stream),
    ...states,
    seen,
    // Whatever nodes make up, the sum is a number.
    doneBytes: Math.min(
      Number.MAX_VALUE,
      streams.reduce((sum, stream) => sum + stream.doneBytes, 0),
    ),
    expectedFrom,
    ...coverageOf(expected, states.done, begun),
    startedAt: outermost(sightings, (sighting) => sighting.startedAt, -1),
    changedAt: outermost(sightings, (sighting) => sighting.changedAt, 1),
    completions: finishedTogether(regular).slice(-RECENT_KEPT),
  };
}

function streamsOf(sightings: readonly [Sighting, ...Sighting[]]): readonly [StreamContent, ...StreamContent[]] {
  const byStream = new Map<string, [Sighting, ...Sighting[]]>();
  for (const sighting of sightings) {
    const { stream } = sighting.source.place;
    const known = byStream.get(stream);
    if (known) known.push(sighting);
    else byStream.set(stream, [sighting]);
  }
  const merged = [...byStream.values()].map(mergeStream);
  return merged.sort(mainFirst) as [StreamContent, ...StreamContent[]];
}

const BEAUTIES: ReadonlySet<string> = new Set(['beauty', 'rgba', 'rgb', 'combined']);

function mainFirst(a: StreamContent, b: StreamContent): number {
  const [left, right] = [a.place, b.place];
  const rank = (place: typeof left): number =>
    (place.layer === null ? 0 : BEAUTIES.has(place.layer.toLowerCase()) ? 1 : 2) + (place.view === null ? 0 : 0.5);
  return rank(left) - rank(right) || naturalOrder(left.stream, right.stream);
}

/** Those that are seen in most frames; a still of a layer or a few tests of a view keep no frame from being done. */
function regularStreams(streams: readonly [StreamContent, ...StreamContent[]]): readonly StreamContent[] {
  if (streams.length === 1) return streams;
  const counts = streams.map((stream) => countFrames(stream.seen));
  const most = Math.max(...counts);
  return streams.filter((_, i) => (counts[i] ?? 0) >= REGULAR_SHARE * most);
}

/** A frame is done when it is done in each stream; else what is going on in any of them tells how it stands. */
function frameStates(streams: readonly StreamContent[]): Record<FileState | 'suspicious', FrameRange> {
  const of = (state: FileState | 'suspicious'): FrameRange => unionOf(streams.map((stream) => stream[state]));
  const [first, ...rest] = streams;
  const done = rest.reduce((all, stream) => intersectFrames(all, stream.done), first?.done ?? NO_FRAMES);
  const writing = subtractFrames(of('writing'), done);
  const broken = subtractFrames(subtractFrames(of('broken'), done), writing);
  const placeholders = subtractFrames(subtractFrames(subtractFrames(of('placeholders'), done), writing), broken);
  return { done, writing, broken, placeholders, suspicious: intersectFrames(of('suspicious'), done) };
}

const SOURCE_RANK: Readonly<Record<ExpectedSource, number>> = { flag: 3, sidecar: 2, 'command line': 1, scene: 0 };

/** The union of what the weightiest of the sources say: a guess from a scene gives way to somebody's word. */
function expectationOf(sightings: readonly Sighting[]): Pick<JobContent, 'expected' | 'expectedFrom'> {
  let best: ExpectedSource | null = null;
  for (const { expectedFrom } of sightings)
    if (expectedFrom && (best === null || SOURCE_RANK[expectedFrom] > SOURCE_RANK[best])) best = expectedFrom;
  if (best === null) return { expected: null, expectedFrom: null };
  const told = sightings.filter((sighting) => sighting.expectedFrom === best);
  return { expected: unionOf(told.map((sighting) => sighting.expected ?? NO_FRAMES)), expectedFrom: best };
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
 * Frames whose completion is known in each of the streams, at the last of them: begun with the first of its files,
 * as large as all. Oldest first.
 */
export function finishedTogether(
  streams: readonly { readonly completions: readonly Completion[] }[],
): readonly Completion[] {
  const [first, ...rest] = streams;
  if (!first || rest.length === 0) return first?.completions ?? [];
  let whole = new Map(first.completions.map((completion) => [completion.frame, completion]));
  for (const { completions } of rest) {
    const both = new Map<number, Completion>();
    for (const completion of completions) {
      const other = whole.get(completion.frame);
      if (other) both.set(completion.frame, together(other, completion));
    }
    whole = both;
  }
  return [...whole.values()].sort((a, b) => a.at.monotonic - b.at.monotonic || a.frame - b.frame);
}

function together(a: Completion, b: Completion): Completion {
  const [first, last] = a.at.monotonic <= b.at.monotonic ? [a, b] : [b, a];
  return {
    frame: a.frame,
    at: last.at,
    startedAt: earlier(a.startedAt, b.startedAt),
    sizeBytes: a.sizeBytes + b.sizeBytes,
    seconds: last.seconds ?? first.seconds,
    evidence: last.evidence ?? first.evidence,
  };
}

function earlier(a: Moment | null, b: Moment | null): Moment | null {
  if (a === null || b === null) return a ?? b;
  return a.monotonic <= b.monotonic ? a : b;
}
