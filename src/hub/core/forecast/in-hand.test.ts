import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastOf } from './forecast.ts';
import type { FinishedFrame, ForecastInput } from './forecast-input.ts';
import { silentRemainder } from './in-hand.ts';

/** Twenty frames of a second each. */
const FINISHED: readonly FinishedFrame[] = Array.from({ length: 20 }, (_, i) => ({
  frame: i + 1,
  node: 'a',
  seconds: 1,
  finishedAt: (i + 1) * 1000,
  isFirst: false,
}));

/** Frame 21 in hand for so many seconds, on a node that is busy unless something else is said. */
function heldFor(elapsed: number, fields: Partial<ForecastInput> = {}) {
  const frame = { frame: 21, node: 'a', since: 20_000, fraction: null, remainingSeconds: null };
  const input = { finished: FINISHED, remaining: [], inHand: [frame], liveNodes: ['a'], busyNodes: ['a'] };
  const { p50Seconds, p90Seconds, ...told } = forecastOf({ now: 20_000 + elapsed * 1000, ...input, ...fields });
  return { p50: p50Seconds ?? Number.NaN, p90: p90Seconds ?? Number.NaN, ...told };
}

test.each([2, 10, 75])(
  'forecastOf expects a frame of 1 s that has been in hand for %d s to take as long again',
  (elapsed) => {
    const { p50, p90, late, overdue } = heldFor(elapsed);
    const beyond = elapsed - 1;
    expect(p50 / beyond).toBeCloseTo(1, 1);
    expect(p90 / beyond).toBeGreaterThan(2);
    expect(p90 / beyond).toBeLessThan(3);
    expect([late, overdue]).toEqual([true, elapsed > 4 ? 'red' : null]);
  },
);

test.each([2, 10, 75])('forecastOf adds to 50 frames of 1 s what one in hand for %d s takes yet', (elapsed) => {
  const { p50, p90, late } = heldFor(elapsed, { remaining: [[22, 71]] });
  const usual = heldFor(0, { remaining: [[22, 71]] });
  const beyond = elapsed - 1;
  expect(Math.abs(p50 - (50 + beyond))).toBeLessThan(0.05 * (50 + beyond));
  expect(p90 - p50).toBeGreaterThan(Math.max(0.95 * (usual.p90 - usual.p50), beyond));
  expect(late).toBe(false);
});

test('forecastOf does not expect what stands still on an idle node to do so for as long again', () => {
  for (const elapsed of [10, 75, 36_000]) {
    const { p50, p90 } = heldFor(elapsed, { busyNodes: [] });
    expect(p50).toBeCloseTo(3, 1);
    expect(p90).toBeLessThan(6);
  }
});

test('forecastOf takes a frame of nobody known for late as long as anybody is busy', () => {
  const inHand = [{ frame: 21, node: null, since: 20_000, fraction: null, remainingSeconds: null }];
  expect(heldFor(75, { inHand }).p50).toBeCloseTo(74, 0);
  expect(heldFor(75, { inHand, busyNodes: [] }).p50).toBeCloseTo(3, 0);
});

test('forecastOf grows with the silence where only arrivals are known and somebody is busy', () => {
  const finished = FINISHED.map((frame) => ({ ...frame, node: null, seconds: null }));
  const silent = (busyNodes: readonly string[]) =>
    heldFor(75, { finished, inHand: [], remaining: [[21, 30]], busyNodes }).p50;
  expect(silent(['a'])).toBeGreaterThan(75);
  expect(silent([])).toBeLessThan(20);
});

test('silentRemainder falls until the frame is due, then grows with all that it takes beyond', () => {
  const priors = fc.record({
    seconds: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
    spread: fc.double({ min: 0, max: 0.8, noNaN: true }),
  });
  const times = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(priors, times, times, fc.boolean(), (prior, a, b, isBusy) => {
      const [before, after] = [Math.min(a, b), Math.max(a, b)].map((elapsed) =>
        silentRemainder(elapsed, prior, isBusy),
      );
      const isDue = Math.min(a, b) >= prior.seconds;
      const wasNotDue = Math.max(a, b) <= prior.seconds;
      if (isDue) expect(after?.seconds).toBeGreaterThanOrEqual(before?.seconds ?? 0);
      if (isDue) expect(after?.spread).toBeGreaterThanOrEqual(before?.spread ?? 0);
      if (wasNotDue) expect(after?.seconds).toBeLessThanOrEqual(before?.seconds ?? 0);
      expect(before?.seconds).toBeGreaterThan(0);
    }),
  );
});
