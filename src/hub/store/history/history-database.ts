/**
 * The file that holds history. A block is the steps of one node within one window of a tier, compressed; its id is the
 * window's number and the node's, so that what is written together lies together and what is old is dropped in one
 * piece. A slab is the newest step of all nodes, written every ten seconds: it keeps what has no block yet.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decodeSteps, encodeSteps, type KeptSeries, type StepValues } from '../../core/history/block-codec.ts';
import { TIERS, type Tier } from '../../core/history/history-steps.ts';
import type { SeriesName } from '../../core/history/node-ring.ts';
import { layoutSeries } from './layout.ts';
import type { OpenSqlite, Sqlite, SqliteStatement } from './sqlite.ts';

export const SCHEMA_VERSION = 1;
/** A window's number times this, plus the node's number, is a block's id; together they stay below 2^53. */
const MOST_NODES = 2 ** 24;
const PAGE_BYTES = 8_192;

/** The file was made by a later version. */
export class NewerHistoryError extends Error {
  override readonly name = 'NewerHistoryError';
}

export interface HistoryDatabase {
  readonly sqlite: Sqlite;
  /** Runs all of it or, where it throws, nothing. */
  transaction<T>(work: () => T): T;
  /** The number of a node, made where it has none. */
  nodeNumber(name: string): number;
  knownNode(name: string): number | null;
  forgetNode(name: string): void;
  /** In the order of their numbers, which only grow. */
  nodesAfter(number: number, most: number): readonly { readonly id: number; readonly name: string }[];
  layoutNumber(text: string): number;
  layout(number: number): readonly KeptSeries[];
  writeBlock(place: BlockPlace, layout: number, values: StepValues): void;
  /** Tells the steps of those series to which `listen` gives a listener. */
  readBlock(place: BlockPlace, listen: (name: SeriesName) => BlockListener | null): void;
  /** A block wholly; null where there is no such block. */
  readSteps(place: BlockPlace): StoredSteps | null;
  removeBlock(place: BlockPlace): Removed;
  /** Sets of series that no block since then has. */
  dropLayouts(beforeSeconds: number): void;
  /** The first window of which not all blocks are written; null before the first. */
  until(tier: number): number | null;
  setUntil(tier: number, window: number): void;
  close(): void;
}

export interface BlockPlace {
  readonly tier: number;
  readonly window: number;
  readonly node: number;
}

export interface Removed {
  readonly blocks: number;
  readonly bytes: number;
}

export interface StoredSteps {
  readonly layout: number;
  readonly values: StepValues;
}

interface BlockRow {
  readonly layout: number;
  readonly data: Uint8Array;
}

/** Of which nothing is told yet. */
export function noValues(series: number, steps: number): StepValues {
  const empty = (): Float32Array => new Float32Array(series * steps).fill(Number.NaN);
  return { steps, averages: empty(), maxima: empty() };
}

export const NOTHING_REMOVED: Removed = { blocks: 0, bytes: 0 };

/** `step` counts from the block's begin. */
export type BlockListener = (step: number, average: number, maximum: number) => void;

export function tierOf(tier: number): Tier {
  const found = TIERS[tier];
  if (found === undefined) throw new RangeError(`there is no tier ${tier}`);
  return found;
}

/** Seconds that a block of the tier is of. */
export function windowSeconds(tier: number): number {
  const { stepSeconds, blockSteps } = tierOf(tier);
  return stepSeconds * blockSteps;
}

export function blockId({ window, node }: Pick<BlockPlace, 'window' | 'node'>): number {
  return window * MOST_NODES + node;
}

