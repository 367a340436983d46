/** One alert over its life: how it is raised, changes while it lasts, and is cleared. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { cutText } from '../../../shared/cut-text.ts';
import type { Alert, AlertFigure, AlertRecord } from '../../../shared/protocol/alert.ts';
import { millisOf, timestampOf } from '../node-time.ts';
import { overWords } from './alert-words.ts';
import type { Condition, Words } from './condition.ts';
import { isWorse } from './severity.ts';

const LONGEST_TEXT = 512;
const MOST_DETAILS = 16;

export interface AlertEntry {
  readonly id: string;
  readonly key: string;
  /** Replaced whole at each change. */
  alert: Alert;
  readonly told: Record<string, string>;
  /** Somebody cleared it while its condition held: until that ends nothing is told of it. */
  isDismissed: boolean;
  /** When it last said something new, monotonic. */
  saidAt: Millis;
  /** When its figure was last taken, monotonic. */
  figuredAt: Millis;
}

export function newEntry(id: string, key: string, condition: Condition, now: Moment): AlertEntry {
  const { kind, severity, node, job, jobTitle, metric, label, beganAt, partOf } = condition;
  const at = timestampOf(now.wall);
  const alert: Alert = {
    id,
    kind,
    severity,
    state: 'raised',
    ...bounded(condition.words()),
    node,
    job,
    jobTitle: jobTitle && cutText(jobTitle, LONGEST_TEXT),
    metric,
    label: label && cutText(label, LONGEST_TEXT),
    figure: firstFigure(condition),
    raisedAt: timestampOf(Math.min(now.wall, beganAt ?? now.wall)),
    changedAt: at,
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    mutedUntil: null,
    times: 1,
    ...(partOf === null ? {} : { partOf }),
  };
  return { id, key, alert, told: {}, isDismissed: false, saidAt: now.monotonic, figuredAt: now.monotonic };
}

export function restoredEntry({ id, alert, key, told, dismissed }: AlertRecord, now: Moment): AlertEntry {
  const { monotonic } = now;
  const isDismissed = dismissed === true;
  return { id, key, alert, told: { ...told }, isDismissed, saidAt: monotonic, figuredAt: monotonic };
}

export function recordOfEntry({ id, alert, key, told, isDismissed }: AlertEntry): AlertRecord {
  return { id, alert, key, told, ...(isDismissed ? { dismissed: true } : {}) };
}

/** The same alert once more, a short while after it was cleared. Who acknowledged it still knows of it. */
export function raiseAgain(entry: AlertEntry, condition: Condition, now: Moment): void {
  const { alert } = entry;
  const isKnown = alert.acknowledgedAt !== null && !isWorse(condition.severity, alert.severity);
  entry.alert = {
    ...alert,
    kind: condition.kind,
    severity: condition.severity,
    state: isKnown ? 'acknowledged' : 'raised',
    ...(isKnown ? {} : NOBODYS),
    ...bounded(condition.words()),
    job: condition.job,
    jobTitle: condition.jobTitle,
    ...partOfNow(alert, condition),
    figure: joinFigure(alert.figure, firstFigure(condition)),
    changedAt: timestampOf(now.wall),
    clearedAt: null,
    times: alert.times + 1,
  };
  entry.isDismissed = false;
  entry.saidAt = now.monotonic;
  entry.figuredAt = now.monotonic;
}

/**
 * What is new of it while it lasts; true where it is to be told. Words wait until `quietMillis` have passed since the
 * last ones; another severity does not.
 */
export function renew(entry: AlertEntry, condition: Condition, now: Moment, quietMillis: Millis): boolean {
  takeFigure(entry, condition, now);
  const { alert } = entry;
  const isPartAnew = condition.partOf !== (alert.partOf ?? null);
  const hasTurned = condition.severity !== alert.severity || condition.kind !== alert.kind || isPartAnew;
  if (!hasTurned && now.monotonic - entry.saidAt < quietMillis) return false;
  const words = bounded(condition.words());
  const saysNew = words.message !== alert.message || words.details.join('\n') !== alert.details.join('\n');
  entry.saidAt = now.monotonic;
  if (!hasTurned && !saysNew) return false;
  entry.alert = {
    ...alert,
    ...words,
    kind: condition.kind,
    severity: condition.severity,
    ...partOfNow(alert, condition),
    ...(isWorse(condition.severity, alert.severity) ? { state: 'raised', ...NOBODYS } : {}),
    changedAt: timestampOf(now.wall),
  };
  return true;
}

