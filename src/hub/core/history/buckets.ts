/** Steps of what is asked for, into which values of finer steps are poured, whatever they come from. */

import { STEP_SECONDS } from './history-steps.ts';
import { averageAt, maximumAt, type NodeRing } from './node-ring.ts';

/** A span of whole steps; Unix seconds. */
export interface Span {
  readonly fromSeconds: number;
  readonly stepSeconds: number;
  readonly count: number;
}

export interface Buckets extends Span {
  readonly sums: Float64Array;
  /** Tens of seconds of which the sums are: 0 where nothing was told. */
  readonly weights: Float64Array;
  readonly maxima: Float64Array;
}

export function createBuckets({ fromSeconds, stepSeconds, count }: Span): Buckets {
  const [sums, weights, maxima] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  return { fromSeconds, stepSeconds, count, sums, weights, maxima: maxima.fill(Number.NEGATIVE_INFINITY) };
}

export interface Poured {
  readonly atSeconds: number;
  readonly average: number;
  readonly maximum: number;
  /** Tens of seconds that it is of. */
  readonly weight: number;
}

/** What lies outside of the span, and what was not told, is left out. */
export function pour(buckets: Buckets, { atSeconds, average, maximum, weight }: Poured): void {
  const index = Math.floor((atSeconds - buckets.fromSeconds) / buckets.stepSeconds);
  if (!(average - average === 0) || index < 0 || index >= buckets.count) return;
  buckets.sums[index] = (buckets.sums[index] ?? 0) + average * weight;
  buckets.weights[index] = (buckets.weights[index] ?? 0) + weight;
  if (maximum > (buckets.maxima[index] ?? maximum)) buckets.maxima[index] = maximum;
}

/** What the ring holds of a series from that second on. */
export function pourRing(buckets: Buckets, ring: NodeRing, { slot, sinceSeconds }: RingPart): void {
  const end = buckets.fromSeconds + buckets.count * buckets.stepSeconds;
  const first = Math.max(ring.oldest, Math.ceil(Math.max(sinceSeconds, buckets.fromSeconds) / STEP_SECONDS));
  const last = Math.min(ring.newest, Math.ceil(end / STEP_SECONDS) - 1);
  for (let step = Math.max(0, first); step <= last; step++) {
    const average = averageAt(ring, slot, step);
    pour(buckets, { atSeconds: step * STEP_SECONDS, average, maximum: maximumAt(ring, slot, step), weight: 1 });
  }
}

export interface RingPart {
  readonly slot: number;
  readonly sinceSeconds: number;
}

/** Averages over what was told, and maxima; null where nothing was. */
export function poured({ sums, weights, maxima, count }: Buckets): {
  readonly average: (number | null)[];
  readonly maximum: (number | null)[];
} {
  const [average, maximum]: [(number | null)[], (number | null)[]] = [[], []];
  for (let index = 0; index < count; index++) {
    const weight = weights[index] ?? 0;
    average.push(weight === 0 ? null : thousandths((sums[index] ?? 0) / weight));
    maximum.push(weight === 0 ? null : thousandths(maxima[index] ?? 0));
  }
  return { average, maximum };
}

/** Values are kept with half of a number's digits: the rest would be noise. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
