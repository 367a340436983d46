/** A job's frames one by one, as many as a page holds: the ranges that they come from are never written out. */
import type { Moment } from '../../../shared/clock.ts';
import {
  ascendingFrames,
  countFrames,
  type FrameRange,
  hasFrame,
  intersectFrames,
  subtractFrames,
} from '../../../shared/frames/frame-range.ts';
import type { FrameState, JobFrame, JobFrames } from '../../../shared/protocol/job.ts';
import { timestampOf } from '../node-time.ts';
import type { TimedFrame } from './frame-timing.ts';
import { defectsOf } from './job-detail.ts';
import type { JobOutlook, OutlookAsked } from './job-outlook.ts';
import { unionOf } from './stream-content.ts';

export interface FramesQuery {
  /** Null: frames in any state. */
  readonly states: ReadonlySet<FrameState> | null;
  /** Null: all of them. */
  readonly frames: FrameRange | null;
  readonly limit: number;
  /** Frames beyond this one alone. */
  readonly after: number | null;
}

export function framesPage(outlook: OutlookAsked, query: FramesQuery, now: Moment): Omit<JobFrames, 'id' | 'at'> {
  const byState = framesByState(outlook);
  const wanted = byState.filter(([state]) => query.states?.has(state) ?? true).map(([, frames]) => frames);
  const all = unionOf(wanted);
  const chosen = query.frames === null ? all : intersectFrames(all, query.frames);
  const tell = frameTeller(outlook, byState, now);
  const frames: JobFrame[] = [];
  let isLast = true;
  for (const frame of ascendingFrames(chosen, query.after ?? undefined)) {
    isLast = frames.length < query.limit;
    if (!isLast) break;
    frames.push(tell(frame));
  }
  return { total: countFrames(chosen), frames, next: isLast ? null : (frames.at(-1)?.frame ?? null) };
}

type StateFrames = readonly (readonly [FrameState, FrameRange])[];

/** Each frame in one state. Where nobody said what is to be rendered, the holes are what is missing. */
function framesByState({ view, shown }: JobOutlook): StateFrames {
  const { done, suspicious, writing, broken, placeholders, orphaned } = shown;
  const begun = unionOf([writing, broken, placeholders, orphaned]);
  return [
    ['done', subtractFrames(done, suspicious)],
    ['suspicious', suspicious],
    ['writing', writing],
    ['broken', broken],
    ['placeholder', placeholders],
    ['orphaned', orphaned],
    ['missing', subtractFrames(view.content.missing, begun)],
  ];
}

type FrameFacts = Omit<JobFrame, 'frame' | 'state'>;

const NO_FACTS: FrameFacts = {
  node: null,
  evidence: null,
  seconds: null,
  bytes: null,
  fraction: null,
  startedAt: null,
  finishedAt: null,
  why: null,
};

function frameTeller(outlook: OutlookAsked, byState: StateFrames, now: Moment): (frame: number) => JobFrame {
  const { content } = outlook.view;
  const told = {
    defects: new Map(defectsOf(content).map((defect) => [defect.frame, defect])),
    orphans: new Map(outlook.group.orphans.map((orphan) => [orphan.frame, orphan])),
    claims: new Map(outlook.group.inHand.map((claim) => [claim.frame, claim])),
    finished: new Map(outlook.times.timeline.map((finished) => [finished.frame, finished])),
  };
  const time = (monotonic: number): string => timestampOf(now.wall - (now.monotonic - monotonic));
  const facts = (frame: number, state: FrameState): FrameFacts => {
    switch (state) {
      case 'done':
      case 'suspicious':
      case 'broken':
        return { ...finishedFacts(told.finished.get(frame)), why: told.defects.get(frame)?.why ?? null };
      case 'writing':
      case 'placeholder': {
        const claim = told.claims.get(frame);
        if (!claim) return NO_FACTS;
        const { node, evidence, fraction, sizeBytes, since } = claim;
        return { ...NO_FACTS, node, evidence, fraction, bytes: sizeBytes, startedAt: time(since) };
      }
      case 'orphaned': {
        const orphan = told.orphans.get(frame);
        if (!orphan) return NO_FACTS;
        const { node, sizeBytes, since, why } = orphan;
        return { ...NO_FACTS, node, bytes: sizeBytes, startedAt: time(since), why };
      }
      case 'missing':
        return { ...NO_FACTS, why: lackOf(outlook, frame) };
    }
  };
  return (frame) => {
    const state = byState.find(([, frames]) => hasFrame(frames, frame))?.[0] ?? 'missing';
    return { frame, state, ...facts(frame, state) };
  };
}

function finishedFacts(mark: TimedFrame | undefined): FrameFacts {
  if (!mark) return NO_FACTS;
  const { node, evidence, seconds, sizeBytes, startedAt, at } = mark;
  return {
    ...NO_FACTS,
    node,
    evidence,
    seconds: seconds === null ? null : Math.round(seconds * 1000) / 1000,
    bytes: sizeBytes,
    startedAt: startedAt === null ? null : timestampOf(startedAt),
    finishedAt: timestampOf(at),
  };
}

/** Of several streams, those that a frame has not yet where it has others. */
function lackOf({ view }: JobOutlook, frame: number): string | null {
  const { streams, regularStreams, seen } = view.content;
  if (streams.length === 1 || !hasFrame(seen, frame)) return null;
  const lacking = streams.filter(({ place, done }) => regularStreams.includes(place.stream) && !hasFrame(done, frame));
  const names = lacking.map(({ place }) => [place.layer, place.view, place.tile].filter((name) => name).join(' '));
  return `not there yet: ${names.map((name) => name || 'the main layer').join(', ')}`.slice(0, 512);
}
