/** What is wrong when a node is not heard: by its last report, and by how long ago that was. */
import type { Moment } from '../../../shared/clock.ts';
import type { NodeJob } from '../../../shared/protocol/job.ts';
import { formatSpan } from '../../../shared/units.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';
import { timestampOf } from '../node-time.ts';
import { type Condition, condition } from './condition.ts';

/** Late and then offline is one silence, and one alert that grows worse. */
const SILENCE = 'silence';
/** A late heartbeat is often only late. */
const LATE_FOR_SECONDS = 10;
/** An agent that is updated or restarted says that it leaves, and is back soon. */
const LEFT_FOR_SECONDS = 60;
/** A node that reports once and is gone again was not back. */
const BACK_FOR_SECONDS = 5;

/** Beside what the node told last. */
export interface Silence {
  /** The job that it had when it was last heard: by now its line may show another one of those that it saw. */
  readonly job: NodeJob | null;
  /** Id of the alert of all that fell silent with it. */
  readonly partOf: string | null;
}

export function silenceConditions(facts: NodeFacts, { job, partOf }: Silence, now: Moment): readonly Condition[] {
  const { id, report, liveness, heardAt } = facts;
  if (liveness === 'online') return [];
  const had = job && isAtWork(report, job) ? job : null;
  const told = {
    node: id,
    job: had?.id ?? null,
    jobTitle: had?.title ?? null,
    same: SILENCE,
    beganAt: heardAt,
    clearSeconds: BACK_FOR_SECONDS,
  };
  const doing = had ? `, was rendering ${had.title}` : '';
  if (report.leaving)
    return [
      condition({
        ...told,
        kind: 'node-offline',
        severity: 'info',
        forSeconds: LEFT_FOR_SECONDS,
        words: () => ({ message: `its agent was stopped${doing}`, details: [] }),
      }),
    ];
  if (liveness === 'stale')
    return [
      condition({
        ...told,
        kind: 'node-stale',
        severity: 'info',
        forSeconds: LATE_FOR_SECONDS,
        words: () => ({ message: `heartbeat late, ${formatSpan((now.wall - heardAt) / 1000)}`, details: [] }),
      }),
    ];
  return [
    condition({
      ...told,
      kind: 'node-offline',
      severity: 'crit',
      partOf,
      // When that was says the alert's own time, which each reader sees by his own clock.
      words: () => ({
        message: `offline${doing}`,
        details: [`Last heartbeat ${timestampOf(heardAt)}`, ...lastSeenDoing(report)],
      }),
    }),
  ];
}

/** Many see the files of a job that others render: one without a renderer was at rest. */
function isAtWork({ renderers }: NodeFacts['report'], { state }: NodeJob): boolean {
  if (state !== 'running' && state !== 'stalled') return false;
  return renderers === undefined || renderers.some(({ endedAt }) => endedAt === null);
}

/** What whoever goes there would like to know. */
function lastSeenDoing({ os, renderers }: NodeFacts['report']): readonly string[] {
  const running = (renderers ?? [])
    .filter(({ endedAt }) => endedAt === null)
    .map(({ program, pid }) => `${program} (pid ${pid})`);
  return [
    ...(running.length === 0 ? [] : [`It was rendering with ${running.slice(0, 4).join(', ')}`]),
    ...(os ? [`It runs ${os}`] : []),
  ];
}
