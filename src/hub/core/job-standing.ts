/** Is the job going on? Told apart from what is on disk alone: the silence of the renderer counts, never the agent's. */
import type { Millis } from '../../shared/clock.ts';
import type { JobState } from '../../shared/protocol/job.ts';
import type { Liveness } from '../../shared/protocol/render-node.ts';
import { formatDuration } from '../../shared/units.ts';
import { estimateOf, type Pace } from './estimates.ts';
import type { JobContent } from './job-content.ts';

/** A machine that does more than this is busy. */
const BUSY_FROM_PERCENT = 5;
/** Silence is a stall only when it is this many times the usual frame. */
const STALL_FACTOR = 1.5;
/** As many names as fit into a reason. */
const NAMES_TOLD = 3;

/** A node that sees the job. */
export interface CrewMember {
  readonly id: string;
  readonly liveness: Liveness;
  readonly cpuPercent: number | null;
  readonly gpuPercent: number | null;
}

export interface JobSituation {
  readonly content: JobContent;
  readonly pace: Pace | null;
  readonly crew: readonly CrewMember[];
  /** When the hub first saw the job, monotonic. */
  readonly firstSeen: Millis;
  readonly stallAfterSeconds: number;
}

/** What is true of a job only for the time being. */
export interface JobStanding {
  readonly state: JobState;
  readonly reason: string | null;
  readonly etaSeconds: number | null;
  readonly etaP90Seconds: number | null;
  readonly etaUnsure: boolean;
  readonly late: boolean;
  readonly overdue: 'amber' | 'red' | null;
  readonly framesPerHour: number | null;
}

/** `now` is the hub's monotonic clock. */
export function standingOf(situation: JobSituation, now: Millis): JobStanding {
  const { state, reason } = stateOf(situation, now);
  const { content, pace, crew, firstSeen } = situation;
  const last = content.completions.at(-1)?.at.monotonic ?? content.changedAt?.monotonic ?? firstSeen;
  // A stall says nothing of how long it will last: the estimate stands still, as of one frame remaining whole.
  const sinceLast = state === 'running' ? (now - last) / 1000 : 0;
  const remaining = content.total === null ? null : content.total - content.doneCount;
  const estimate = remaining === null || state === 'quiet' ? null : estimateOf(remaining, pace, sinceLast);
  const unwatched = crew.some((member) => member.liveness === 'stale') || crew.every(isOffline);
  return {
    state,
    reason,
    etaSeconds: estimate?.etaSeconds ?? null,
    etaP90Seconds: null,
    late: false,
    overdue: null,
    etaUnsure: estimate !== null && remaining !== 0 && (estimate.unsure || unwatched || state !== 'running'),
    framesPerHour: framesPerHourOf(state, pace),
  };
}

function stateOf(situation: JobSituation, now: Millis): { state: JobState; reason: string | null } {
  const { content, pace, crew, firstSeen, stallAfterSeconds } = situation;
  if (content.total !== null && content.doneCount === content.total) return { state: 'completed', reason: null };
  const silence = (now - (content.changedAt?.monotonic ?? firstSeen)) / 1000;
  const limit = Math.max(stallAfterSeconds, STALL_FACTOR * (pace?.secondsPerFrame ?? 0));
  const active = content.changedAt !== null && silence <= limit;
  const unfinished = content.total !== null || content.writing.length > 0;
  if ((active || unfinished) && crew.every(isOffline)) return { state: 'stalled', reason: desertedReason(crew) };
  if (active) return { state: 'running', reason: null };
  if (!unfinished || silence <= limit) return { state: 'quiet', reason: null };
  const waiting = `no new frame for ${formatDuration(silence)}${usualWords(pace)}`;
  const present = crew.filter((member) => !isOffline(member));
  // Never dead while the machine is busy: a heavy frame writes nothing for hours.
  if (present.some(isBusy)) return { state: 'running', reason: `${waiting}, but ${busyWords(present)}` };
  return { state: 'stalled', reason: `${waiting}${idleWords(present)}` };
}

function isOffline(member: CrewMember): boolean {
  return member.liveness === 'offline';
}

function isBusy({ cpuPercent, gpuPercent }: CrewMember): boolean {
  return (cpuPercent ?? 0) >= BUSY_FROM_PERCENT || (gpuPercent ?? 0) >= BUSY_FROM_PERCENT;
}

function usualWords(pace: Pace | null): string {
  if (!pace) return '';
  const seconds = pace.secondsPerFrame;
  // Where whole minutes are too coarse to compare by.
  const usual = seconds >= 60 && seconds < 600 ? `${(seconds / 60).toFixed(1)}m` : formatDuration(Math.max(1, seconds));
  return ` (usual ${usual})`;
}

/** Only what is known to be idle is called so. */
function idleWords(crew: readonly CrewMember[]): string {
  const cpu = crew.some((member) => member.cpuPercent !== null);
  const gpu = crew.some((member) => member.gpuPercent !== null);
  if (!cpu && !gpu) return '';
  return `, ${[...(cpu ? ['CPU'] : []), ...(gpu ? ['GPU'] : [])].join(' and ')} idle`;
}

function busyWords(crew: readonly CrewMember[]): string {
  return crew.some((member) => (member.gpuPercent ?? 0) >= BUSY_FROM_PERCENT) ? 'the GPU is busy' : 'the CPU is busy';
}

function desertedReason(crew: readonly CrewMember[]): string {
  const names = crew.map((member) => member.id.slice(0, 64));
  const told = names.slice(0, NAMES_TOLD).join(', ');
  const more = names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : '';
  return names.length === 1 ? `its node ${told} is offline` : `its nodes ${told}${more} are offline`;
}

/** A stalled job makes none; of a quiet one nothing can be said. */
function framesPerHourOf(state: JobState, pace: Pace | null): number | null {
  if (state === 'stalled') return 0;
  return pace && state !== 'quiet' ? Math.round((3600 / pace.secondsPerFrame) * 10) / 10 : null;
}
