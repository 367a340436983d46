import fc from 'fast-check';
import { expect, test } from 'vitest';
import { medianOf, normalCdf, outliersAbove } from './robust-statistics.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
  [[], Number.NaN],
])('medianOf %j is %d', (values, median) => {
  expect(medianOf(values)).toBe(median);
});

test('medianOf has as many values above it as below, however many there are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 }),
      (values) => {
        const median = medianOf(values);
        const above = values.filter((value) => value > median).length;
        const below = values.filter((value) => value < median).length;
        expect(Math.max(above, below)).toBeLessThanOrEqual(values.length / 2);
      },
    ),
  );
});

test('outliersAbove is not moved by the outlier itself', () => {
  expect(outliersAbove([10, 11, 9, 10, 12, 500])).toBeLessThan(20);
});

test.each([
  [0, 0.5],
  [1, 0.841345],
  [-1, 0.158655],
  [1.2816, 0.9],
  [4, 0.999968],
])('normalCdf of %d is %d', (z, share) => {
  expect(normalCdf(z)).toBeCloseTo(share, 4);
});
