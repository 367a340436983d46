/** What the thread of history does with each thing that it is asked. */

import { STEP_SECONDS, TIERS } from '../../core/history/history-steps.ts';
import { FARM } from '../../core/history/recent-history.ts';
import { NOTHING_REMOVED, windowSeconds } from './block-place.ts';
import { createAggregation } from './history-aggregation.ts';
import { type HistoryDatabase, oldestWindow } from './history-database.ts';
import { readSeries } from './history-reads.ts';
import { restoreSome } from './history-restore.ts';
import type { HistoryAnswered, HistoryAsked, HistoryKind, HistoryState } from './history-store.ts';
import { dropSurplus, purgeAll, purgeNode, type UpkeepLimits } from './history-upkeep.ts';
import { endWindow, writeBlocks, writeSlab } from './history-writes.ts';

export type HistoryService = {
  readonly [K in HistoryKind]: (asked: HistoryAsked[K]) => HistoryAnswered[K] | Promise<HistoryAnswered[K]>;
};

/** With each slab so many nodes' coarser blocks are made, or all of them within half an hour. */
const NODES_A_SLAB = 16;
const SLABS_A_ROUND = 180;
const DAY_SECONDS = 86_400;

export function createHistoryService(database: HistoryDatabase, limits: UpkeepLimits): HistoryService {
  const aggregation = createAggregation(database, FARM);
  let cleanedAt = 0;

  /** Layouts are few, and looked through once a day. */
  function dropLayouts(nowSeconds: number): void {
    if (nowSeconds - cleanedAt < DAY_SECONDS) return;
    cleanedAt = nowSeconds;
    const oldest = oldestSeconds(database).filter(Number.isFinite);
    if (oldest.length > 0) database.layouts.dropBefore(Math.min(...oldest));
  }

  return {
    slab(slab) {
      writeSlab(database, slab);
      aggregation.advance(Math.max(NODES_A_SLAB, Math.ceil(slab.nodes.length / SLABS_A_ROUND)));
      const nowSeconds = slab.step * STEP_SECONDS;
      dropSurplus(database, limits, nowSeconds);
      dropLayouts(nowSeconds);
      return null;
    },
    blocks(blocks) {
      writeBlocks(database, blocks);
      return null;
    },
    endWindow({ window }) {
      endWindow(database, window);
      return null;
    },
    read: (asked) => readSeries(database, asked),
    restore: (asked) => restoreSome(database, asked),
    forget({ node }) {
      const number = database.nodes.find(node);
      if (number === null) return null;
      purgeNode(database, number, Number.MAX_SAFE_INTEGER);
      database.nodes.forget(node);
      return null;
    },
    async purge({ beforeSeconds, node }) {
      if (node !== null) {
        const number = database.nodes.find(node);
        return number === null ? NOTHING_REMOVED : purgeNode(database, number, beforeSeconds);
      }
      let removed = NOTHING_REMOVED;
      for (const { blocks, bytes } of purgeAll(database, beforeSeconds)) {
        removed = { blocks: removed.blocks + blocks, bytes: removed.bytes + bytes };
        if (blocks > 0) await new Promise<void>((next) => setImmediate(next));
      }
      return removed;
    },
    close() {
      database.close();
      return null;
    },
  };
}

export function stateOf(database: HistoryDatabase): HistoryState {
  return { oldestSeconds: oldestSeconds(database), untilSeconds: (database.until(0) ?? 0) * windowSeconds(0) };
}

function oldestSeconds(database: HistoryDatabase): readonly number[] {
  return [...TIERS.keys()].map(
    (tier) => (oldestWindow(database, tier) ?? Number.POSITIVE_INFINITY) * windowSeconds(tier),
  );
}
