/** How the farm's jobs went, those that nobody sees any more included: which of it is to be kept, and for how long. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { JobRecord } from '../../../shared/protocol/job-record.ts';
import { framesKnown } from '../jobs/frame-ledger.ts';
import { addRecord, createJobHistory, type JobHistory, recordOfHistory } from '../jobs/job-history.ts';
import { millisOf } from '../node-time.ts';

const DAY_MILLIS = 24 * 3_600_000;
/** A job that nobody sees is remembered for so long: a disk may be away over a weekend. */
const KEPT_UNSEEN_MILLIS = 7 * DAY_MILLIS;
/** Of jobs that nobody sees no more frames than these are remembered, some 20 MB. */
const MOST_UNSEEN_FRAMES = 200_000;

export interface Histories {
  readonly byJob: Map<string, JobHistory>;
  /** Those that nobody sees at present, the one that was left first. */
  readonly unseen: Map<string, JobHistory>;
  /** What the records were last made of: a ledger's revision, and the day when the job was last seen. */
  readonly recorded: Map<string, { readonly revision: number; readonly seenAt: Millis }>;
  /** Jobs whose record is to be removed. */
  readonly dropped: Set<string>;
}

export function createHistories(): Histories {
  return { byJob: new Map(), unseen: new Map(), recorded: new Map(), dropped: new Set() };
}

/** The history of a job that somebody sees. */
export function historyOf(histories: Histories, jobId: string, now: Millis): JobHistory {
  const history = histories.byJob.get(jobId) ?? createJobHistory(jobId, now);
  histories.byJob.set(jobId, history);
  histories.unseen.delete(jobId);
  histories.dropped.delete(jobId);
  return history;
}

export function noteUnseen(histories: Histories, history: JobHistory): void {
  if (framesKnown(history.ledger) > 0) histories.unseen.set(history.id, history);
  else histories.byJob.delete(history.id);
}

/** False where nothing was kept of the job. */
export function forgetHistory(histories: Histories, jobId: string): boolean {
  histories.unseen.delete(jobId);
  histories.recorded.delete(jobId);
  return histories.byJob.delete(jobId);
}

/** A job's history from its record, at the hub's start: nobody sees the job until a node tells of it. */
export function restoreHistory(histories: Histories, record: JobRecord, now: Moment): void {
  const known = histories.byJob.get(record.id);
  const history = known ?? createJobHistory(record.id, now.wall);
  addRecord(history, record, now.wall);
  if (!known) {
    history.seenAt = Math.min(now.wall, millisOf(record.seenAt) ?? now.wall);
    histories.byJob.set(record.id, history);
    histories.unseen.set(record.id, history);
  }
  histories.recorded.set(record.id, { revision: history.ledger.revision, seenAt: history.seenAt });
}

export function recordOf(histories: Histories, jobId: string): JobRecord | null {
  const history = histories.byJob.get(jobId);
  return history ? recordOfHistory(history) : null;
}

/** Jobs whose records are out of date since the last time, and those whose record has to go. */
export interface HistoryChanges {
  readonly changed: readonly string[];
  readonly dropped: readonly string[];
}

export function takeHistoryChanges(histories: Histories, now: Moment): HistoryChanges {
  dropOld(histories, now.wall);
  const changed: string[] = [];
  for (const [id, history] of histories.byJob) {
    const { ledger } = history;
    if (framesKnown(ledger) === 0 || !history.named) continue;
    if (!histories.unseen.has(id)) history.seenAt = now.wall;
    const recorded = histories.recorded.get(id);
    const isDated = recorded && history.seenAt - recorded.seenAt < DAY_MILLIS;
    if (isDated && recorded.revision === ledger.revision) continue;
    histories.recorded.set(id, { revision: ledger.revision, seenAt: history.seenAt });
    changed.push(id);
  }
  const dropped = [...histories.dropped];
  histories.dropped.clear();
  return { changed, dropped };
}

/** What was left longest ago goes first. */
function dropOld(histories: Histories, now: Millis): void {
  const { unseen } = histories;
  let frames = 0;
  for (const { ledger } of unseen.values()) frames += framesKnown(ledger);
  for (const history of [...unseen.values()].sort((a, b) => a.seenAt - b.seenAt)) {
    if (now - history.seenAt < KEPT_UNSEEN_MILLIS && frames <= MOST_UNSEEN_FRAMES) return;
    frames -= framesKnown(history.ledger);
    forgetHistory(histories, history.id);
    histories.dropped.add(history.id);
  }
}
