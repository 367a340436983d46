import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decodeSteps, encodeSteps, type StepValues } from '../../core/history/block-codec.ts';
import { TIERS } from '../../core/history/history-steps.ts';
import type { SeriesName } from '../../core/history/node-ring.ts';
import { type BlockPlace, blockId, NOTHING_REMOVED, noValues, type Removed, tierOf } from './block-place.ts';
import type { LayoutTable } from './layout-table.ts';
import { isOfSqlite, type Sqlite, type SqliteStatement } from './sqlite.ts';

export interface StoredSteps {
  /** Number of its set of series. */
  readonly layout: number;
  readonly values: StepValues;
}

/** `step` counts from the block's begin. */
export type BlockListener = (step: number, average: number, maximum: number) => void;

/** The blocks of all tiers, a table each. */
export interface BlockTables {
  write(place: BlockPlace, steps: StoredSteps): void;
  /** Tells the steps of those series to which `listen` gives a listener. */
  read(place: BlockPlace, listen: (name: SeriesName) => BlockListener | null): void;
  /** A block wholly; null where there is no such block. */
  steps(place: BlockPlace): StoredSteps | null;
  remove(place: BlockPlace): Removed;
}

type Listeners = readonly (BlockListener | null)[];

interface BlockRow {
  readonly layout: number;
  readonly data: Uint8Array;
}

interface TierStatements {
  readonly write: SqliteStatement;
  readonly read: SqliteStatement;
  readonly size: SqliteStatement;
  readonly remove: SqliteStatement;
}

export function createBlockTables(sqlite: Sqlite, layouts: LayoutTable): BlockTables {
  const tiers = TIERS.map((_, tier) => statementsOf(sqlite, `block${tier}`));

  /** What cannot be read is dropped: one block is a few minutes of one node. */
  function visitBlock(place: BlockPlace, begin: (layout: number) => Listeners | null): void {
    const row = tiers[place.tier]?.read.get(blockId(place)) as BlockRow | undefined;
    if (row === undefined) return;
    try {
      const listeners = begin(row.layout);
      if (listeners === null) return;
      const { blockSteps: steps } = tierOf(place.tier);
      const isWanted = (slot: number): boolean => listeners[slot] !== null;
      const options = { series: layouts.series(row.layout), steps, isWanted };
      decodeSteps(inflateRawSync(row.data), options, (slot, step, average, maximum) => {
        listeners[slot]?.(step, average, maximum);
      });
    } catch (error) {
      if (isOfSqlite(error)) throw error;
      tiers[place.tier]?.remove.run(blockId(place));
    }
  }

  return {
    write(place, { layout, values }) {
      const data = deflateRawSync(encodeSteps(layouts.series(layout), values));
      tiers[place.tier]?.write.run(blockId(place), layout, data);
      layouts.noteUse(layout, place);
    },
    read(place, listen) {
      visitBlock(place, (layout) => {
        const listeners = layouts.series(layout).map(listen);
        return listeners.every((listener) => listener === null) ? null : listeners;
      });
    },
    steps(place) {
      const { blockSteps: steps } = tierOf(place.tier);
      let stored: StoredSteps | null = null;
      visitBlock(place, (layout) => {
        const series = layouts.series(layout);
        const values = noValues(series.length, steps);
        stored = { layout, values };
        return series.map((_, slot) => (step, average, maximum) => {
          values.averages[slot * steps + step] = average;
          values.maxima[slot * steps + step] = maximum;
        });
      });
      return stored;
    },
    remove(place) {
      const row = tiers[place.tier]?.size.get(blockId(place)) as { bytes: number } | undefined;
      if (row === undefined) return NOTHING_REMOVED;
      tiers[place.tier]?.remove.run(blockId(place));
      return { blocks: 1, bytes: row.bytes };
    },
  };
}

function statementsOf(sqlite: Sqlite, table: string): TierStatements {
  return {
    write: sqlite.prepare(`INSERT OR REPLACE INTO ${table}(id, layout, data) VALUES(?, ?, ?)`),
    read: sqlite.prepare(`SELECT layout, data FROM ${table} WHERE id = ?`),
    size: sqlite.prepare(`SELECT length(data) AS bytes FROM ${table} WHERE id = ?`),
    remove: sqlite.prepare(`DELETE FROM ${table} WHERE id = ?`),
  };
}
