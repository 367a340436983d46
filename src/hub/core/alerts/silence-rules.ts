/** What is wrong when a node is not heard: by its last report, and by how long ago that was. */
import type { Moment } from '../../../shared/clock.ts';
import { formatSpan } from '../../../shared/units.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';
import { clockWords } from './alert-words.ts';
import { type Condition, condition } from './condition.ts';

/** Late and then offline is one silence, and one alert that grows worse. */
const SILENCE = 'silence';
/** A late heartbeat is often only late. */
const LATE_FOR_SECONDS = 10;
/** An agent that is updated or restarted says that it leaves, and is back soon. */
const LEFT_FOR_SECONDS = 60;
/** A node that reports once and is gone again was not back. */
const BACK_FOR_SECONDS = 5;

export function silenceConditions({ id, report, liveness, heardAt }: NodeFacts, now: Moment): readonly Condition[] {
  if (liveness === 'online') return [];
  const told = { node: id, same: SILENCE, beganAt: heardAt, clearSeconds: BACK_FOR_SECONDS };
  if (report.leaving)
    return [
      condition({
        ...told,
        kind: 'node-offline',
        severity: 'info',
        forSeconds: LEFT_FOR_SECONDS,
        words: () => ({ message: `its agent was stopped at ${clockWords(heardAt)}`, details: [] }),
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
      words: () => ({ message: `offline, last heartbeat ${clockWords(heardAt)}`, details: lastSeenDoing(report) }),
    }),
  ];
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
