/** What the file may lose: by age, by its size, by order of a person. In small steps, so that nobody waits for long. */
import { STEP_SECONDS, TIERS } from '../../core/history/history-steps.ts';
import { blockId, NOTHING_REMOVED, type Removed, tierOf, windowOf, windowSeconds } from './block-place.ts';
import { type HistoryDatabase, oldestWindow } from './history-database.ts';
import type { StoredSlab } from './history-writes.ts';
import { slabWithout } from './slab-codec.ts';
import { isOfSqlite } from './sqlite.ts';

export interface UpkeepLimits {
  readonly keepSeconds: number;
  readonly maxBytes: number;
}

const ROWS_AT_ONCE = 2_000;
const PAGES_AT_ONCE = 512;
/** Of the size that is allowed; the rest is for what is written meanwhile, its log included. */
const FULL_SHARE = 0.95;

/** Drops some of what is too old, then of what is too much: the finest first, and of that the oldest. */
export function dropSurplus(database: HistoryDatabase, limits: UpkeepLimits, nowSeconds: number): void {
  const before = nowSeconds - limits.keepSeconds;
  for (const tier of TIERS.keys())
    removeSome(database, { tier, beforeWindow: Math.floor(before / windowSeconds(tier)) });
  const { used, free } = pagesOf(database);
  if (used > FULL_SHARE * limits.maxBytes) dropFinest(database);
  if (free > PAGES_AT_ONCE) database.sqlite.exec(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
}

function dropFinest(database: HistoryDatabase): void {
  for (const tier of TIERS.keys()) {
    const oldest = oldestWindow(database, tier);
    if (oldest === null || oldest >= needed(database, tier)) continue;
    removeSome(database, { tier, beforeWindow: oldest + 1 });
    return;
  }
}

/** From this window on the next tier is still to be made of it. */
function needed(database: HistoryDatabase, tier: number): number {
  if (tier + 1 >= TIERS.length) return database.until(tier) ?? 0;
  return ((database.until(tier + 1) ?? 0) * windowSeconds(tier + 1)) / windowSeconds(tier);
}

interface Part {
  readonly tier: number;
  readonly beforeWindow: number;
}

function removeSome({ sqlite }: HistoryDatabase, { tier, beforeWindow }: Part): Removed {
  const end = blockId({ window: Math.max(0, beforeWindow), node: 0 });
  const some = `SELECT id FROM block${tier} WHERE id < ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`;
  const { blocks, bytes, last } = sqlite
    .prepare(
      `SELECT count(*) AS blocks, total(length(data)) AS bytes, max(id) AS last FROM block${tier} WHERE id IN (${some})`,
    )
    .get(end) as Removed & { readonly last: number | null };
  if (last !== null) sqlite.prepare(`DELETE FROM block${tier} WHERE id <= ?`).run(last);
  return { blocks, bytes };
}

/** In bytes. */
export function pagesOf({ sqlite }: HistoryDatabase): { readonly used: number; readonly free: number } {
  const value = (pragma: string): number =>
    Object.values(sqlite.prepare(`PRAGMA ${pragma}`).get() as Record<string, number>)[0] ?? 0;
  const [count, free, size] = [value('page_count'), value('freelist_count'), value('page_size')];
  return { used: (count - free) * size, free };
}

/** Drops all nodes' steps before that; yields what it removed so far, so that others get their turn. */
export function* purgeAll(database: HistoryDatabase, beforeSeconds: number): Iterable<Removed> {
  for (const tier of TIERS.keys()) {
    const beforeWindow = Math.floor(beforeSeconds / windowSeconds(tier));
    for (let removed = removeSome(database, { tier, beforeWindow }); removed.blocks > 0; ) {
      yield removed;
      removed = removeSome(database, { tier, beforeWindow });
    }
    for (const { id } of database.nodes.all())
      yield trimBlock(database, { tier, window: beforeWindow, node: id, beforeSeconds });
  }
  database.sqlite.prepare('DELETE FROM slab WHERE step < ?').run(Math.floor(beforeSeconds / STEP_SECONDS));
}

/** Drops one node's steps before that. */
export function purgeNode(database: HistoryDatabase, node: number, beforeSeconds: number): Removed {
  let [blocks, bytes] = [0, 0];
  database.transaction(() => {
    for (const tier of TIERS.keys()) {
      const beforeWindow = Math.floor(beforeSeconds / windowSeconds(tier));
      const newest = Math.min(beforeWindow, newestWindow(database, tier) + 1);
      for (let window = oldestWindow(database, tier) ?? newest; window < newest; window++) {
        const removed = database.blocks.remove({ tier, window, node });
        blocks += removed.blocks;
        bytes += removed.bytes;
      }
      trimBlock(database, { tier, window: beforeWindow, node, beforeSeconds });
    }
    dropFromSlabs(database, node, beforeSeconds);
  });
  return { blocks, bytes };
}

/** Else it would be back after the next start. */
function dropFromSlabs({ sqlite }: HistoryDatabase, node: number, beforeSeconds: number): void {
  const before = Math.floor(beforeSeconds / STEP_SECONDS);
  const slabs = sqlite.prepare('SELECT step, data FROM slab WHERE step < ?').all(before) as readonly StoredSlab[];
  const write = sqlite.prepare('UPDATE slab SET data = ? WHERE step = ?');
  const remove = sqlite.prepare('DELETE FROM slab WHERE step = ?');
  for (const { step, data } of slabs)
    try {
      const others = slabWithout(data, node);
      if (others !== null) write.run(others, step);
    } catch (error) {
      if (isOfSqlite(error)) throw error;
      remove.run(step);
    }
}

function newestWindow({ sqlite }: HistoryDatabase, tier: number): number {
  const { id } = sqlite.prepare(`SELECT max(id) AS id FROM block${tier}`).get() as { id: number | null };
  return id === null ? -1 : windowOf(id);
}

interface Trimmed {
  readonly tier: number;
  readonly window: number;
  readonly node: number;
  readonly beforeSeconds: number;
}

/** A block that reaches over that time is written again without the steps that began before it. */
function trimBlock(database: HistoryDatabase, { tier, window, node, beforeSeconds }: Trimmed): Removed {
  const { stepSeconds, blockSteps: steps } = tierOf(tier);
  const first = Math.ceil((beforeSeconds - window * windowSeconds(tier)) / stepSeconds);
  if (first <= 0) return NOTHING_REMOVED;
  const place = { tier, window, node };
  const stored = database.blocks.steps(place);
  if (stored === null) return NOTHING_REMOVED;
  const { values } = stored;
  for (let begin = 0; begin < values.averages.length; begin += steps)
    for (const half of [values.averages, values.maxima]) half.fill(Number.NaN, begin, begin + Math.min(first, steps));
  database.blocks.write(place, stored);
  return NOTHING_REMOVED;
}
