/** The last hour as the file has it, piece by piece, so that graphs are there after a restart. */

import { noValues, tierOf } from './block-place.ts';
import type { StoredSteps } from './block-tables.ts';
import type { HistoryDatabase } from './history-database.ts';
import type { HistoryAnswered, HistoryAsked, RestoreCursor, RestoredPart } from './history-store.ts';
import { readSlab, type StoredSlab, windowOfStep } from './history-writes.ts';

/** Taking them into memory holds the hub for a few milliseconds. */
const NODES_AT_ONCE = 10;

export function restoreSome(
  database: HistoryDatabase,
  { cursor, sinceStep }: HistoryAsked['restore'],
): HistoryAnswered['restore'] {
  const from = cursor ?? { from: 'blocks', after: 0 };
  switch (from.from) {
    case 'blocks':
      return restoreBlocks(database, from.after, sinceStep);
    case 'slabs':
      return restoreSlab(database, Math.max(from.after, sinceStep - 1));
  }
}

function restoreBlocks(database: HistoryDatabase, after: number, sinceStep: number): HistoryAnswered['restore'] {
  const nodes = database.nodes.after(after, NODES_AT_ONCE);
  const parts: RestoredPart[] = [];
  const until = database.until(0) ?? 0;
  for (const { id, name } of nodes)
    for (let window = windowOfStep(sinceStep); window < until; window++)
      parts.push(...blockPart(database, { id, name, window }));
  const last = nodes.at(-1);
  const next: RestoreCursor = last ? { from: 'blocks', after: last.id } : { from: 'slabs', after: 0 };
  return { parts, next };
}

function blockPart(
  database: HistoryDatabase,
  { id, name, window }: { readonly id: number; readonly name: string; readonly window: number },
): readonly RestoredPart[] {
  const stored = database.blocks.steps({ tier: 0, window, node: id });
  if (stored === null) return [];
  const names = database.layouts.series(stored.layout);
  return [{ node: name, names, first: window * tierOf(0).blockSteps, values: stored.values }];
}

function restoreSlab(database: HistoryDatabase, after: number): HistoryAnswered['restore'] {
  const row = database.sqlite.prepare('SELECT step, data FROM slab WHERE step > ? ORDER BY step LIMIT 1').get(after) as
    | StoredSlab
    | undefined;
  if (row === undefined) return { parts: [], next: null };
  const told = new Map<number, StoredSteps>();
  readSlab(database, row, ({ node, layout }, slot, _, average, maximum) => {
    const part = told.get(node) ?? { layout, values: noValues(database.layouts.series(layout).length, 1) };
    part.values.averages[slot] = average;
    part.values.maxima[slot] = maximum;
    told.set(node, part);
  });
  const parts: RestoredPart[] = [];
  for (const { id, name } of database.nodes.all()) {
    const part = told.get(id);
    if (part)
      parts.push({ node: name, names: database.layouts.series(part.layout), first: row.step, values: part.values });
  }
  return { parts, next: { from: 'slabs', after: row.step } };
}
