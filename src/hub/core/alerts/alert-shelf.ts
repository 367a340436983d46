/** All alerts that are kept, open and cleared, within bounds; and what of them others have not been told yet. */
import type { Millis } from '../../../shared/clock.ts';
import type { Alert, AlertSeverity } from '../../../shared/protocol/alert.ts';
import { millisOf } from '../node-time.ts';
import type { AlertEntry } from './alert-entry.ts';

/** Cleared ones are kept for so long, and no more than so many. */
const KEPT_MILLIS = 7 * 24 * 3_600_000;
const MOST_CLEARED = 1_000;

/** So many may be open: what is to be known leaves room for what wants somebody. */
const MOST_OPEN: Readonly<Record<AlertSeverity, number>> = { info: 1_000, warn: 1_500, crit: 2_000 };

export interface AlertShelf {
  readonly byId: ReadonlyMap<string, AlertEntry>;
  /** The latest of the condition, open or cleared. */
  latest(key: string): AlertEntry | null;
  readonly open: ReadonlySet<AlertEntry>;
  hasRoom(severity: AlertSeverity): boolean;
  /** Puts the entry where its state wants it, and notes that it changed. */
  put(entry: AlertEntry): void;
  /** Notes that what is kept of it changed, though nothing that is shown. */
  keep(entry: AlertEntry): void;
  /** Drops what was cleared too long ago. */
  dropOld(wall: Millis): void;
  readonly changes: ShelfChanges;
  /** Grows with each visible change. */
  readonly revision: number;
}

/** Ids, until somebody takes them. */
export interface ShelfChanges {
  readonly shown: Set<string>;
  readonly removed: Set<string>;
  readonly kept: Set<string>;
  readonly dropped: Set<string>;
}

export function createAlertShelf(): AlertShelf {
  const byId = new Map<string, AlertEntry>();
  const byKey = new Map<string, AlertEntry>();
  const open = new Set<AlertEntry>();
  /** The one that was cleared first comes first. */
  const cleared = new Set<AlertEntry>();
  let revision = 0;
  const changes: ShelfChanges = { shown: new Set(), removed: new Set(), kept: new Set(), dropped: new Set() };

  function drop(entry: AlertEntry): void {
    cleared.delete(entry);
    byId.delete(entry.id);
    if (byKey.get(entry.key) === entry) byKey.delete(entry.key);
    changes.shown.delete(entry.id);
    changes.kept.delete(entry.id);
    changes.removed.add(entry.id);
    changes.dropped.add(entry.id);
  }

  return {
    byId,
    latest: (key) => byKey.get(key) ?? null,
    open,
    hasRoom: (severity) => open.size < MOST_OPEN[severity],
    put(entry) {
      byId.set(entry.id, entry);
      byKey.set(entry.key, entry);
      open.delete(entry);
      cleared.delete(entry);
      (entry.alert.state === 'cleared' ? cleared : open).add(entry);
      revision++;
      changes.shown.add(entry.id);
      changes.kept.add(entry.id);
      for (const oldest of cleared) {
        if (cleared.size <= MOST_CLEARED) break;
        drop(oldest);
      }
    },
    keep(entry) {
      if (byId.has(entry.id)) changes.kept.add(entry.id);
    },
    dropOld(wall) {
      for (const entry of cleared) {
        if (wall - (millisOf(entry.alert.clearedAt) ?? 0) < KEPT_MILLIS) return;
        drop(entry);
      }
    },
    changes,
    get revision() {
      return revision;
    },
  };
}

/** The latest first. */
export function newestFirst(a: Alert, b: Alert): number {
  if (a.raisedAt !== b.raisedAt) return a.raisedAt > b.raisedAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
