import { expect, test } from 'vitest';
import { costCells } from './cost-cells.ts';

const costs = (count: number) => Array.from({ length: count }, (_, i) => ({ frame: i + 1, seconds: 10 + i }));

test('costCells gives each frame a cell of its own while there are few', () => {
  expect(costCells(costs(3))).toEqual([
    { x: 1, level: 10, count: 1 },
    { x: 2, level: 11, count: 1 },
    { x: 3, level: 12, count: 1 },
  ]);
});

test.each([40, 500, 2000])('costCells holds %d frames in a few cells, none of them lost', (count) => {
  const cells = costCells(costs(count));
  expect(cells.length).toBeLessThanOrEqual(20);
  expect(cells.length).toBeGreaterThanOrEqual(8);
  expect(cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(count);
});

test('costCells changes only the last cell when a frame more is finished', () => {
  const [before, after] = [costCells(costs(120)), costCells(costs(121))];
  expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
});
