import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CostCell } from './cost-cells.ts';
import { costTrend } from './cost-trend.ts';

function cellsOf(count: number, level: (x: number) => number): readonly CostCell[] {
  return Array.from({ length: count }, (_, x) => ({ x, level: level(x), count: 1 }));
}

const coming = Array.from({ length: 20 }, (_, i) => ({ x: 20 + i, count: 1 }));

test('costTrend stays where the cost has stayed, and is surer the longer it did', () => {
  const short = costTrend(
    cellsOf(4, () => 30),
    coming,
    0.1,
  );
  const long = costTrend(
    cellsOf(20, () => 30),
    coming,
    0.1,
  );
  expect(short.at(35) / 30).toBeCloseTo(1, 5);
  expect(long.at(35) / 30).toBeCloseTo(1, 5);
  expect(long.spread).toBeLessThan(short.spread);
});

test('costTrend goes on along a line, but less far the farther it is from what was seen', () => {
  const trend = costTrend(
    cellsOf(20, (x) => 30 + 2 * x),
    coming,
    0.05,
  );
  expect(trend.at(30)).toBeGreaterThan(75);
  expect(trend.at(30)).toBeLessThan(95);
});

test('costTrend fills a hole from both sides', () => {
  const cells = cellsOf(20, (x) => (x < 10 ? 20 : 40)).filter(({ x }) => x < 8 || x > 11);
  const { at } = costTrend(cells, [{ x: 10, count: 2 }], 0.05);
  expect(at(9.5)).toBeGreaterThan(20);
  expect(at(9.5)).toBeLessThan(40);
});

test('costTrend is moved by a single frame no farther than that frame is off', () => {
  const levels = fc.array(fc.double({ min: 10, max: 20, noNaN: true }), { minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(levels, fc.double({ min: 5, max: 40, noNaN: true }), (seen, next) => {
      const cells = cellsOf(seen.length, (x) => seen[x] ?? 1);
      const before = costTrend(cells, coming, 0.2).at(30);
      const after = costTrend([...cells, { x: seen.length, level: next, count: 1 }], coming, 0.2).at(30);
      const off = Math.abs(Math.log(next / costTrend(cells, coming, 0.2).at(seen.length)));
      expect(Math.abs(Math.log(after / before))).toBeLessThan(0.6 * off + 0.05);
    }),
  );
});