function partOfNow(alert: Alert, { partOf }: Condition): Pick<Alert, 'partOf'> {
  return partOf === null && alert.partOf === undefined ? {} : { partOf };
}

const NOBODYS = { acknowledgedAt: null, acknowledgedBy: null } as const;

/** When a condition began and ended, Unix milliseconds. */
export interface Lasted {
  readonly from: Millis;
  readonly to: Millis;
}

/** `lasted` is null where it is not known to be over: then it says what it said. */
export function clearEntry(entry: AlertEntry, lasted: Lasted | null, now: Moment): void {
  const { alert } = entry;
  const at = timestampOf(now.wall);
  const seconds = lasted && Math.max(0, (lasted.to - lasted.from) / 1000);
  const message = seconds === null ? alert.message : cutText(overWords(alert, seconds), LONGEST_TEXT);
  entry.alert = { ...alert, message, state: 'cleared', changedAt: at, clearedAt: at };
  entry.saidAt = now.monotonic;
}

/** It is not known to be over, but nobody is to look after it by itself any more; `why` in words. */
export function closeEntry(entry: AlertEntry, why: string, now: Moment): void {
  clearEntry(entry, null, now);
  entry.alert = { ...entry.alert, message: cutText(`${entry.alert.message}; ${why}`, LONGEST_TEXT) };
}

/** Figures move with each report and are told with the next words. The mean is over time. */
function takeFigure(entry: AlertEntry, { figure }: Condition, now: Moment): void {
  const known = entry.alert.figure;
  if (figure === null) return;
  const raisedAt = millisOf(entry.alert.raisedAt) ?? now.wall;
  const step = now.monotonic - entry.figuredAt;
  const whole = Math.max(step, now.wall - raisedAt);
  const share = whole <= 0 ? 0 : step / whole;
  const { value, limit } = figure;
  const mean = known?.mean ?? value;
  entry.figuredAt = now.monotonic;
  entry.alert = {
    ...entry.alert,
    figure: {
      last: value,
      least: Math.min(known?.least ?? value, value),
      mean: mean + (value - mean) * share,
      most: Math.max(known?.most ?? value, value),
      limit,
    },
  };
}

function firstFigure({ figure }: Condition): AlertFigure | null {
  if (figure === null) return null;
  const { value, limit } = figure;
  return { last: value, least: value, mean: value, most: value, limit };
}

function joinFigure(before: AlertFigure | null, now: AlertFigure | null): AlertFigure | null {
  if (!before || !now) return now ?? before;
  const [least, most] = [before.least ?? now.least, before.most ?? now.most];
  return {
    ...now,
    least: least === null || now.least === null ? now.least : Math.min(least, now.least),
    mean: before.mean,
    most: most === null || now.most === null ? now.most : Math.max(most, now.most),
  };
}

function bounded({ message, details }: Words): { message: string; details: string[] } {
  return {
    message: cutText(message, LONGEST_TEXT),
    details: details.slice(0, MOST_DETAILS).map((line) => cutText(line, LONGEST_TEXT)),
  };
}

/** What somebody does with an alert: true where it changed by it. */
export function acknowledged(entry: AlertEntry, by: string | null, now: Moment): boolean {
  if (entry.alert.state !== 'raised') return false;
  const at = timestampOf(now.wall);
  entry.alert = { ...entry.alert, state: 'acknowledged', changedAt: at, acknowledgedAt: at, acknowledgedBy: by };
  return true;
}

export function muted(entry: AlertEntry, seconds: number, now: Moment): boolean {
  const mutedUntil = seconds === 0 ? null : timestampOf(now.wall + seconds * 1000);
  if (mutedUntil === entry.alert.mutedUntil) return false;
  entry.alert = { ...entry.alert, mutedUntil, changedAt: timestampOf(now.wall) };
  return true;
}

export function cleared(entry: AlertEntry, stillHolds: boolean, now: Moment): boolean {
  if (entry.alert.state === 'cleared') return false;
  entry.isDismissed = stillHolds;
  clearEntry(entry, null, now);
  return true;
}
