import type { Millis } from '../../shared/clock.ts';
import { cutText } from '../../shared/cut-text.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import type { JobSummary, NodeJob } from '../../shared/protocol/job.ts';
import type { Liveness, RenderNodeState } from '../../shared/protocol/render-node.ts';
import type { Report } from '../../shared/protocol/report.ts';
import { formatDuration } from '../../shared/units.ts';
import { isIdle } from './group/crew.ts';
import { millisOf } from './node-time.ts';
import type { VitalFigures } from './vital-figures.ts';

/** A job that ended is its nodes' job for so long; one that ended short of its range until somebody has come in the morning. */
const ENDED_JOB_SHOWN_MILLIS = 10 * 60_000;
const BADLY_ENDED_JOB_SHOWN_MILLIS = 16 * 3_600_000;
/** A clock that is off by more is worth a word. */
const SKEW_TOLD_SECONDS = 60;
const LONGEST_REASON = 512;

const GOES_ON = 0;
const HANGS = 1;
const ENDED = 2;

/** Which of several jobs is a node's: what goes on before what hangs before what has ended. */
function rankOf(job: JobSummary): number {
  switch (job.state) {
    case 'running':
      return GOES_ON;
    case 'stalled':
      return HANGS;
    case 'completed':
      return hasHungRenderer(job) ? HANGS : ENDED;
    case 'failed':
    case 'aborted':
    case 'quiet':
      return ENDED;
  }
}

/** Nothing else is to be said of a completed job than that a renderer does not end. */
function hasHungRenderer(job: JobSummary): boolean {
  return job.state === 'completed' && job.reason !== null;
}

/** The job that a node's line shows of those that it sees; the most recently updated of the first rank. */
export function jobOfNode(jobs: readonly JobSummary[], wall: Millis): JobSummary | null {
  let chosen: JobSummary | null = null;
  for (const job of jobs) {
    if (rankOf(job) === ENDED && !endedLatelyOrBefore(job, wall)) continue;
    if (!chosen || isBetter(job, chosen)) chosen = job;
  }
  return chosen;
}

/** What was there before the agent looked is shown too: whoever names a directory wants to see what is in it. */
function endedLatelyOrBefore(job: JobSummary, wall: Millis): boolean {
  const updated = millisOf(job.updatedAt);
  const hasEndedBadly = job.state === 'failed' || job.state === 'aborted';
  return updated === null || wall - updated <= (hasEndedBadly ? BADLY_ENDED_JOB_SHOWN_MILLIS : ENDED_JOB_SHOWN_MILLIS);
}

function isBetter(a: JobSummary, b: JobSummary): boolean {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank < 0;
  const [left, right] = [a.updatedAt ?? '', b.updatedAt ?? ''];
  if (left !== right) return left > right;
  // Of those that nobody has seen change the last by name, as the newest version is.
  return naturalOrder(`${a.outputDir}/${a.pattern}`, `${b.outputDir}/${b.pattern}`) > 0;
}

/** A job as its node's line tells of it. */
export function nodeJobOf(job: JobSummary): NodeJob {
  const { id, title, state, done, total, percent, etaSeconds, etaUnsure, late, overdue, secondsPerFrame } = job;
  return { id, title, state, done, total, percent, etaSeconds, etaUnsure, late, overdue, secondsPerFrame };
}

export interface NodeSituation {
  readonly report: Report;
  readonly liveness: Liveness;
  readonly silence: Millis;
  readonly figures: VitalFigures;
  readonly job: JobSummary | null;
  readonly clockSkewSeconds: number | null;
  /** More separate frames than are kept of one node. */
  readonly isOverfull: boolean;
}

export interface NodeStanding {
  readonly state: RenderNodeState;
  readonly reason: string | null;
}

/** What is wrong stands before what goes on: silence, then errors, stalls, heat, rendering. */
export function nodeStanding(situation: NodeSituation): NodeStanding {
  const { report, liveness, silence, figures, job } = situation;
  if (report.leaving) return { state: 'offline', reason: 'agent stopped' };
  if (liveness !== 'online') return { state: liveness, reason: `silent for ${formatDuration(silenceShown(silence))}` };
  const unreadable = report.roots?.find((root) => root.status === 'unreadable');
  if (unreadable)
    return { state: 'error', reason: unreadable.reason ?? cutText(`cannot read ${unreadable.path}`, LONGEST_REASON) };
  if (job && (job.state === 'stalled' || isHeldBy(job, report))) return { state: 'stalled', reason: job.reason };
  if (figures.heat !== null) return { state: 'hot', reason: figures.heat };
  const isRendering = job?.state === 'running' && !hasStopped(report, figures);
  return { state: isRendering ? 'rendering' : 'idle', reason: remarkOf(situation) };
}

/** The frames are whole, but the machine is not free for others: somebody must end the renderer. */
function isHeldBy(job: JobSummary, report: Report): boolean {
  return hasHungRenderer(job) && report.renderers?.some((renderer) => renderer.endedAt === null) === true;
}

/** Others go on with the job that it sees: its own renderers have ended, or there is none and it has nothing to do. */
function hasStopped({ renderers }: Report, figures: VitalFigures): boolean {
  if (!renderers || renderers.some((renderer) => renderer.endedAt === null)) return false;
  return renderers.length > 0 || isIdle(figures);
}

/** In steps of 5 s under a minute, or a farm that is cut off would send a word for each node each second. */
function silenceShown(silence: Millis): number {
  const seconds = Math.floor(silence / 1000);
  return seconds < 60 ? seconds - (seconds % 5) : seconds;
}

/** What a supervisor should know of a node that is otherwise well. */
function remarkOf({ report, job, clockSkewSeconds, isOverfull }: NodeSituation): string | null {
  const missing = report.roots?.find((root) => root.status === 'missing');
  if (missing) return missing.reason ?? cutText(`there is no ${missing.path}`, LONGEST_REASON);
  if (clockSkewSeconds !== null && Math.abs(clockSkewSeconds) > SKEW_TOLD_SECONDS) {
    const off = formatDuration(Math.abs(clockSkewSeconds));
    return `its clock is ${off} ${clockSkewSeconds > 0 ? 'behind' : 'ahead of'} the hub's`;
  }
  if (isOverfull) return 'its sequences have more separate frames than are kept of one node';
  return job?.reason ?? null;
}
