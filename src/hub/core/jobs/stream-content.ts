/** What several nodes see of one stream, made into one truth. No rule depends on the order of reports. */
import type { Millis } from '../../../shared/clock.ts';
import {
  type FrameRange,
  hasFrame,
  NO_FRAMES,
  rangeOfFrames,
  subtractFrames,
  unionFrames,
} from '../../../shared/frames/frame-range.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { StreamPlace } from './job-key.ts';
import { mergeCompletions, mergeDefects } from './merged-views.ts';
import { type Completion, type Defect, FILE_STATES, type FileState, type Sighting } from './sighting.ts';

/** A frame that one node sees finished may look unfinished for so long to one behind a cache, or with a fast clock. */
const LATE_VIEW_MILLIS = 5_000;

type StateFrames = Readonly<Record<FileState, FrameRange>>;

/** A stream as the first of its nodes names it. */
type StreamNames = Pick<SequenceReport, 'share' | 'directory' | 'localPath' | 'pattern' | 'extension' | 'padding'>;

export interface StreamContent extends StateFrames, StreamNames {
  readonly place: StreamPlace;
  /** A part of `done`. */
  readonly suspicious: FrameRange;
  /** Every frame that has a file, in whatever state. */
  readonly seen: FrameRange;
  readonly doneBytes: number;
  /** Oldest first, each frame once. */
  readonly completions: readonly Completion[];
  /** What was last found wrong with each broken or suspicious file, by frame. */
  readonly defects: readonly Defect[];
}

/** `views` is in the order of the nodes' names. */
export function mergeStream(views: readonly [Sighting, ...Sighting[]]): StreamContent {
  const { sequence, place } = views[0].source;
  const { share, directory, localPath, pattern, extension, padding } = sequence;
  const states = settledStates(views);
  const suspicious = common(unionOf(views.map((view) => view.suspicious)), states.done);
  return {
    share,
    directory,
    localPath,
    pattern,
    extension,
    padding,
    place,
    done: states.done,
    writing: states.writing,
    broken: states.broken,
    placeholders: states.placeholders,
    suspicious,
    seen: unionOf(FILE_STATES.map((state) => states[state])),
    // The same files are seen by all: the fullest view counts, not the sum.
    doneBytes: Math.max(...views.map((view) => view.source.sequence.doneBytes)),
    completions: mergeCompletions(views),
    defects: mergeDefects(views, { broken: states.broken, suspicious }),
  };
}

export function unionOf(ranges: readonly FrameRange[]): FrameRange {
  // Those who see one directory mostly hold one range of it.
  return [...new Set(ranges)].reduce(unionFrames, NO_FRAMES);
}

/** `part` without what is not in `whole`; quick where there is nothing, as there mostly is. */
function common(part: FrameRange, whole: FrameRange): FrameRange {
  return part.length === 0 ? part : subtractFrames(part, subtractFrames(part, whole));
}

/**
 * Where nobody says when: a check that found a frame broken stands against a view that has not looked into the file,
 * and a node behind a cache sees a placeholder or half a file where another sees the finished frame.
 */
const WEIGHT: Readonly<Record<FileState, number>> = { broken: 3, done: 2, writing: 1, placeholders: 0 };
const WEIGHTIEST_FIRST: readonly FileState[] = ['broken', 'done', 'writing', 'placeholders'];

/** Each frame in one state: the newest view of it counts, as far as times are told. */
function settledStates(views: readonly Sighting[]): StateFrames {
  const claimed = Object.fromEntries(
    FILE_STATES.map((state) => [state, unionOf(views.map((view) => view[state]))]),
  ) as Record<FileState, FrameRange>;
  const disputes = views.length > 1 ? disputesOf(views, claimed) : [];
  const settled: Record<FileState, FrameRange> = { ...claimed };
  let taken = NO_FRAMES;
  for (const state of WEIGHTIEST_FIRST) {
    const free = subtractFrames(claimed[state], taken);
    taken = unionFrames(taken, claimed[state]);
    settled[state] = free;
  }
  if (disputes.length === 0) return settled;
  const disputed = rangeOfFrames(disputes.map(([frame]) => frame));
  for (const state of FILE_STATES) {
    const won = disputes.filter(([, winner]) => winner === state).map(([frame]) => frame);
    settled[state] = unionFrames(subtractFrames(settled[state], disputed), rangeOfFrames(won));
  }
  return settled;
}

/** Frames that are in several states and of which times are told, each with the state that it is in. */
function disputesOf(views: readonly Sighting[], claimed: StateFrames): readonly (readonly [number, FileState])[] {
  const contested = contestedFrames(claimed);
  if (contested.length === 0) return [];
  const times = new Map<number, Map<FileState, Millis>>();
  const note = (frame: number, state: FileState, at: Millis): void => {
    const known = times.get(frame) ?? new Map<FileState, Millis>();
    known.set(state, Math.max(at, known.get(state) ?? at));
    times.set(frame, known);
  };
  for (const view of views) {
    for (const { frame, at } of view.completions)
      if (hasFrame(contested, frame) && hasFrame(view.done, frame))
        note(frame, 'done', at.monotonic + LATE_VIEW_MILLIS);
    for (const { frame, at } of view.defects)
      if (hasFrame(contested, frame) && hasFrame(view.broken, frame)) note(frame, 'broken', at.monotonic);
    for (const { frame, kind, changedAt } of view.claims) {
      if (kind === 'cut' || !hasFrame(contested, frame)) continue;
      if (hasFrame(view.writing, frame)) note(frame, 'writing', changedAt);
      else if (hasFrame(view.placeholders, frame)) note(frame, 'placeholders', changedAt);
    }
  }
  return [...times].map(([frame, known]) => [frame, winnerOf(frame, known, claimed)] as const);
}

/** Few as a rule: those that changed between two nodes' reports. */
function contestedFrames(claimed: StateFrames): FrameRange {
  let taken = NO_FRAMES;
  let contested = NO_FRAMES;
  for (const state of FILE_STATES) {
    contested = unionFrames(contested, common(claimed[state], taken));
    taken = unionFrames(taken, claimed[state]);
  }
  return contested;
}

/** The newest of what is told with its time; against what is told without, the weightier, and a break may be mended. */
function winnerOf(frame: number, times: ReadonlyMap<FileState, Millis>, claimed: StateFrames): FileState {
  let newest: FileState | null = null;
  let untimed: FileState | null = null;
  for (const state of WEIGHTIEST_FIRST) {
    const at = times.get(state);
    if (at === undefined) {
      if (untimed === null && hasFrame(claimed[state], frame)) untimed = state;
    } else if (newest === null || at > (times.get(newest) ?? 0)) newest = state;
  }
  if (newest === null || untimed === null) return newest ?? untimed ?? 'done';
  return untimed === 'broken' || WEIGHT[newest] > WEIGHT[untimed] ? newest : untimed;
}
