import { expect, test } from 'vitest';
import { arrivalCosts } from './arrivals.ts';
import type { FinishedFrame } from './forecast-input.ts';

/** Frames of nobody known, so many seconds after each other. */
function arriving(...gaps: readonly number[]): readonly FinishedFrame[] {
  let at = 0;
  return [0, ...gaps].map((gap, i) => {
    at += gap * 1000;
    return { frame: i + 1, node: null, seconds: null, finishedAt: at, isFirst: false };
  });
}

function meanCost(frames: readonly FinishedFrame[]): number {
  const costs = arrivalCosts(frames);
  return costs.reduce((sum, { seconds }) => sum + seconds, 0) / costs.length;
}

function repeated(times: number, ...gaps: readonly number[]): readonly number[] {
  return Array.from({ length: times }, () => gaps).flat();
}

test.each([
  ['evenly', arriving(30, 30, 30, 30), 30],
  ['evenly and fast', arriving(...repeated(60, 0.5)), 0.5],
  ['with a pause over night', arriving(20, 20, 36_000, 20, 20), 20],
  ['from four nodes in step', arriving(0, 0, 0.1, 29.9, 0, 0, 0.1, 29.9, 0, 0, 0.1, 29.9), 7.5],
  ['from four nodes in loose groups', arriving(3, 2, 3, 22, 3, 2, 3, 22), 7.5],
  ['from eight nodes in groups, for long', arriving(...repeated(12, 2, 1, 1, 2, 1, 1, 2, 290)), 37.5],
  ['to a share that is looked at each minute', arriving(...repeated(20, 0, 0, 60, 0, 60)), 24],
])('arrivalCosts gives the usual seconds a frame when frames come %s', (_, frames, seconds) => {
  expect(meanCost(frames)).toBeGreaterThan(0.9 * seconds);
  expect(meanCost(frames)).toBeLessThan(1.1 * seconds);
});

test.each([
  ['nothing is known', arriving().slice(1)],
  ['one frame is known', arriving()],
  ['all came at once', arriving(0.01, 0.2, 0.7)],
])('arrivalCosts is empty when %s', (_, frames) => {
  expect(arrivalCosts(frames)).toEqual([]);
});
