/** What of the file answers a question: each tier up to where it has its blocks, the rest from the finer one. */
import { type Buckets, createBuckets, pour } from '../../core/history/buckets.ts';
import { isPicked } from '../../core/history/history-request.ts';
import { STEP_SECONDS } from '../../core/history/history-steps.ts';
import type { SeriesName } from '../../core/history/node-ring.ts';
import { tierOf, windowSeconds } from './block-place.ts';
import { type HistoryDatabase, oldestWindow } from './history-database.ts';
import type { ReadAsked, ReadSeries } from './history-store.ts';

/** Null where the series are more than allowed. */
export function readSeries(database: HistoryDatabase, asked: ReadAsked): readonly ReadSeries[] | null {
  const found: ReadSeries[] = [];
  const { fromSeconds, tier } = asked;
  const untilSeconds = Math.min(asked.untilSeconds, fromSeconds + asked.stepSeconds * asked.count);
  for (const name of asked.nodes) {
    const node = database.nodes.find(name);
    if (node === null) continue;
    const gathered = createGathering(asked);
    pourTier(database, { node, tier, fromSeconds, untilSeconds }, (series) =>
      isPicked(series, asked.picks) ? gathered.bucketsOf(series) : null,
    );
    if (found.length + gathered.series.length > asked.mostSeries) return null;
    for (const { metric, label, sums, weights, maxima } of gathered.series)
      found.push({ node: name, metric, label, sums, weights, maxima });
  }
  return found;
}

/** Buckets of one node's series, made as these turn up. */
export interface Gathering {
  readonly series: readonly GatheredSeries[];
  bucketsOf(name: SeriesName): Buckets;
}

type GatheredSeries = SeriesName & Buckets;

export function createGathering(span: Parameters<typeof createBuckets>[0]): Gathering {
  const series: GatheredSeries[] = [];
  return {
    series,
    bucketsOf({ metric, label }) {
      const known = series.find((each) => each.metric === metric && each.label === label);
      if (known !== undefined) return known;
      const made = { metric, label, ...createBuckets(span) };
      series.push(made);
      return made;
    },
  };
}

export interface TierPart {
  readonly node: number;
  readonly tier: number;
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

/** Into which buckets a series goes; null leaves it out. */
type BucketsOf = (name: SeriesName) => Buckets | null;

/** Pours each step of the node within the part, as coarse as the tier where that has it. */
export function pourTier(database: HistoryDatabase, part: TierPart, bucketsOf: BucketsOf): void {
  let { fromSeconds } = part;
  for (let tier = part.tier; tier >= 0 && fromSeconds < part.untilSeconds; tier--) {
    const settled = tier === 0 ? part.untilSeconds : (database.until(tier) ?? 0) * windowSeconds(tier);
    const untilSeconds = Math.min(settled, part.untilSeconds);
    pourBlocks(database, { ...part, tier, fromSeconds, untilSeconds }, bucketsOf);
    fromSeconds = Math.max(fromSeconds, settled);
  }
}

function pourBlocks(database: HistoryDatabase, part: TierPart, bucketsOf: BucketsOf): void {
  const { node, tier, fromSeconds, untilSeconds } = part;
  const { stepSeconds } = tierOf(tier);
  const weight = stepSeconds / STEP_SECONDS;
  const length = windowSeconds(tier);
  const first = Math.max(Math.floor(fromSeconds / length), oldestWindow(database, tier) ?? Number.POSITIVE_INFINITY);
  for (let window = first; window * length < untilSeconds; window++) {
    const begin = window * length;
    database.blocks.read({ tier, window, node }, (name) => {
      const buckets = bucketsOf(name);
      if (buckets === null) return null;
      return (step, average, maximum) => {
        const atSeconds = begin + step * stepSeconds;
        if (atSeconds + stepSeconds > fromSeconds && atSeconds < untilSeconds)
          pour(buckets, { atSeconds, average, maximum, weight });
      };
    });
  }
}
