/** What a receiver is still to be told of an alert, by what it was told last. */
import type { Millis } from '../../shared/clock.ts';
import type { Alert, AlertKind, AlertRecord, AlertSeverity } from '../../shared/protocol/alert.ts';
import { isWorse } from '../core/alerts/severity.ts';

/** `happened` is of a moment, and never open. */
export type NoticeChange = 'raised' | 'worse' | 'cleared' | 'happened';

export interface Notice {
  readonly change: NoticeChange;
  readonly alert: Alert;
}

/** What goes out at once: one notice, or several as a digest. */
export interface Message {
  readonly farm: string;
  readonly at: Millis;
  readonly notices: readonly Notice[];
  /** Asked for by a person, to see whether it arrives. */
  readonly isTest: boolean;
}

interface Told {
  readonly stage: 'raised' | 'cleared';
  readonly severity: AlertSeverity;
  readonly times: number;
}

const TOLD = /^(raised|cleared) (info|warn|crit) (\d{1,15})$/;

/** What is to be known, and over as soon as it is raised. */
const PASSING: ReadonlySet<AlertKind> = new Set(['job-completed']);
/** A receiver that is new need not hear of what happened last week. */
const NEWS: Millis = 24 * 3_600_000;

/** As `AlertRecord.told` keeps it: stage, severity, and of which of the alert's times. */
export function toldText({ change, alert }: Notice): string {
  const isOver = change === 'cleared' || change === 'happened';
  return `${isOver ? 'cleared' : 'raised'} ${alert.severity} ${alert.times}`;
}

/**
 * Null where there is nothing to tell: it has been told, somebody looks after it already, or it came and went
 * unheard. An alert that flaps is told again only once it was told to be over.
 */
export function noticeFor({ alert, told }: AlertRecord, receiver: string, wall: Millis): Notice | null {
  const before = toldOf(told, receiver);
  if (PASSING.has(alert.kind)) {
    const isNews = before?.times !== alert.times && wall - Date.parse(alert.changedAt) <= NEWS;
    return isNews ? { change: 'happened', alert } : null;
  }
  if (alert.state === 'cleared') return before?.stage === 'raised' ? { change: 'cleared', alert } : null;
  if (alert.state === 'acknowledged') return null;
  if (before?.stage !== 'raised') return { change: 'raised', alert };
  return isWorse(alert.severity, before.severity) ? { change: 'worse', alert } : null;
}

function toldOf(told: AlertRecord['told'], receiver: string): Told | null {
  const match = Object.hasOwn(told, receiver) ? TOLD.exec(told[receiver] ?? '') : null;
  return match && { stage: match[1] as Told['stage'], severity: match[2] as AlertSeverity, times: Number(match[3]) };
}
