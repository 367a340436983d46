import { expect, test } from 'vitest';
import { livenessLimits, livenessOf } from './liveness.ts';

const config = { staleIntervals: 3, offlineAfterSeconds: 60 };

test.each([
  [5, 15_000, 60_000],
  [2, 6_000, 60_000],
  [60, 180_000, 360_000],
])('livenessLimits gives a node of interval %d s its limits', (interval, staleMillis, offlineMillis) => {
  expect(livenessLimits(interval, config)).toEqual({ staleMillis, offlineMillis });
});

test.each([
  [0, 'online'],
  [15_000, 'online'],
  [15_001, 'stale'],
  [60_000, 'stale'],
  [60_001, 'offline'],
])('livenessOf is right when a node was silent for %d ms', (silence, liveness) => {
  expect(livenessOf(silence, livenessLimits(5, config))).toBe(liveness);
});
