/** What frames cost, by their numbers: the content decides, not the order in which they were finished. */
import { medianOf } from './robust-statistics.ts';

/** A frame's time, as on a node of the usual speed. */
export interface FrameCost {
  readonly frame: number;
  readonly seconds: number;
}

/** So many neighbours speak for a frame. */
export const NEIGHBOURS = 7;

/**
 * The nearest `NEIGHBOURS` of `costs`, which are ascending by frame, that `isCounted`; fewer where there are fewer.
 */
export function nearestCosts<T extends FrameCost>(
  costs: readonly T[],
  frame: number,
  isCounted: (cost: T) => boolean = () => true,
): readonly T[] {
  const found: T[] = [];
  let right = firstFrom(costs, frame);
  let left = right - 1;
  while (found.length < NEIGHBOURS) {
    const before = costs[left];
    const after = costs[right];
    if (!before && !after) break;
    const takesLeft = before && (!after || frame - before.frame <= after.frame - frame);
    const next = (takesLeft ? before : after) as T;
    if (takesLeft) left--;
    else right++;
    if (isCounted(next)) found.push(next);
  }
  return found;
}

/** The median cost of the nearest frame numbers; NaN where there is none. */
export function nearestMedian<T extends FrameCost>(
  costs: readonly T[],
  frame: number,
  isCounted?: (cost: T) => boolean,
): number {
  return medianOf(nearestCosts(costs, frame, isCounted).map(({ seconds }) => seconds));
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
