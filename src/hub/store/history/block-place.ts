/** Where a block of history stands: one node's steps of one window of a tier. */
import type { StepValues } from '../../core/history/block-codec.ts';
import { TIERS, type Tier } from '../../core/history/history-steps.ts';

export interface BlockPlace {
  readonly tier: number;
  readonly window: number;
  readonly node: number;
}

/** A window's number times this, plus the node's number, is a block's id; together they stay below 2^53. */
const MOST_NODES = 2 ** 24;

export function blockId({ window, node }: Pick<BlockPlace, 'window' | 'node'>): number {
  return window * MOST_NODES + node;
}

/** The window of a block's id. */
export function windowOf(id: number): number {
  return Math.floor(id / MOST_NODES);
}

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

/** Steps of which nothing is told yet. */
export function noValues(series: number, steps: number): StepValues {
  const empty = (): Float32Array => new Float32Array(series * steps).fill(Number.NaN);
  return { steps, averages: empty(), maxima: empty() };
}

export interface Removed {
  readonly blocks: number;
  readonly bytes: number;
}

export const NOTHING_REMOVED: Removed = { blocks: 0, bytes: 0 };
