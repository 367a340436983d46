import { expect, test } from 'vitest';
import { inSteps } from './eta-steps.ts';

test.each([
  [0.2, 1],
  [59.1, 60],
  [61, 70],
  [290, 290],
  [3601, 3660],
])('inSteps rounds %d s up to %d s', (seconds, shown) => {
  expect(inSteps(seconds)).toBe(shown);
});
