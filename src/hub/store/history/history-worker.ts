/** The thread that keeps history: whatever the disk does, the hub's own thread goes on. Blocking is its business. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { stepOf } from '../../core/history/history-steps.ts';
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
  /** Somebody removed the file, and it was made anew. */
  | { readonly kind: 'removed' }
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
  try {
    const database = await openOrBeginAnew(open, place, say);
    const nodes = database.nodes.all().map(({ name }) => name);
    answerCalls(port, { open, place, database }, say);
    say({ kind: 'opened', state: stateOf(database), nodes });
  } catch (error) {
    say({ kind: 'notOpened', cause: error instanceof NewerHistoryError ? 'newer' : 'disk', code: sqliteCode(error) });
  }
}

interface Opened {
  readonly open: OpenSqlite;
  readonly place: HistoryPlace;
  readonly database: HistoryDatabase;
}

function answerCalls(port: MessagePort, opened: Opened, say: Say): void {
  const { open, place } = opened;
  let { database } = opened;
  let service = createHistoryService(database, place);
  let last = Promise.resolve();

  function reopen(opened: HistoryDatabase): void {
    database = opened;
    service = createHistoryService(database, place);
  }

  async function answer({ id, kind, asked }: HistoryCall): Promise<void> {
    try {
      // Whoever writes on into a file without a name writes for nobody.
      if (kind === 'slab' && !existsSync(place.path)) {
        closeAnyway(database);
        await systemStoreFiles.makeDirectory(dirname(place.path));
        reopen(openSettled(open, place));
        say({ kind: 'removed' });
      }
      const value = await service[kind](asked as never);
      say({ kind: 'answer', id, value, state: kind === 'close' ? NO_STATE : stateOf(database) });
    } catch (error) {
      say({ kind: 'failed', id, code: sqliteCode(error) });
      if (!isDamage(error)) return;
      database.close();
      reopen(await beginAnew(open, place, say));
    }
  }

  const answerSafely = (call: HistoryCall): Promise<void> =>
    answer(call).catch((error: unknown) => say({ kind: 'failed', id: call.id, code: sqliteCode(error) }));

  port.on('message', (call: HistoryCall) => {
    // A purge takes long, and lets the others in between its steps.
    if (call.kind === 'purge') void last.then(() => answerSafely(call));
    else last = last.then(() => answerSafely(call));
  });
}

const NO_STATE: HistoryState = { oldestSeconds: [], untilSeconds: 0 };

async function openOrBeginAnew(open: OpenSqlite, place: HistoryPlace, say: Say): Promise<HistoryDatabase> {
  try {
    return openSettled(open, place);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return beginAnew(open, place, say);
  }
}

/** A file that is damaged is put aside, and history begins anew: the hub is no less well for it. */
async function beginAnew(open: OpenSqlite, place: HistoryPlace, say: Say): Promise<HistoryDatabase> {
  const [directory, name] = [dirname(place.path), basename(place.path)];
  const movedTo = await quarantine({ directory, name, at: place.now }, place.quarantine, systemStoreFiles);
  for (const side of ['-wal', '-shm']) await systemStoreFiles.remove(join(directory, name + side));
  say({ kind: 'putAside', movedTo });
  return openSettled(open, place);
}

/** It may be closed already, by a try before this one. */
function closeAnyway(database: HistoryDatabase): void {
  try {
    database.close();
  } catch {
    // Nothing is open.
  }
}

function openSettled(open: OpenSqlite, { path, now }: HistoryPlace): HistoryDatabase {
  const database = openHistoryDatabase(open, path);
  try {
    settleSlabs(database, stepOf(now));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
