/** The list of alerts as a person handles it: what is let through, in which order, what is selected and in view. */
import type { Millis, Moment } from '../../shared/clock.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import { type AlertBook, type AlertEntry, isOpen, SEVERITY_RANKS } from './alert-book.ts';
import { type AlertStand, alertStand } from './alert-stand.ts';
import { filterWords } from './node-filter.ts';
import { HOLD_MILLIS } from './node-list.ts';
import { heldOrder, movedSelection, type RowList, reordered } from './row-list.ts';

export const ALERT_SORT_KEYS = ['level', 'time', 'node', 'job', 'state'] as const;
export type AlertSortKey = (typeof ALERT_SORT_KEYS)[number];

export interface AlertSort {
  readonly key: AlertSortKey;
  readonly descending: boolean;
}

export interface AlertList extends RowList {
  readonly filter: string;
  readonly editingFilter: boolean;
  /** Whether those are listed too that are over. */
  readonly showsClosed: boolean;
  readonly sort: AlertSort;
  /** Monotonic time until which no row moves, because the person is moving. */
  readonly heldUntil: Millis;
}

export const EMPTY_ALERT_LIST: AlertList = {
  order: [],
  selectedId: null,
  top: 0,
  filter: '',
  editingFilter: false,
  showsClosed: true,
  sort: { key: 'level', descending: true },
  heldUntil: 0,
};

export interface AlertOrderRequest {
  readonly now: Moment;
  /** Time of the hub's clock, Unix milliseconds. */
  readonly hubNow: Millis;
  /** How many rows are in view. */
  readonly height: number;
  /** Whether to sort even while rows are held: the person asked for another filter or order. */
  readonly asked?: boolean;
}

/** The list in today's order; the same object when nothing moves. While it is held, rows only come and go. */
export function arrangeAlerts(list: AlertList, book: AlertBook, request: AlertOrderRequest): AlertList {
  const { now, hubNow, height, asked } = request;
  const held = !asked && list.order.length > 0 && now.monotonic < list.heldUntil;
  const known = held ? new Set(list.order) : null;
  const words = filterWords(list.filter);
  const shown = [...book.entries.values()].filter(
    (entry) => (list.showsClosed || isOpen(entry) || known?.has(entry.alert.id)) && matches(entry, hubNow, words),
  );
  const sorted = sortedAlerts(shown, list.sort, hubNow);
  return reordered(list, known ? heldOrder(list.order, sorted) : sorted, height);
}

/** Moves the selection by so many rows and holds the rows still for a while. */
export function moveAlertSelection(list: AlertList, by: number, { now, height }: AlertOrderRequest): AlertList {
  return heldAlerts(movedSelection(list, by, height), now);
}

/** A row that the person has just done something about does not run away from the cursor. */
export function heldAlerts(list: AlertList, now: Moment): AlertList {
  return { ...list, heldUntil: now.monotonic + HOLD_MILLIS };
}

/** The next column, in the direction that shows what matters first. */
export function nextAlertSort({ key }: AlertSort): AlertSort {
  const next = ALERT_SORT_KEYS[(ALERT_SORT_KEYS.indexOf(key) + 1) % ALERT_SORT_KEYS.length] ?? 'level';
  return { key: next, descending: next === 'level' || next === 'time' };
}

/** Each word is in the level, the kind, the state, the node, the job, the message or the name of who looks after it. */
function matches(entry: AlertEntry, hubNow: Millis, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { severity, kind, node, acknowledgedBy, label } = entry.alert;
  const parts = [severity, kind, alertStand(entry, hubNow), node, entry.jobTitle, entry.message, acknowledgedBy, label];
  const text = parts.join('\n').normalize('NFC').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What nobody has taken up stands before what somebody has, and what is over last. */
const STAND_RANKS: Readonly<Record<AlertStand, number>> = { new: 3, acknowledged: 2, muted: 1, closed: 0 };

function sortedAlerts(entries: readonly AlertEntry[], sort: AlertSort, hubNow: Millis): readonly string[] {
  const sign = sort.descending ? -1 : 1;
  const keyed = entries.map((entry) => ({ entry, value: sortValue(entry, sort.key, hubNow) }));
  keyed.sort(
    (a, b) =>
      unknownLast(a.value, b.value) ||
      sign * compared(a.value, b.value) ||
      b.entry.raisedAt - a.entry.raisedAt ||
      compareTexts(a.entry.alert.id, b.entry.alert.id),
  );
  return keyed.map(({ entry }) => entry.alert.id);
}

function sortValue(entry: AlertEntry, key: AlertSortKey, hubNow: Millis): number | string | null {
  const stand = STAND_RANKS[alertStand(entry, hubNow)];
  const severity = SEVERITY_RANKS[entry.alert.severity];
  switch (key) {
    case 'level':
      return isOpen(entry) ? 10 + 10 * severity + stand : severity;
    case 'time':
      return entry.raisedAt;
    case 'node':
      return entry.node === '' ? null : entry.node;
    case 'job':
      return entry.jobTitle === '' ? null : entry.jobTitle;
    case 'state':
      return -10 * stand - severity;
  }
}

function unknownLast(a: number | string | null, b: number | string | null): number {
  return Number(a === null) - Number(b === null);
}

function compared(a: number | string | null, b: number | string | null): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : naturalOrder(String(a), String(b));
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
