import { expect, test } from 'vitest';
import { addToTrail, newTrail, seededTrail, TRAIL_CELLS, type Trail, trailValues } from './history-trail.ts';

const HALF_MINUTE = 30_000;

function told(...points: readonly (readonly [halfMinute: number, percent: number | null])[]): Trail {
  return points.reduce((trail, [at, percent]) => addToTrail(trail, percent, at * HALF_MINUTE), newTrail(0));
}

/** The newest values, the last of them of now. */
function endOf(trail: Trail, halfMinute: number, count: number): readonly (number | null)[] {
  return trailValues(trail, halfMinute * HALF_MINUTE).slice(-count);
}

test('trailValues tells the mean of each half minute, the last half hour of them', () => {
  const trail = told([100, 10], [100.5, 30], [101, 50]);
  expect(endOf(trail, 101, 3)).toEqual([null, 20, 50]);
  expect(trailValues(trail, 101 * HALF_MINUTE)).toHaveLength(TRAIL_CELLS);
});

test('addToTrail bridges one half minute without a word and leaves a longer silence open', () => {
  expect(endOf(told([100, 40], [102, 60]), 102, 3)).toEqual([40, 40, 60]);
  expect(endOf(told([100, 40], [104, 60]), 104, 5)).toEqual([40, 40, null, null, 60]);
});

test('trailValues moves on with time and ends what has no news', () => {
  const trail = told([100, 40]);
  expect(endOf(trail, 100, 1)).toEqual([40]);
  expect(endOf(trail, 103, 4)).toEqual([40, 40, null, null]);
  expect(trailValues(trail, 1000 * HALF_MINUTE).every((value) => value === null)).toBe(true);
});

test('addToTrail keeps a time in which nothing is known unknown', () => {
  expect(endOf(told([100, null], [101, null]), 101, 2)).toEqual([null, null]);
});

test('addToTrail takes an older time for the newest', () => {
  expect(endOf(told([100, 40], [99, 60]), 100, 2)).toEqual([null, 50]);
});

test('seededTrail fills what was not heard here, and changes nothing else', () => {
  const trail = told([100, 40], [101, 60]);
  const point = (halfMinute: number, percent: number) => ({ at: halfMinute * HALF_MINUTE, percent });
  const seeded = seededTrail(trail, [point(10, 99), point(98, 12.4), point(99, 120), point(100, 1), point(101, 1)]);
  expect(endOf(seeded, 101, 4)).toEqual([12, 100, 40, 60]);
  expect([trail.seeded, seeded.seeded]).toEqual([false, true]);
});

test('a trail holds a byte a half minute however often it is told', () => {
  let trail = newTrail(0);
  for (let second = 0; second < 7200; second++) trail = addToTrail(trail, 50, second * 1000);
  expect(trail.past.byteLength).toBe(TRAIL_CELLS - 1);
  expect(endOf(trail, 239, TRAIL_CELLS)).toEqual(new Array(TRAIL_CELLS).fill(50));
});
