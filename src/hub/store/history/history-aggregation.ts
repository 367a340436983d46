/** Coarser tiers out of finer blocks, some nodes at a time: whoever asks for something waits for one such piece at most. */
import { TIERS } from '../../core/history/history-steps.ts';
import { blockId, noValues, tierOf, windowSeconds } from './block-place.ts';
import { type HistoryDatabase, oldestWindow } from './history-database.ts';
import { createGathering, pourTier } from './history-reads.ts';
import { layoutText } from './layout.ts';

export interface Aggregation {
  /** Does as much as `nodes` nodes' worth; false where there was nothing to do. */
  advance(nodes: number): boolean;
}

interface Task {
  readonly tier: number;
  readonly window: number;
}

/** `farm` is the farm's own name among the nodes. */
export function createAggregation(database: HistoryDatabase, farm: string): Aggregation {
  let under: (Task & { after: number }) | null = null;
  return {
    advance(most) {
      under ??= next(database);
      if (under === null) return false;
      const { tier, window, after } = under;
      const nodes = database.nodes.after(after, most);
      database.transaction(() => {
        for (const { id, name } of nodes) aggregate(database, { tier, window, node: id }, name === farm);
        if (nodes.length < most) database.setUntil(tier, window + 1);
      });
      under = nodes.length < most ? null : { tier, window, after: nodes.at(-1)?.id ?? after };
      return true;
    },
  };
}

/** The next window whose finer blocks are all written, and of which there are any. */
function next(database: HistoryDatabase): (Task & { after: number }) | null {
  for (let tier = 1; tier < TIERS.length; tier++) {
    const finer = database.until(tier - 1);
    if (finer === null) return null;
    const ratio = windowSeconds(tier) / windowSeconds(tier - 1);
    const begun = database.until(tier);
    const oldest = oldestWindow(database, tier - 1) ?? finer;
    let window = Math.max(begun ?? 0, Math.floor(Math.min(oldest, finer) / ratio));
    while ((window + 1) * ratio <= finer && !hasBlocks(database, tier - 1, window * ratio, ratio)) window++;
    if (begun !== window) database.setUntil(tier, window);
    if ((window + 1) * ratio <= finer) return { tier, window, after: 0 };
  }
  return null;
}

function hasBlocks(database: HistoryDatabase, tier: number, first: number, windows: number): boolean {
  const [begin, end] = [first, first + windows].map((window) => blockId({ window, node: 0 }));
  const row = database.sqlite.prepare(`SELECT 1 FROM block${tier} WHERE id >= ? AND id < ? LIMIT 1`);
  return row.get(begin ?? 0, end ?? 0) !== undefined;
}

function aggregate(
  database: HistoryDatabase,
  { tier, window, node }: Task & { readonly node: number },
  isOfFarm: boolean,
): void {
  const { stepSeconds, blockSteps: count } = tierOf(tier);
  const fromSeconds = window * windowSeconds(tier);
  const { series, bucketsOf } = createGathering({ fromSeconds, stepSeconds, count });
  const untilSeconds = fromSeconds + windowSeconds(tier);
  pourTier(database, { node, tier: tier - 1, fromSeconds, untilSeconds }, bucketsOf);
  if (series.length === 0) return;
  const values = noValues(series.length, count);
  for (const [slot, { sums, weights, maxima }] of series.entries())
    for (let step = 0; step < count; step++) {
      const weight = weights[step] ?? 0;
      if (weight === 0) continue;
      values.averages[slot * count + step] = (sums[step] ?? 0) / weight;
      values.maxima[slot * count + step] = maxima[step] ?? Number.NaN;
    }
  const layout = database.layouts.numberOf(layoutText(series, isOfFarm));
  database.blocks.write({ tier, window, node }, { layout, values });
}