/** The window of a block's id. */
export function windowOf(id: number): number {
  return Math.floor(id / MOST_NODES);
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
  const statements = prepareStatements(sqlite);
  const layouts = new Map<number, readonly KeptSeries[]>();
  const layoutNumbers = new Map<string, number>();
  const lastUse = new Map<number, number>();
  const until = new Map<number, number>();

  function layout(number: number): readonly KeptSeries[] {
    let series = layouts.get(number);
    if (series === undefined) {
      const row = statements.layout.get(number) as { text: string } | undefined;
      if (row === undefined) throw new RangeError('a block has series that nobody knows');
      series = layoutSeries(row.text);
      layouts.set(number, series);
    }
    return series;
  }

  const knownNode = (name: string): number | null =>
    (statements.node.get(name) as { id: number } | undefined)?.id ?? null;

  /** Of a layout that nobody uses any more nothing is kept; see `dropLayouts`. */
  function noteUse(number: number, place: BlockPlace): void {
    const end = (place.window + 1) * windowSeconds(place.tier);
    if ((lastUse.get(number) ?? 0) >= end) return;
    statements.useLayout.run(end, number);
    lastUse.set(number, end);
  }

  function readProgress(): void {
    until.clear();
    for (const row of statements.progress.all() as { tier: number; until: number }[]) until.set(row.tier, row.until);
  }

  readProgress();
  return {
    sqlite,
    transaction(work) {
      sqlite.exec('BEGIN');
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(sqlite);
        // What was remembered may have been taken back with it.
        for (const memory of [layouts, layoutNumbers, lastUse]) memory.clear();
        readProgress();
        throw error;
      }
    },
    nodeNumber(name) {
      const known = knownNode(name);
      if (known !== null) return known;
      statements.addNode.run(name);
      return knownNode(name) ?? 0;
    },
    knownNode,
    forgetNode: (name) => void statements.removeNode.run(name),
    nodesAfter: (number, most) => statements.nodesAfter.all(number, most) as { id: number; name: string }[],
    layoutNumber(text) {
      let number = layoutNumbers.get(text);
      if (number === undefined) {
        statements.addLayout.run(text);
        number = (statements.layoutOf.get(text) as { id: number }).id;
        layoutNumbers.set(text, number);
      }
      return number;
    },
    layout,
    writeBlock(place, layoutNumber, values) {
      const data = deflateRawSync(encodeSteps(layout(layoutNumber), values));
      statements.writeBlock[place.tier]?.run(blockId(place), layoutNumber, data);
      noteUse(layoutNumber, place);
    },
    readBlock(place, listen) {
      const row = statements.readBlock[place.tier]?.get(blockId(place)) as BlockRow | undefined;
      if (row === undefined) return;
      const series = layout(row.layout);
      const listeners = series.map(listen);
      if (listeners.every((listener) => listener === null)) return;
      const options = {
        series,
        steps: tierOf(place.tier).blockSteps,
        isWanted: (slot: number) => listeners[slot] !== null,
      };
      decodeSteps(inflateRawSync(row.data), options, (slot, step, average, maximum) => {
        listeners[slot]?.(step, average, maximum);
      });
    },
    readSteps(place) {
      const row = statements.readBlock[place.tier]?.get(blockId(place)) as BlockRow | undefined;
      if (row === undefined) return null;
      const { blockSteps: steps } = tierOf(place.tier);
      const values = noValues(layout(row.layout).length, steps);
      const options = { series: layout(row.layout), steps, isWanted: () => true };
      decodeSteps(inflateRawSync(row.data), options, (slot, step, average, maximum) => {
        values.averages[slot * steps + step] = average;
        values.maxima[slot * steps + step] = maximum;
      });
      return { layout: row.layout, values };
    },
    dropLayouts(beforeSeconds) {
      statements.dropLayouts.run(beforeSeconds);
      for (const memory of [layouts, layoutNumbers, lastUse]) memory.clear();
    },
    removeBlock(place) {
      const row = statements.blockSize[place.tier]?.get(blockId(place)) as { bytes: number } | undefined;
      if (row === undefined) return NOTHING_REMOVED;
      statements.removeBlock[place.tier]?.run(blockId(place));
      return { blocks: 1, bytes: row.bytes };
    },
    until: (tier) => until.get(tier) ?? null,
    setUntil(tier, window) {
      statements.setUntil.run(tier, window);
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

function prepareStatements(sqlite: Sqlite) {
  const perTier = (sql: (table: string) => string): readonly SqliteStatement[] =>
    TIERS.map((_, tier) => sqlite.prepare(sql(`block${tier}`)));
  return {
    node: sqlite.prepare('SELECT id FROM node WHERE name = ?'),
    addNode: sqlite.prepare('INSERT INTO node(name) VALUES(?) ON CONFLICT DO NOTHING'),
    removeNode: sqlite.prepare('DELETE FROM node WHERE name = ?'),
    nodesAfter: sqlite.prepare('SELECT id, name FROM node WHERE id > ? ORDER BY id LIMIT ?'),
    layout: sqlite.prepare('SELECT text FROM layout WHERE id = ?'),
    layoutOf: sqlite.prepare('SELECT id FROM layout WHERE text = ?'),
    addLayout: sqlite.prepare('INSERT INTO layout(text) VALUES(?) ON CONFLICT DO NOTHING'),
    useLayout: sqlite.prepare('UPDATE layout SET used = ? WHERE id = ?'),
    // One that no block has yet may be of a slab.
    dropLayouts: sqlite.prepare('DELETE FROM layout WHERE used > 0 AND used < ?'),
    progress: sqlite.prepare('SELECT tier, until FROM progress'),
    setUntil: sqlite.prepare('INSERT OR REPLACE INTO progress(tier, until) VALUES(?, ?)'),
    writeBlock: perTier((table) => `INSERT OR REPLACE INTO ${table}(id, layout, data) VALUES(?, ?, ?)`),
    readBlock: perTier((table) => `SELECT layout, data FROM ${table} WHERE id = ?`),
    blockSize: perTier((table) => `SELECT length(data) AS bytes FROM ${table} WHERE id = ?`),
    removeBlock: perTier((table) => `DELETE FROM ${table} WHERE id = ?`),
  };
}
