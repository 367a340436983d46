/** What the lists show of a job, whatever the time. */
import { cutText } from '../../../shared/cut-text.ts';
import { formatFrameRangeWithin } from '../../../shared/frames/frame-notation.ts';
import { countFrames, type FrameRange } from '../../../shared/frames/frame-range.ts';
import type { JobSummary } from '../../../shared/protocol/job.ts';
import { LONGEST_NOTATION } from '../../../shared/protocol/schema.ts';
import { timestampOf } from '../node-time.ts';
import type { JobContent } from './job-content.ts';
import type { JobOutlook } from './job-outlook.ts';
import type { JobStanding } from './job-standing.ts';

const LONGEST_TITLE = 512;

export type JobFacts = Required<Omit<JobSummary, keyof JobStanding>>;

export function jobFacts(id: string, nodeIds: readonly string[], content: JobContent): JobFacts {
  const { doneCount, total } = content;
  return {
    id,
    title: cutText(content.title, LONGEST_TITLE),
    done: doneCount,
    total,
    percent: total === null ? null : percentDone(doneCount, total),
    missing: notationOf(content.missing),
    broken: countFrames(content.broken),
    suspicious: countFrames(content.suspicious),
    orphaned: 0,
    orphanedFrames: '',
    secondsPerFrame: null,
    nodes: [...nodeIds],
    outputDir: content.outputDir,
    pattern: content.pattern,
    startedAt: content.startedAt && timestampOf(content.startedAt.wall),
    updatedAt: content.changedAt && timestampOf(content.changedAt.wall),
  };
}

/** With what the outlook knows besides. Written out: a spread with more behind it costs a hidden class an object. */
export function factsNow({ view, shown, forecast }: JobOutlook): JobFacts {
  const { id, title, done, total, percent, missing, suspicious, nodes, outputDir, pattern, startedAt, updatedAt } =
    view.facts;
  const seconds = forecast.secondsPerFrame;
  return {
    id,
    title,
    done,
    total,
    percent,
    missing,
    broken: countFrames(shown.broken),
    suspicious,
    orphaned: countFrames(shown.orphaned),
    orphanedFrames: notationOf(shown.orphaned),
    secondsPerFrame: seconds === null ? null : Math.round(seconds * 100) / 100,
    nodes,
    outputDir,
    pattern,
    startedAt,
    updatedAt,
  };
}

/** The job as the lists show it. */
export function jobSummaryOf(facts: JobFacts, standing: JobStanding): JobSummary {
  const { id, title, done, total, percent, missing, broken, suspicious, orphaned, orphanedFrames } = facts;
  const { secondsPerFrame, nodes, outputDir, pattern, startedAt, updatedAt } = facts;
  const { state, reason, etaSeconds, etaP90Seconds, etaUnsure, late, overdue, framesPerHour } = standing;
  return {
    id,
    title,
    state,
    reason,
    done,
    total,
    percent,
    missing,
    etaSeconds,
    etaP90Seconds,
    etaUnsure,
    late,
    overdue,
    broken,
    suspicious,
    orphaned,
    orphanedFrames,
    framesPerHour,
    secondsPerFrame,
    nodes,
    outputDir,
    pattern,
    startedAt,
    updatedAt,
  };
}

/** To a tenth, and 100 only when nothing is missing. */
function percentDone(done: number, total: number): number {
  return done === total ? 100 : Math.min(99.9, Math.round((1000 * done) / total) / 10);
}

/** The range in notation, cut after a whole part where it is longer than the protocol bears. */
export function notationOf(range: FrameRange): string {
  return formatFrameRangeWithin(range, LONGEST_NOTATION).notation;
}
