import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateOf, paceOf } from './estimates.ts';

/** Times in milliseconds from gaps in seconds. */
function times(...gaps: readonly number[]): number[] {
  let at = 0;
  return [0, ...gaps.map((gap) => (at += gap * 1000))];
}

test.each([
  ['frames come evenly', times(30, 30, 30, 30), 30],
  ['frames come evenly and fast', times(...Array<number>(60).fill(0.05)), 0.05],
  ['there was a pause over night', times(20, 20, 36_000, 20, 20), 20],
  ['four nodes go in step', times(0, 0, 0.1, 29.9, 0, 0, 0.1, 29.9, 0, 0, 0.1), 7.5],
  ['four nodes come in loose groups', times(3, 2, 3, 22, 3, 2, 3, 22), 7.5],
  ['the speed changed long ago', times(...Array<number>(20).fill(100), ...Array<number>(12).fill(10)), 10],
])('paceOf gives the usual seconds a frame when %s', (_, at, seconds) => {
  expect(paceOf(at)?.secondsPerFrame).toBeCloseTo(seconds, 1);
});

test.each([
  ['nothing is known', []],
  ['one frame is known', [5]],
  ['all came at once', [0, 10, 20, 900]],
])('paceOf is null when %s', (_, at) => {
  expect(paceOf(at)).toBeNull();
});

test.each([
  [10, 0, 300],
  [10, 12, 290],
  [10, 30, 270],
  [10, 90, 330],
  [1, 29, 1],
  [1, 30, 1],
  [1, 100, 70],
  [0, 500, 0],
])('estimateOf is right when %d frames remain and the last came %d s ago', (remaining, sinceLast, seconds) => {
  expect(estimateOf(remaining, { secondsPerFrame: 30, samples: 9 }, sinceLast)?.etaSeconds).toBe(seconds);
});

test('estimateOf is unsure when fewer than three frames were timed', () => {
  expect(estimateOf(5, { secondsPerFrame: 30, samples: 2 }, 0)?.unsure).toBe(true);
  expect(estimateOf(5, { secondsPerFrame: 30, samples: 3 }, 0)?.unsure).toBe(false);
});

test('estimateOf never says that nothing is left while frames remain', () => {
  const seconds = fc.double({ min: 0.001, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), seconds, seconds, (remaining, secondsPerFrame, sinceLast) => {
      const estimate = estimateOf(remaining, { secondsPerFrame, samples: 5 }, sinceLast);
      expect(estimate?.etaSeconds).toBeGreaterThanOrEqual(1);
      expect(Number.isInteger(estimate?.etaSeconds)).toBe(true);
    }),
  );
});

test('paceOf lies between the shortest and the longest gap', () => {
  const gap = fc.integer({ min: 1_000, max: 100_000 });
  fc.assert(
    fc.property(fc.array(gap, { minLength: 1, maxLength: 60 }), (gaps) => {
      const pace = paceOf(times(...gaps.map((millis) => millis / 1000)))?.secondsPerFrame ?? 0;
      expect(pace).toBeGreaterThanOrEqual(Math.min(...gaps) / 1000 - 1e-6);
      expect(pace).toBeLessThanOrEqual(Math.max(...gaps) / 1000 + 1e-6);
    }),
  );
});
