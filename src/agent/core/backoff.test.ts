import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffDelay } from './backoff.ts';

describe('backoffDelay', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
    [7, 60_000],
    [5_000, 60_000],
  ])('draws from 0 to the doubled ceiling after %i failures', (failures, ceiling) => {
    expect(backoffDelay(failures, null, () => 0)).toBe(0);
    expect(backoffDelay(failures, null, () => 0.5)).toBe(ceiling / 2);
    expect(backoffDelay(failures, null, () => 1)).toBe(ceiling);
  });

  test('takes Retry-After as a floor, not as a ceiling', () => {
    expect(backoffDelay(1, 30, () => 1)).toBe(30_000);
    expect(backoffDelay(7, 30, () => 1)).toBe(60_000);
  });

  test('is never longer than ten minutes whatever the hub asks for', () => {
    const inputs = [
      fc.nat(),
      fc.option(fc.double({ min: 0, noNaN: true })),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ];
    fc.assert(
      fc.property(
        ...(inputs as [fc.Arbitrary<number>, fc.Arbitrary<number | null>, fc.Arbitrary<number>]),
        (n, after, r) => {
          const delay = backoffDelay(n, after, () => r);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(600_000);
        },
      ),
    );
  });
});
