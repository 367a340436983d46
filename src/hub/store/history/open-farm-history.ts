import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import { createFarmHistory, type FarmHistory } from './farm-history.ts';
import { type OpenHistoryLine, openHistoryStore } from './history-thread.ts';

export interface FarmHistoryConfig {
  /** The data directory, which this process has for itself. */
  readonly directory: string;
  /** What may be kept of history; null keeps none. */
  readonly keep: { readonly days: number; readonly maxBytes: number } | null;
}

export interface FarmHistoryOpening {
  readonly clock: Clock;
  readonly log: Log;
  /** A thread of its own unless a test brings something else. */
  readonly openLine?: OpenHistoryLine;
}

const DAY_SECONDS = 86_400;

/** Rejects with ConfigError where history is to be kept and cannot be; the message says the remedy. */
export async function openFarmHistory(
  { directory, keep }: FarmHistoryConfig,
  { clock, log, openLine }: FarmHistoryOpening,
): Promise<FarmHistory> {
  const path = join(directory, 'history.sqlite');
  if (keep === null) return createFarmHistory({ clock, log, store: null, path });
  const place = {
    path,
    quarantine: join(directory, 'quarantine'),
    keepSeconds: keep.days * DAY_SECONDS,
    maxBytes: keep.maxBytes,
    now: clock.now(),
  };
  const store = await openHistoryStore(place, { log, ...(openLine && { openLine }) });
  return createFarmHistory({ clock, log, store, path });
}
