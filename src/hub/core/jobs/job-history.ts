/** How a job went so far: what outlives the nodes that saw it and the hub itself. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { cutText } from '../../../shared/cut-text.ts';
import type { JobRecord } from '../../../shared/protocol/job-record.ts';
import { millisOf, timestampOf } from '../node-time.ts';
import { createFrameLedger, type FrameLedger, framesKnown, marksOf, noteFinished, noteStart } from './frame-ledger.ts';
import { type TimedFrame, timelineOf, worksOf } from './frame-timing.ts';
import type { JobKey } from './job-key.ts';

const LONGEST_TITLE = 512;
/** Of so many frames that were finished last the slowest tells how long one may take. */
const RECENT_FRAMES = 12;
/** Of more frames than these a forecast takes the latest. */
const MOST_FRAMES = 2_000;

export interface JobHistory {
  readonly id: string;
  readonly ledger: FrameLedger;
  /** As the job was last shown; null before. */
  named: (JobKey & { readonly title: string }) | null;
  /** Unix milliseconds, as are all times here. */
  firstSeenAt: Millis;
  seenAt: Millis;
  times: HistoryTimes | null;
}

/** What follows from the ledger, made again when that has changed. */
export interface HistoryTimes {
  readonly revision: number;
  /** The last rendering of each frame, oldest first: one list until a frame is finished. Of many frames the latest. */
  readonly timeline: readonly TimedFrame[];
  /** Every node's renderings, those that were rendered over too, and those of nobody known. */
  readonly works: readonly TimedFrame[];
  /** The slowest of the latest frames; null is unknown. */
  readonly slowestSeconds: number | null;
}

export function createJobHistory(id: string, now: Millis): JobHistory {
  return { id, ledger: createFrameLedger(), named: null, firstSeenAt: now, seenAt: now, times: null };
}

/** What each of the latest frames took, as a forecast wants to know. */
export function timesOf(history: JobHistory, now: Moment): HistoryTimes {
  if (history.times?.revision === history.ledger.revision) return history.times;
  history.times = timesOfLatest(history.ledger, MOST_FRAMES, now);
  return history.times;
}

/** The same of all frames: too much to be kept. */
export function allTimesOf(history: JobHistory, now: Moment): HistoryTimes {
  return timesOfLatest(history.ledger, Number.POSITIVE_INFINITY, now);
}

/** The ledger's wall times become the hub's monotonic ones, none of them in the future. */
function timesOfLatest(ledger: FrameLedger, most: number, now: Moment): HistoryTimes {
  const asked = { most, monotonic: (wall: Millis): Millis => now.monotonic - Math.max(0, now.wall - wall) };
  const timeline = timelineOf(ledger, asked);
  const isEachOnce = ledger.marks.rows - ledger.marks.free.length === framesKnown(ledger);
  const works = isEachOnce ? timeline : [...worksOf(ledger, asked), ...timeline.filter(({ node }) => node === null)];
  const latest = timeline.slice(-RECENT_FRAMES).flatMap(({ seconds }) => seconds ?? []);
  const slowestSeconds = latest.length === 0 ? null : Math.max(...latest);
  return { revision: ledger.revision, timeline, works, slowestSeconds };
}

/** Null while there is nothing to keep. */
export function recordOfHistory(history: JobHistory): JobRecord | null {
  const { id, ledger, named, firstSeenAt, seenAt } = history;
  if (!named || framesKnown(ledger) === 0) return null;
  const starts = [...ledger.starts].flatMap(([node, times]) => times.map((at) => ({ node, at: timestampOf(at) })));
  return {
    id,
    title: cutText(named.title, LONGEST_TITLE),
    share: named.share,
    directory: named.directory,
    pattern: named.pattern,
    firstSeenAt: timestampOf(firstSeenAt),
    seenAt: timestampOf(seenAt),
    renderersStarted: starts,
    frames: marksOf(ledger).map(({ frame, at, startedAt, seconds, sizeBytes, node, evidence }) => ({
      frame,
      at: timestampOf(at),
      startedAt: startedAt === null ? null : timestampOf(startedAt),
      seconds,
      bytes: sizeBytes,
      node,
      evidence,
    })),
  };
}

/** Adds what a record tells; times of it that are no dates are left out, and none is in the future. */
export function addRecord(history: JobHistory, record: JobRecord, now: Millis): void {
  const wall = (time: string | null): Millis | null => {
    const millis = millisOf(time);
    return millis === null ? null : Math.max(0, Math.min(now, millis));
  };
  const { title, share, directory, pattern } = record;
  history.named ??= { title, share, directory, pattern };
  history.firstSeenAt = Math.min(history.firstSeenAt, wall(record.firstSeenAt) ?? now);
  for (const { node, at } of record.renderersStarted) noteStart(history.ledger, node, wall(at) ?? now);
  for (const { frame, at, startedAt, seconds, bytes, node, evidence } of record.frames) {
    const finishedAt = wall(at);
    if (finishedAt === null) continue;
    const mark = { frame, at: finishedAt, startedAt: wall(startedAt), seconds, sizeBytes: bytes, node, evidence };
    noteFinished(history.ledger, mark);
  }
}
