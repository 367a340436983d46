/** What comes from memory into the file: slabs, blocks, and what slabs a hub that ended left behind. */

import { noValues, tierOf } from './block-place.ts';
import type { StoredSteps } from './block-tables.ts';
import type { HistoryDatabase } from './history-database.ts';
import type { NodeBlocks, OfNodes, Slab } from './history-store.ts';
import { decodeSlab, encodeSlab, type SlabPartValues } from './slab-codec.ts';
import { isOfSqlite } from './sqlite.ts';

const WINDOW_STEPS = tierOf(0).blockSteps;

export function windowOfStep(step: number): number {
  return Math.floor(step / WINDOW_STEPS);
}

export function writeSlab(database: HistoryDatabase, slab: Slab): void {
  database.transaction(() => {
    const parts = [...partsOf(database, slab, 1)];
    for (const { node, layout } of parts)
      database.layouts.noteUse(layout, { tier: 0, window: windowOfStep(slab.step), node });
    const data = encodeSlab(parts, database.layouts.series);
    database.sqlite.prepare('INSERT OR REPLACE INTO slab(step, data) VALUES(?, ?)').run(slab.step, data);
    if (database.until(0) === null) database.setUntil(0, windowOfStep(slab.step));
  });
}

export function writeBlocks(database: HistoryDatabase, blocks: NodeBlocks): void {
  database.transaction(() => {
    for (const { node, layout, values } of partsOf(database, blocks, WINDOW_STEPS))
      database.blocks.write({ tier: 0, window: blocks.window, node }, { layout, values });
  });
}

/** Its blocks tell all that its slabs did. */
export function endWindow(database: HistoryDatabase, window: number): void {
  database.transaction(() => {
    database.sqlite.prepare('DELETE FROM slab WHERE step < ?').run((window + 1) * WINDOW_STEPS);
    database.setUntil(0, Math.max(window + 1, database.until(0) ?? 0));
  });
}

function* partsOf(
  database: HistoryDatabase,
  { nodes, layoutOf, layouts, values }: OfNodes & { readonly values: Float32Array },
  steps: number,
): Iterable<SlabPartValues> {
  const numbers = layouts.map((text) => database.layouts.numberOf(text));
  let at = 0;
  for (const [index, name] of nodes.entries()) {
    const layout = numbers[layoutOf[index] ?? 0] ?? 0;
    const size = database.layouts.series(layout).length * steps;
    const [averages, maxima] = [values.subarray(at, at + size), values.subarray(at + size, at + 2 * size)];
    at += 2 * size;
    yield { node: database.nodes.numberOf(name), layout, values: { steps, averages, maxima } };
  }
}

/** Blocks of what a hub that ended had only in slabs; the window of `nowStep` goes on. */
export function settleSlabs(database: HistoryDatabase, nowStep: number): void {
  const steps = database.sqlite.prepare('SELECT step FROM slab ORDER BY step').all() as { step: number }[];
  const current = windowOfStep(nowStep);
  for (const window of new Set(steps.map(({ step }) => windowOfStep(step)))) {
    if (window >= current) continue;
    settleWindow(database, window);
    endWindow(database, window);
  }
  const begun = database.until(0);
  if (begun !== null && begun < current) database.setUntil(0, current);
}

function settleWindow(database: HistoryDatabase, window: number): void {
  const gathered = new Map<string, StoredSteps & { readonly node: number }>();
  const known = new Set(database.nodes.all().map(({ id }) => id));
  for (const slab of slabsOf(database, window))
    readSlab(database, slab, ({ node, layout }, slot, _, average, maximum) => {
      const { step } = slab;
      if (!known.has(node)) return;
      const key = `${node} ${layout}`;
      let part = gathered.get(key);
      if (part === undefined) {
        part = { node, layout, values: noValues(database.layouts.series(layout).length, WINDOW_STEPS) };
        gathered.set(key, part);
      }
      part.values.averages[slot * WINDOW_STEPS + (step % WINDOW_STEPS)] = average;
      part.values.maxima[slot * WINDOW_STEPS + (step % WINDOW_STEPS)] = maximum;
    });
  database.transaction(() => {
    // Of a node whose series changed within the window the last set stays.
    for (const { node, layout, values } of gathered.values())
      database.blocks.write({ tier: 0, window, node }, { layout, values });
  });
}

export interface StoredSlab {
  readonly step: number;
  readonly data: Uint8Array;
}

/** One that cannot be read is dropped: it is ten seconds. */
export function readSlab(database: HistoryDatabase, { step, data }: StoredSlab, visit: SlabVisit): void {
  try {
    decodeSlab(data, database.layouts.series, visit);
  } catch (error) {
    if (isOfSqlite(error)) throw error;
    database.sqlite.prepare('DELETE FROM slab WHERE step = ?').run(step);
  }
}

type SlabVisit = Parameters<typeof decodeSlab>[2];

function slabsOf(database: HistoryDatabase, window: number): readonly StoredSlab[] {
  return database.sqlite
    .prepare('SELECT step, data FROM slab WHERE step >= ? AND step < ? ORDER BY step')
    .all(window * WINDOW_STEPS, (window + 1) * WINDOW_STEPS) as StoredSlab[];
}
