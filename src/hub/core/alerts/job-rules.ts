/** What is wrong with a job, or to be known of it. */
import { parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import { countFrames } from '../../../shared/frames/frame-range.ts';
import type { JobDetail, JobSummary } from '../../../shared/protocol/job.ts';
import { formatSpan } from '../../../shared/units.ts';
import { frameWords } from '../jobs/job-reasons.ts';
import { millisOf } from '../node-time.ts';
import { spoiltWords } from './alert-words.ts';
import { type Condition, condition, type Words } from './condition.ts';

/** One that was completed before the hub was started is told if that is not longer ago. */
const COMPLETED_TOLD_SECONDS = 3_600;
/** A file that is written over is broken for a moment. */
const SPOILT_FOR_SECONDS = 30;
const OVERDUE_FOR_SECONDS = 60;
const MOST_DEFECTS = 8;

export interface JobFacts {
  readonly job: JobSummary;
  /** It is in its state since before the hub first saw it. */
  readonly isOld: boolean;
  /** All its nodes are offline: that is told of them, and is why nothing comes of it. */
  readonly isDeserted: boolean;
  /** Everything that is known of it, which costs a look at all its frames. */
  readonly describe: () => JobDetail | null;
}

export function jobConditions(facts: JobFacts): readonly Condition[] {
  return [...stateConditions(facts), ...frameConditions(facts)];
}

function about({ id, title, nodes }: JobSummary): Pick<Condition, 'job' | 'jobTitle' | 'node'> {
  const [only = null] = nodes;
  return { job: id, jobTitle: title, node: nodes.length === 1 ? only : null };
}

function stateConditions({ job, isOld, isDeserted }: JobFacts): readonly Condition[] {
  const { state, reason } = job;
  const told = { ...about(job), happenedAt: isOld ? (millisOf(job.updatedAt) ?? 0) : null };
  const ended = { ...told, severity: 'crit', clearSeconds: 0, words: () => endWords(job) } as const;
  switch (state) {
    case 'running':
      return [];
    case 'quiet':
      return holeConditions(job, told);
    case 'stalled':
      return [stalled(job, isDeserted, reason ?? 'no new frame')];
    case 'completed':
      return [...(reason === null ? [] : [stalled(job, isDeserted, reason)]), completed(job, told)];
    case 'failed':
      return [condition({ ...ended, kind: 'job-failed' })];
    case 'aborted':
      return [condition({ ...ended, kind: 'frames-missing' })];
  }
}

function stalled(job: JobSummary, isDeserted: boolean, message: string): Condition {
  return condition({
    ...about(job),
    kind: 'job-stalled',
    severity: 'warn',
    clearSeconds: 0,
    coveredBy: isDeserted ? `its ${job.nodes.length === 1 ? 'node is' : 'nodes are'} offline` : null,
    words: () => ({ message, details: [progressWords(job)] }),
  });
}

function completed(job: JobSummary, told: Partial<Condition>): Condition {
  const [started, ended] = [millisOf(job.startedAt), millisOf(job.updatedAt)];
  const frames = `${job.done} ${job.done === 1 ? 'frame' : 'frames'}`;
  const took = started === null || ended === null ? '' : ` in ${formatSpan((ended - started) / 1000)}`;
  return condition({
    ...told,
    kind: 'job-completed',
    severity: 'info',
    isPassing: true,
    tellWithinSeconds: COMPLETED_TOLD_SECONDS,
    words: () => ({ message: `job done, ${frames}${took}`, details: [job.outputDir] }),
  });
}

/** Without a range nobody can say that it is short of one; but holes between its frames are none that anybody wants. */
function holeConditions(job: JobSummary, told: Partial<Condition>): readonly Condition[] {
  if (job.missing === '' || job.updatedAt === null) return [];
  return [
    condition({
      ...told,
      kind: 'frames-missing',
      severity: 'warn',
      words: () => {
        const holes = parseFrameRange(job.missing);
        const count = countFrames(holes);
        const noun = count === 1 ? 'frame is' : 'frames are';
        return { message: `${count} ${noun} missing in between: ${frameWords(holes)}`, details: [job.outputDir] };
      },
    }),
  ];
}

function endWords(job: JobSummary): Words {
  const missing = parseFrameRange(job.missing);
  const isShort = job.total !== null && countFrames(missing) > 0;
  return {
    message: job.reason ?? `ended with ${countFrames(missing)} frames missing`,
    details: [...(isShort ? [`Missing: ${frameWords(missing)}`] : []), progressWords(job), job.outputDir],
  };
}

function progressWords({ done, total }: JobSummary): string {
  return total === null ? `${done} frames are done` : `${done} of ${total} frames are done`;
}

function frameConditions({ job, describe }: JobFacts): readonly Condition[] {
  // What was there before anybody looked is told by the job's line, and calls for nobody.
  if (job.updatedAt === null) return [];
  const told = { ...about(job), severity: 'warn', forSeconds: SPOILT_FOR_SECONDS } as const;
  return [
    ...(job.broken === 0
      ? []
      : [condition({ ...told, kind: 'frames-broken', words: () => brokenWords(job, describe()) })]),
    ...(job.suspicious === 0
      ? []
      : [condition({ ...told, kind: 'frames-suspicious', words: () => suspiciousWords(job, describe()) })]),
    ...(job.orphaned === 0
      ? []
      : [condition({ ...told, kind: 'frames-orphaned', words: () => orphanWords(job, describe()) })]),
    ...(job.overdue !== 'red'
      ? []
      : [
          condition({
            ...told,
            kind: 'frame-overdue',
            forSeconds: OVERDUE_FOR_SECONDS,
            words: () => ({ message: job.reason ?? OVERDUE, details: [progressWords(job)] }),
          }),
        ]),
  ];
}

const OVERDUE = 'a frame takes more than four times as long as foretold';

function brokenWords(job: JobSummary, detail: JobDetail | null): Words {
  const frames = detail ? parseFrameRange(detail.brokenFrames) : [];
  const message = frames.length === 0 ? `${job.broken} broken frames` : spoiltWords('broken', frames);
  const defects = (detail?.defects ?? []).filter(({ kind }) => kind !== 'small');
  return { message, details: defects.slice(-MOST_DEFECTS).map(({ frame, why }) => `Frame ${frame}: ${why}`) };
}

function suspiciousWords(job: JobSummary, detail: JobDetail | null): Words {
  const small = (detail?.defects ?? []).filter(({ kind }) => kind === 'small');
  const frames = detail ? parseFrameRange(detail.suspiciousFrames) : [];
  const [only] = small;
  if (only && job.suspicious === 1) return { message: `frame ${only.frame} is ${only.why}`, details: [] };
  return {
    message:
      frames.length === 0 ? `${job.suspicious} suspiciously small frames` : spoiltWords('suspiciously small', frames),
    details: small.slice(-MOST_DEFECTS).map(({ frame, why }) => `Frame ${frame}: ${why}`),
  };
}

function orphanWords(job: JobSummary, detail: JobDetail | null): Words {
  const frames = parseFrameRange(detail?.orphanedFrames ?? job.orphanedFrames ?? '');
  const message = frames.length === 0 ? `${job.orphaned} orphaned frames` : spoiltWords('orphaned', frames);
  return {
    message,
    details: (detail?.orphans ?? []).slice(0, MOST_DEFECTS).map(({ frame, why }) => `Frame ${frame}: ${why}`),
  };
}
