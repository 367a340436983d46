import { expect, test } from 'vitest';
import { isPicked, planOf } from './history-request.ts';

const DAY = 86_400;
const NOW = 1_800_000_000;
/** A week is kept of all tiers. */
const WEEK = [NOW - 7 * DAY, NOW - 7 * DAY - 7_200, NOW - 8 * DAY, NOW - 14 * DAY];

function plan(seconds: number, stepSeconds: number | null, oldest: readonly number[] = WEEK) {
  const request = { nodes: [], picks: null, fromSeconds: NOW - seconds, toSeconds: NOW, stepSeconds };
  const { tier, stepSeconds: step, count } = planOf(request, oldest);
  return [tier, step, count];
}

test.each([
  [3_600, null, 0, 20],
  [1_800, null, 0, 10],
  [DAY, null, 1, 300],
  [6 * DAY, null, 2, 1_800],
  [3_600, 10, 0, 10],
  [3_600, 7, 0, 10],
  [3_600, 65, 1, 120],
  [6 * DAY, 601, 2, 1_200],
  [6 * DAY, 9_000, 3, 14_400],
])('planOf answers %i s asked by %j s from tier %i by %i s', (seconds, step, tier, rounded) => {
  expect(plan(seconds, step).slice(0, 2)).toEqual([tier, rounded]);
});

test('planOf gives whole steps that hold the time asked for', () => {
  const { fromSeconds, stepSeconds, count } = planOf(
    { nodes: [], picks: null, fromSeconds: 1_007, toSeconds: 1_033, stepSeconds: 10 },
    [0],
  );
  expect([fromSeconds, stepSeconds, count]).toEqual([1_000, 10, 4]);
});

test('planOf takes coarser steps for a time of which the finer are gone', () => {
  const oldest = [NOW - DAY, NOW - 7 * DAY, NOW - 7 * DAY, NOW - 7 * DAY];
  expect(plan(2 * DAY, 10, oldest)).toEqual([1, 60, 2_880]);
  expect(plan(DAY / 2, 10, oldest)).toEqual([0, 10, 4_320]);
});

test('planOf stays with the finest steps where coarser ones reach back no farther', () => {
  const young = [NOW - 3_600, NOW - 7_200, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  expect(plan(4 * 3_600, 10, young)).toEqual([0, 10, 1_440]);
});

test('isPicked takes each label for a bare name, and one for a named one', () => {
  const card = { metric: 'gpuTempC', label: '1' };
  expect(isPicked(card, null)).toBe(true);
  expect(isPicked(card, [{ metric: 'gpuTempC' }])).toBe(true);
  expect(isPicked(card, [{ metric: 'gpuTempC', label: '0' }])).toBe(false);
  expect(isPicked(card, [{ metric: 'cpuTempC' }, { metric: 'gpuTempC', label: '1' }])).toBe(true);
});
