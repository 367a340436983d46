import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scheduleOf } from './schedule.ts';

const free = { factor: 1, freeIn: 0, spread: 0, hasFrame: false };
const busyFor = (freeIn: number) => ({ ...free, freeIn, hasFrame: true });
const loadingFor = (freeIn: number) => ({ ...free, freeIn });

function lastOf(pieces: Parameters<typeof scheduleOf>[0], workers: Parameters<typeof scheduleOf>[1]): number {
  return Math.max(...scheduleOf(pieces, workers, 0.1).finishers.map(({ seconds }) => seconds));
}

test.each([
  ['one worker', [{ count: 5, seconds: 10 }], [free], 50],
  ['two of one speed', [{ count: 5, seconds: 10 }], [free, free], 30],
  ['one that is busy', [{ count: 3, seconds: 10 }], [free, busyFor(100)], 100],
  ['one that loads for longer than the others need', [{ count: 3, seconds: 10 }], [free, loadingFor(100)], 30],
  ['one of half the speed', [{ count: 3, seconds: 10 }], [free, { ...free, factor: 2 }], 20],
  [
    'pieces of two costs',
    [
      { count: 2, seconds: 10 },
      { count: 1, seconds: 40 },
    ],
    [free, free],
    50,
  ],
])('scheduleOf gives each frame to who is free first, with %s', (_, pieces, workers, seconds) => {
  expect(lastOf(pieces, workers)).toBeCloseTo(seconds);
});

test('scheduleOf leaves out workers that get nothing to do', () => {
  expect(scheduleOf([{ count: 1, seconds: 10 }], [free, free, free], 0.1).finishers).toHaveLength(1);
  expect(scheduleOf([], [free], 0.1).finishers).toEqual([]);
});

test('scheduleOf gives a long piece at a stroke as it would frame by frame', () => {
  const worker = fc.record({
    factor: fc.double({ min: 0.25, max: 4, noNaN: true }),
    freeIn: fc.constantFrom(0, 5, 100, 10_000),
  });
  fc.assert(
    fc.property(
      fc.array(worker, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 3000 }),
      (those, count) => {
        const workers = those.map((each) => ({ ...free, ...each }));
        const whole = scheduleOf([{ count, seconds: 10 }], workers, 0.1);
        const singly = Array.from({ length: count }, () => ({ count: 1, seconds: 10 }));
        // They differ by less than the longest frame.
        expect(Math.abs(lastOf([{ count, seconds: 10 }], workers) - lastOf(singly, workers))).toBeLessThanOrEqual(40);
        expect(whole.givenSeconds).toBeGreaterThan(0);
      },
    ),
    { numRuns: 100 },
  );
});
