import fc from 'fast-check';
import { expect, test } from 'vitest';
import { etaText, framesText, rateText, shortAge, shortWait } from './figures.ts';

test.each([
  [0, '0s'],
  [48, '48s'],
  [840, '14m'],
  [11_100, '3h05'],
  [83_000, '23h'],
  [500_000, '5d'],
])('shortAge shows %i s as %s', (seconds, shown) => {
  expect(shortAge(seconds)).toBe(shown);
});

test.each([
  [3840, '1h04'],
  [82_000, '23h'],
  [186_000, '2d3h'],
  [3_600_000, '41d'],
])('shortWait shows %i s as %s', (seconds, shown) => {
  expect(shortWait(seconds)).toBe(shown);
});

test('shortAge and shortWait never need more than four cells within ten years', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 315e6, noNaN: true }), (seconds) => {
      expect(shortAge(seconds).length).toBeLessThanOrEqual(4);
      expect(shortWait(seconds).length).toBeLessThanOrEqual(5);
      expect(shortWait(seconds)).not.toContain(' ');
    }),
  );
});

test.each([
  [{ seconds: 180, unsure: false }, '3m'],
  [{ seconds: 180, unsure: true }, '~3m'],
  [{ seconds: 0, unsure: false }, 'late'],
  [{ seconds: null, unsure: true }, '—'],
])('etaText tells %j as %s', (estimate, shown) => {
  expect(etaText(estimate)).toBe(shown);
});

test.each([
  [125, 240, '125/240'],
  [143, null, '143'],
  [12_345, 24_000, '12k/24k'],
  [1234, 12_000, '1k/12k'],
  [3_000_000, 20_000_000, '3M/20M'],
])('framesText tells %i of %j as %s', (done, total, shown) => {
  expect(framesText(done, total)).toBe(shown);
});

test.each([
  [7.53, '7.5'],
  [342.4, '342'],
  [1420, '1.42k'],
  [12_340, '12.3k'],
])('rateText tells %d as %s', (count, shown) => {
  expect(rateText(count)).toBe(shown);
});
