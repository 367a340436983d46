/** The thread that keeps history: whatever the disk does, the hub's own thread goes on. Blocking is its business. */
import { basename, dirname, join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { quarantine } from '../quarantine.ts';
import { systemStoreFiles } from '../store-files.ts';
import { type HistoryDatabase, NewerHistoryError, openHistoryDatabase } from './history-database.ts';
import { createHistoryService, stateOf } from './history-service.ts';
import type { HistoryAsked, HistoryKind, HistoryState } from './history-store.ts';
import type { UpkeepLimits } from './history-upkeep.ts';
import { settleSlabs } from './history-writes.ts';
import { isDamage, loadSqlite, type OpenSqlite, sqliteCode } from './sqlite.ts';

/** What the thread is started with. */
export interface HistoryPlace extends UpkeepLimits {
  /** `data/history.sqlite` */
  readonly path: string;
  /** `data/quarantine` */
  readonly quarantine: string;
  /** The hub's time, Unix milliseconds. */
  readonly now: number;
}

export interface HistoryCall {
  readonly id: number;
  readonly kind: HistoryKind;
  readonly asked: HistoryAsked[HistoryKind];
}

export type HistoryWord =
  | { readonly kind: 'opened'; readonly state: HistoryState; readonly nodes: readonly string[] }
  | { readonly kind: 'notOpened'; readonly cause: 'module' | 'newer' | 'disk'; readonly code: string }
  /** The file could not be read and was moved there. */
  | { readonly kind: 'putAside'; readonly movedTo: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown; readonly state: HistoryState }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string };

type Say = (word: HistoryWord) => void;

/** Opens the file and answers each call, in their order. */
export async function serveHistory(port: MessagePort, place: HistoryPlace): Promise<void> {
  const say: Say = (word) => port.postMessage(word);
  const open = await loadSqlite().catch((error: unknown) => {
    say({ kind: 'notOpened', cause: 'module', code: error instanceof Error ? error.message : String(error) });
    return null;
  });
  if (open === null) return;
  let database: HistoryDatabase;
  try {
    database = await openOrBeginAnew(open, place, say);
  } catch (error) {
    say({ kind: 'notOpened', cause: error instanceof NewerHistoryError ? 'newer' : 'disk', code: sqliteCode(error) });
    return;
  }
  let service = createHistoryService(database, place);
  say({
    kind: 'opened',
    state: stateOf(database),
    nodes: database.nodesAfter(0, Number.MAX_SAFE_INTEGER).map(({ name }) => name),
  });

  async function answer({ id, kind, asked }: HistoryCall): Promise<void> {
    try {
      const value = await service[kind](asked as never);
      if (kind === 'close') return port.postMessage({ kind: 'answer', id, value, state: NO_STATE });
      say({ kind: 'answer', id, value, state: stateOf(database) });
    } catch (error) {
      say({ kind: 'failed', id, code: sqliteCode(error) });
      if (!isDamage(error)) return;
      database.close();
      database = await openOrBeginAnew(open as OpenSqlite, { ...place, isDamaged: true }, say);
      service = createHistoryService(database, place);
    }
  }

  let last = Promise.resolve();
  port.on('message', (call: HistoryCall) => {
    last = last
      .then(() => answer(call))
      .catch((error: unknown) => say({ kind: 'failed', id: call.id, code: sqliteCode(error) }));
  });
}

const NO_STATE: HistoryState = { oldestSeconds: [], untilSeconds: 0 };

/** A file that is damaged is put aside, and history begins anew: the hub is no less well for it. */
async function openOrBeginAnew(
  open: OpenSqlite,
  place: HistoryPlace & { readonly isDamaged?: boolean },
  say: Say,
): Promise<HistoryDatabase> {
  if (!place.isDamaged)
    try {
      return openSettled(open, place);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  const [directory, name] = [dirname(place.path), basename(place.path)];
  const movedTo = await quarantine({ directory, name, at: place.now }, place.quarantine, systemStoreFiles);
  for (const side of ['-wal', '-shm']) await systemStoreFiles.remove(join(directory, name + side));
  say({ kind: 'putAside', movedTo });
  return openSettled(open, place);
}

function openSettled(open: OpenSqlite, { path, now }: HistoryPlace): HistoryDatabase {
  const database = openHistoryDatabase(open, path);
  try {
    settleSlabs(database, Math.floor(now / 10_000));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
