/** How a job went so far: what outlives the nodes that saw it and the hub itself. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { cutText } from '../../../shared/cut-text.ts';
import type { JobRecord } from '../../../shared/protocol/job-record.ts';
import type { FinishedFrame } from '../forecast/forecast-input.ts';
import type { FrameWork } from '../group/group-input.ts';
import { millisOf, timestampOf } from '../node-time.ts';
import { createFrameLedger, type FrameLedger, marksOf, noteFinished, noteStart } from './frame-ledger.ts';
import { type TimedFrame, timelineOf, worksOf } from './frame-timing.ts';
import type { JobKey } from './job-key.ts';

const LONGEST_TITLE = 512;
/** Of so many frames that were finished last the slowest tells how long one may take. */
const RECENT_FRAMES = 12;

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
  /** The last rendering of each frame, oldest first. */
  readonly timeline: readonly TimedFrame[];
  readonly byFrame: ReadonlyMap<number, TimedFrame>;
  /** The same as a forecast takes it: one list until a frame is finished. */
  readonly finished: readonly FinishedFrame[];
  /** Every node's renderings, those that were rendered over too, and those of nobody known. */
  readonly works: readonly FrameWork[];
  /** The slowest of the latest frames; null is unknown. */
  readonly slowestSeconds: number | null;
}

export function createJobHistory(id: string, now: Millis): JobHistory {
  return { id, ledger: createFrameLedger(), named: null, firstSeenAt: now, seenAt: now, times: null };
}

/** What each frame took. The ledger's wall times become the hub's monotonic ones, none of them in the future. */
export function timesOf(history: JobHistory, now: Moment): HistoryTimes {
  const { ledger } = history;
  if (history.times?.revision === ledger.revision) return history.times;
  const monotonic = (wall: Millis): Millis => now.monotonic - Math.max(0, now.wall - wall);
  const timeline = timelineOf(ledger);
  const owned = worksOf(ledger);
  const latest = timeline.slice(-RECENT_FRAMES).flatMap(({ seconds }) => seconds ?? []);
  const times = {
    revision: ledger.revision,
    timeline,
    byFrame: new Map(timeline.map((frame) => [frame.frame, frame])),
    finished: timeline.map(({ frame, node, seconds, at, isFirst }) => ({
      frame,
      node,
      seconds,
      finishedAt: monotonic(at),
      isFirst,
    })),
    works: [...owned, ...timeline.filter(({ node }) => node === null)].map(
      ({ frame, node, evidence, seconds, at }) => ({
        frame,
        node,
        evidence,
        seconds,
        finishedAt: monotonic(at),
      }),
    ),
    slowestSeconds: latest.length === 0 ? null : Math.max(...latest),
  };
  history.times = times;
  return times;
}

/** Null while there is nothing to keep. */
export function recordOfHistory(history: JobHistory): JobRecord | null {
  const { id, ledger, named, firstSeenAt, seenAt } = history;
  if (!named || ledger.entries.size === 0) return null;
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
