/** What is true of a job only for the time being: whether it goes on, and when it will be done. */
import type { Millis } from '../../../shared/clock.ts';
import type { JobState } from '../../../shared/protocol/job.ts';
import { inSteps } from '../forecast/eta-steps.ts';
import type { Forecast } from '../forecast/forecast-input.ts';
import { type JobSituation, jobStateOf } from './job-state.ts';

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
  const { content, crew, forecast } = situation;
  const { state, reason } = jobStateOf(situation, now);
  const isOpen = state === 'running' || state === 'stalled';
  const isDone = state === 'completed';
  const told = isOpen && content.total !== null ? forecast : null;
  const unwatched = crew.some(({ liveness }) => liveness === 'stale') || crew.every(isOffline);
  return {
    state,
    reason,
    etaSeconds: isDone ? 0 : stepped(told?.p50Seconds ?? null),
    etaP90Seconds: isDone ? 0 : stepped(told?.p90Seconds ?? null),
    etaUnsure: told !== null && told.p50Seconds !== null && (told.unsure || unwatched || state !== 'running'),
    late: told?.late ?? false,
    overdue: state === 'running' ? (forecast?.overdue ?? null) : null,
    framesPerHour: framesPerHourOf(state, forecast),
  };
}

function stepped(seconds: number | null): number | null {
  return seconds === null ? null : inSteps(seconds);
}

function isOffline({ liveness }: JobSituation['crew'][number]): boolean {
  return liveness === 'offline';
}

/** Of a quiet job nothing can be said; of one that ended well, how fast it was. */
function framesPerHourOf(state: JobState, forecast: Forecast | null): number | null {
  switch (state) {
    case 'running':
    case 'completed':
      return forecast?.framesPerHour ?? null;
    case 'stalled':
    case 'failed':
    case 'aborted':
      return 0;
    case 'quiet':
      return null;
  }
}
