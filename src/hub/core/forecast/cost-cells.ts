/** The finished frames in cells of frame numbers, as few as a trend needs. */
import type { FrameCost } from './frame-cost.ts';

/** Frames near each other: `x` is their place, `level` their mean cost. */
export interface CostCell {
  readonly x: number;
  readonly level: number;
  readonly count: number;
}

const MOST_CELLS = 20;

/**
 * `costs` are ascending by frame. A cell's bounds are multiples of a power of two, so that one frame more changes the
 * cell that it falls into and no other.
 */
export function costCells(costs: readonly FrameCost[]): readonly CostCell[] {
  let width = 1;
  while (cellsOf(costs, width) > MOST_CELLS) width *= 2;
  const cells: CostCell[] = [];
  for (let start = 0; start < costs.length; ) {
    const cell = Math.floor((costs[start] as FrameCost).frame / width);
    let [x, level, count] = [0, 0, 0];
    for (; start < costs.length; start++, count++) {
      const { frame, seconds } = costs[start] as FrameCost;
      if (Math.floor(frame / width) !== cell) break;
      x += frame;
      level += seconds;
    }
    cells.push({ x: x / count, level: level / count, count });
  }
  return cells;
}

function cellsOf(costs: readonly FrameCost[], width: number): number {
  let cells = 0;
  let last = Number.NaN;
  for (const { frame } of costs) {
    const cell = Math.floor(frame / width);
    if (cell !== last) cells++;
    last = cell;
  }
  return cells;
}
