/** The alerts of the farm: conditions and time go in, alerts come out. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { Alert, AlertRecord } from '../../../shared/protocol/alert.ts';
import type { AlertCounts } from '../fleet/fleet-summary.ts';
import { millisOf } from '../node-time.ts';
import { acknowledged, cleared, muted, recordOfEntry, restoredEntry } from './alert-entry.ts';
import { newestFirst } from './alert-shelf.ts';
import {
  createWatchState,
  forget,
  observe,
  suspend,
  takeDue,
  type WatchState,
  watchRestored,
} from './alert-watching.ts';
import type { Condition, Subject } from './condition.ts';
import { rankOfSeverity } from './severity.ts';

/** A dashboard that connects gets so many. */
const MOST_SHOWN = 500;
/** Of late: since yesterday. */
const SHOWN_CLEARED_MILLIS = 24 * 3_600_000;

export interface AlertChanges {
  readonly alerts: readonly Alert[];
  readonly removed: readonly string[];
}

export interface AlertBook {
  /** All that is wrong with the subject now; what was before and is not among it is on its way to be over. */
  observe(subject: Subject, conditions: readonly Condition[], now: Moment): void;
  /** The subject is no more: what was open of it is over. */
  forget(subject: Subject, now: Moment): void;
  /** Nobody can know how it is with the subject: what is open of it is closed, `why` in words. */
  suspend(subject: Subject, why: string, now: Moment): void;
  /** Id of an open alert of the subject; null where there is none. */
  openOf(subject: Subject): string | null;
  /** Raises and clears what is due: to be called each second. */
  tick(now: Moment): void;
  /** An alert from its record at the hub's start. */
  restore(record: AlertRecord, now: Moment): void;
  /** Nothing is raised before, monotonic. */
  keepQuietUntil(moment: Millis): void;
  /** Subjects of restored alerts that were not observed since. */
  unobserved(): readonly Subject[];
  /** Null where there is no such alert; one that is cleared stays as it is. */
  acknowledge(id: string, by: string | null, now: Moment): Alert | null;
  /** Nobody is told of it for so long; 0 ends it. */
  mute(id: string, seconds: number, now: Moment): Alert | null;
  /** It is over; it comes back when its condition has ended and begins anew. */
  clear(id: string, now: Moment): Alert | null;
  readonly counts: AlertCounts;
  /** Grows with each visible change. */
  readonly revision: number;
  /** All that are kept, newest first. */
  list(): readonly Alert[];
  /** Open ones of this node, newest first. */
  ofNode(id: string): readonly Alert[];
  /** Open ones and those that were cleared of late, newest first; the worst where there are too many. */
  shown(now: Moment): readonly Alert[];
  /** Visible changes since the last taking, of `most` alerts at once; null where there are none. */
  takeChanges(most: number): AlertChanges | null;
  /** Ids of the records that are to be written and to be removed since the last taking. */
  takeRecordChanges(): { readonly changed: readonly string[]; readonly dropped: readonly string[] };
  record(id: string): AlertRecord | null;
  records(): Iterable<AlertRecord>;
  /** What a receiver was last told of the alert; kept over a restart. */
  noteTold(id: string, receiver: string, text: string): void;
}

export function createAlertBook(): AlertBook {
  const state = createWatchState();
  const { shelf } = state;
  const act = (id: string, action: (entry: NonNullable<ReturnType<typeof shelf.byId.get>>) => boolean) => {
    const entry = shelf.byId.get(id);
    if (!entry) return null;
    if (action(entry)) shelf.put(entry);
    return entry.alert;
  };
  return {
    observe: (subject, conditions, now) => observe(state, subject, conditions, now),
    forget: (subject, now) => forget(state, subject, now),
    suspend: (subject, why, now) => suspend(state, subject, why, now),
    openOf: (subject) => openOf(state, subject),
    tick: (now) => takeDue(state, now),
    restore: (record, now) => watchRestored(state, restoredEntry(record, now), now),
    keepQuietUntil(moment) {
      state.quietUntil = moment;
    },
    unobserved: () => [...state.unobserved],
    acknowledge: (id, by, now) => act(id, (entry) => acknowledged(entry, by, now)),
    mute: (id, seconds, now) => act(id, (entry) => muted(entry, seconds, now)),
    clear: (id, now) => act(id, (entry) => cleared(entry, state.watched.has(entry.key), now)),
    get counts() {
      return countsOf(state);
    },
    get revision() {
      return shelf.revision;
    },
    list: () => [...shelf.byId.values()].map(({ alert }) => alert).sort(newestFirst),
    ofNode: (id) => [...shelf.open].flatMap(({ alert }) => (alert.node === id ? [alert] : [])).sort(newestFirst),
    shown: (now) => shownAlerts(state, now),
    takeChanges: (most) => takeChanges(state, most),
    takeRecordChanges() {
      const { kept, dropped } = shelf.changes;
      const taken = { changed: [...kept], dropped: [...dropped] };
      kept.clear();
      dropped.clear();
      return taken;
    },
    record(id) {
      const entry = shelf.byId.get(id);
      return entry ? recordOfEntry(entry) : null;
    },
    *records() {
      for (const entry of shelf.byId.values()) yield recordOfEntry(entry);
    },
    noteTold(id, receiver, text) {
      const entry = shelf.byId.get(id);
      if (!entry || entry.told[receiver] === text) return;
      entry.told[receiver] = text;
      shelf.keep(entry);
    },
  };
}

function openOf({ keysOf, shelf }: WatchState, subject: Subject): string | null {
  for (const key of keysOf.get(subject) ?? []) {
    const alert = shelf.latest(key)?.alert;
    if (alert && alert.state !== 'cleared') return alert.id;
  }
  return null;
}

function countsOf({ shelf }: WatchState): AlertCounts {
  let critical = 0;
  for (const { alert } of shelf.open) if (alert.severity === 'crit') critical++;
  return { open: shelf.open.size, critical };
}

function shownAlerts({ shelf }: WatchState, now: Moment): readonly Alert[] {
  const open = [...shelf.open].map(({ alert }) => alert).sort(worstFirst);
  const late = [...shelf.byId.values()]
    .map(({ alert }) => alert)
    .filter((alert) => now.wall - (millisOf(alert.clearedAt) ?? 0) <= SHOWN_CLEARED_MILLIS)
    .sort(newestFirst);
  return [...open, ...late].slice(0, MOST_SHOWN).sort(newestFirst);
}

function worstFirst(a: Alert, b: Alert): number {
  return rankOfSeverity(b.severity) - rankOfSeverity(a.severity) || newestFirst(a, b);
}

function takeChanges({ shelf }: WatchState, most: number): AlertChanges | null {
  const { shown, removed } = shelf.changes;
  if (shown.size + removed.size === 0) return null;
  const alerts: Alert[] = [];
  for (const id of shown) {
    if (alerts.length >= most) break;
    shown.delete(id);
    const entry = shelf.byId.get(id);
    if (entry) alerts.push(entry.alert);
  }
  const gone = [...removed];
  removed.clear();
  return { alerts, removed: gone };
}
