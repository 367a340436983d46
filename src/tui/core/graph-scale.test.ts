import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundHeight, rowOf, shortCount, valueOfRow } from './graph-scale.ts';

test.each([
  [[3, null, 7], 1, 10],
  [[3], 100, 100],
  [[150], 100, 200],
  [[420], 100, 500],
  [[61.2e6], 1000, 100e6],
  [[], 5, 5],
])('roundHeight of %j and at least %d is %d', (values, least, height) => {
  expect(roundHeight(values, least)).toBe(height);
});

test.each([
  [0, '0'],
  [17, '17'],
  [999, '999'],
  [1000, '1k'],
  [1420, '1.4k'],
  [11_000, '11k'],
  [999_600, '1M'],
  [61.2e6, '61M'],
  [256e9, '256G'],
])('shortCount of %d is %s', (value, text) => {
  expect(shortCount(value)).toBe(text);
});

test('shortCount has room in four cells', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 9.9e17, noNaN: true }), (value) => shortCount(value).length <= 4));
});

test('a value stands on the line whose height it is', () => {
  expect([100, 88, 75, 74, 0, 101].map((value) => rowOf(value, [0, 100], 4))).toEqual([0, 0, 1, 1, 3, null]);
  for (const row of [0, 1, 2, 3]) expect(rowOf(valueOfRow(row, [20, 100], 4), [20, 100], 4)).toBe(row);
});
