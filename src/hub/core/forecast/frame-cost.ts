/** What frames cost, by their numbers: the content decides, not the order in which they were finished. */
import { medianOf } from './robust-statistics.ts';

/** A frame's time, as on a node of the usual speed. */
export interface FrameCost {
  readonly frame: number;
  readonly seconds: number;
}

/** So many neighbours speak for a frame. */
const NEIGHBOURS = 7;

/**
 * The median cost of the nearest `NEIGHBOURS` of `costs`, which are ascending by frame; of fewer where there are
 * fewer, NaN of none. `but` is one that does not count.
 */
export function nearestMedian(costs: readonly FrameCost[], frame: number, but?: FrameCost): number {
  const found: number[] = [];
  let right = firstFrom(costs, frame);
  let left = right - 1;
  while (found.length < NEIGHBOURS) {
    const before = costs[left];
    const after = costs[right];
    const takesLeft = before && (!after || frame - before.frame <= after.frame - frame);
    const next = takesLeft ? before : after;
    if (!next) break;
    if (takesLeft) left--;
    else right++;
    if (next !== but) found.push(next.seconds);
  }
  return medianOf(found);
}

/** The place of the first of `costs` that is not before `frame`. */
function firstFrom(costs: readonly FrameCost[], frame: number): number {
  let low = 0;
  let high = costs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((costs[middle] as FrameCost).frame < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}
