import { expect, test } from 'vitest';
import { meanOf } from './mean.ts';

test.each([
  [[], null],
  [[null, null], null],
  [[0], 0],
  [[10, null, 40], 25],
])('meanOf %j is %j', (figures, mean) => {
  expect(meanOf(figures)).toBe(mean);
});
