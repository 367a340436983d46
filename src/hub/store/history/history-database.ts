/**
 * The file that holds history. A block is the steps of one node within one window of a tier, compressed; its id is the
 * window's number and the node's, so that what is written together lies together and what is old is dropped in one
 * piece. A slab is the newest step of all nodes, written every ten seconds: it keeps what has no block yet.
 */
import { TIERS } from '../../core/history/history-steps.ts';
import { windowOf } from './block-place.ts';
import { type BlockTables, createBlockTables } from './block-tables.ts';
import { createLayoutTable, type LayoutTable } from './layout-table.ts';
import type { OpenSqlite, Sqlite } from './sqlite.ts';

const SCHEMA_VERSION = 1;
const PAGE_BYTES = 8_192;

/** The file was made by a later version. */
export class NewerHistoryError extends Error {
  override readonly name = 'NewerHistoryError';
}

export interface HistoryDatabase {
  readonly sqlite: Sqlite;
  readonly layouts: LayoutTable;
  readonly blocks: BlockTables;
  readonly nodes: NodeTable;
  /** Runs all of it or, where it throws, nothing. */
  transaction<T>(work: () => T): T;
  /** The first window of which not all blocks are written; null before the first. */
  until(tier: number): number | null;
  setUntil(tier: number, window: number): void;
  close(): void;
}

/** Names of nodes by their numbers, which only grow: a number is never another node's. */
interface NodeTable {
  /** Made where it has none. */
  numberOf(name: string): number;
  find(name: string): number | null;
  forget(name: string): void;
  /** In the order of their numbers. */
  after(number: number, most: number): readonly StoredNode[];
  all(): readonly StoredNode[];
}

export interface StoredNode {
  readonly id: number;
  readonly name: string;
}

/** The first window of which a tier has anything; null where it has nothing. */
export function oldestWindow({ sqlite }: HistoryDatabase, tier: number): number | null {
  const { id } = sqlite.prepare(`SELECT min(id) AS id FROM block${tier}`).get() as { id: number | null };
  return id === null ? null : windowOf(id);
}

/** Throws what SQLite throws, and NewerHistoryError. */
export function openHistoryDatabase(open: OpenSqlite, path: string): HistoryDatabase {
  const sqlite = open(path);
  try {
    prepareFile(sqlite);
    return databaseOf(sqlite);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function prepareFile(sqlite: Sqlite): void {
  // Both hold only where they stand before the first table.
  sqlite.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA auto_vacuum = INCREMENTAL`);
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216');
  sqlite.exec('PRAGMA cache_size = -16000; PRAGMA busy_timeout = 5000');
  const { user_version: version } = sqlite.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > SCHEMA_VERSION) throw new NewerHistoryError(`its version is ${version}`);
  if (version === SCHEMA_VERSION) return;
  const blocks = TIERS.map(
    (_, tier) => `CREATE TABLE block${tier}(id INTEGER PRIMARY KEY, layout INTEGER NOT NULL, data BLOB NOT NULL);`,
  );
  sqlite.exec(`BEGIN;
    CREATE TABLE node(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
    CREATE TABLE layout(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, used INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE slab(step INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE progress(tier INTEGER PRIMARY KEY, until INTEGER NOT NULL);
    ${blocks.join('\n')}
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT`);
}

function databaseOf(sqlite: Sqlite): HistoryDatabase {
  const layouts = createLayoutTable(sqlite);
  const progress = sqlite.prepare('SELECT tier, until FROM progress');
  const setProgress = sqlite.prepare('INSERT OR REPLACE INTO progress(tier, until) VALUES(?, ?)');
  const until = new Map<number, number>();

  function readProgress(): void {
    until.clear();
    for (const row of progress.all() as { tier: number; until: number }[]) until.set(row.tier, row.until);
  }

  readProgress();
  return {
    sqlite,
    layouts,
    blocks: createBlockTables(sqlite, layouts),
    nodes: createNodeTable(sqlite),
    transaction(work) {
      sqlite.exec('BEGIN');
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(sqlite);
        layouts.forget();
        readProgress();
        throw error;
      }
    },
    until: (tier) => until.get(tier) ?? null,
    setUntil(tier, window) {
      setProgress.run(tier, window);
      until.set(tier, window);
    },
    close: () => sqlite.close(),
  };
}

/** SQLite has done so itself where the disk was full. */
function rollBack(sqlite: Sqlite): void {
  try {
    sqlite.exec('ROLLBACK');
  } catch {
    // There was nothing to take back.
  }
}

function createNodeTable(sqlite: Sqlite): NodeTable {
  const number = sqlite.prepare('SELECT id FROM node WHERE name = ?');
  const add = sqlite.prepare('INSERT INTO node(name) VALUES(?)');
  const remove = sqlite.prepare('DELETE FROM node WHERE name = ?');
  const some = sqlite.prepare('SELECT id, name FROM node WHERE id > ? ORDER BY id LIMIT ?');
  const find = (name: string): number | null => (number.get(name) as { id: number } | undefined)?.id ?? null;
  const after = (last: number, most: number): readonly StoredNode[] => some.all(last, most) as StoredNode[];
  return {
    numberOf(name) {
      const known = find(name);
      if (known !== null) return known;
      add.run(name);
      return find(name) ?? 0;
    },
    find,
    forget: (name) => void remove.run(name),
    after,
    all: () => after(0, Number.MAX_SAFE_INTEGER),
  };
}
