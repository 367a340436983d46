/** The alerts that the hub has told of, each with its texts made harmless once, and what the header says of them all. */
import type { Millis } from '../../shared/clock.ts';
import type { Alert, AlertSeverity } from '../../shared/protocol/alert.ts';
import { cellText } from './cell-text.ts';

export interface AlertEntry {
  readonly alert: Alert;
  /** Empty where it is about no node, no job. */
  readonly node: string;
  readonly jobTitle: string;
  readonly message: string;
  /** Times of the hub's clock in Unix milliseconds. */
  readonly raisedAt: Millis;
  readonly clearedAt: Millis | null;
  readonly mutedUntil: Millis | null;
}

/** Open alerts and the most severe of them. */
export interface AlertCount {
  readonly count: number;
  readonly worst: AlertSeverity;
}

export interface AlertBook {
  readonly entries: ReadonlyMap<string, AlertEntry>;
  /** Null where none is open. */
  readonly open: AlertCount | null;
  readonly openByNode: ReadonlyMap<string, AlertCount>;
}

export const EMPTY_BOOK: AlertBook = { entries: new Map(), open: null, openByNode: new Map() };

/** Higher is more severe. */
export const SEVERITY_RANKS: Readonly<Record<AlertSeverity, number>> = { info: 0, warn: 1, crit: 2 };

export function isOpen({ alert }: AlertEntry): boolean {
  return alert.state !== 'cleared';
}

/** The book of a snapshot; a hub without alerts tells none. */
export function bookOfAlerts(alerts: readonly Alert[] = []): AlertBook {
  return alerts.length === 0 ? EMPTY_BOOK : counted(new Map(alerts.map((alert) => [alert.id, entryOf(alert)])));
}

/** The book after a change; the same object where it changes nothing. */
export function bookAfter(
  book: AlertBook,
  {
    alerts = [],
    removedAlerts = [],
  }: { readonly alerts?: readonly Alert[]; readonly removedAlerts?: readonly string[] },
): AlertBook {
  if (alerts.length === 0 && removedAlerts.length === 0) return book;
  const entries = new Map(book.entries);
  for (const id of removedAlerts) entries.delete(id);
  for (const alert of alerts) entries.set(alert.id, entryOf(alert));
  return counted(entries);
}

/** What the hub answered to a deed; what it has told since by its stream is newer, and stays. */
export function bookAfterAnswer(book: AlertBook, alert: Alert): AlertBook {
  const known = book.entries.get(alert.id)?.alert;
  const isNews = known !== undefined && Date.parse(alert.changedAt) >= Date.parse(known.changedAt);
  return isNews ? bookAfter(book, { alerts: [alert] }) : book;
}

function entryOf(alert: Alert): AlertEntry {
  return {
    alert,
    node: cellText(alert.node ?? ''),
    jobTitle: cellText(alert.jobTitle ?? ''),
    message: cellText(alert.message),
    raisedAt: Date.parse(alert.raisedAt),
    clearedAt: timeOf(alert.clearedAt),
    mutedUntil: timeOf(alert.mutedUntil),
  };
}

function timeOf(timestamp: string | null): Millis | null {
  return timestamp === null ? null : Date.parse(timestamp);
}

function counted(entries: ReadonlyMap<string, AlertEntry>): AlertBook {
  const openByNode = new Map<string, AlertCount>();
  let open: AlertCount | null = null;
  for (const entry of entries.values()) {
    if (!isOpen(entry)) continue;
    const { node, severity } = entry.alert;
    open = oneMore(open, severity);
    if (node !== null) openByNode.set(node, oneMore(openByNode.get(node) ?? null, severity));
  }
  return { entries, open, openByNode };
}

function oneMore(known: AlertCount | null, severity: AlertSeverity): AlertCount {
  if (!known) return { count: 1, worst: severity };
  return {
    count: known.count + 1,
    worst: SEVERITY_RANKS[severity] > SEVERITY_RANKS[known.worst] ? severity : known.worst,
  };
}

/** Whether an alert has become critical that nobody has been called for: not muted, not yet anybody's. */
export function hasNewCritical(before: AlertBook, after: AlertBook, hubNow: Millis): boolean {
  if (before === after) return false;
  for (const [id, entry] of after.entries)
    if (isCall(entry, hubNow)) {
      const known = before.entries.get(id);
      if (!known || !isOpen(known) || known.alert.severity !== 'crit') return true;
    }
  return false;
}

function isCall({ alert, mutedUntil }: AlertEntry, hubNow: Millis): boolean {
  return alert.severity === 'crit' && alert.state === 'raised' && (mutedUntil === null || mutedUntil <= hubNow);
}
