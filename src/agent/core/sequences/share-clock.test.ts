import { describe, expect, it } from 'vitest';
import { ShareClock } from './share-clock.ts';

const HOUR = 3_600_000;

describe('ShareClock', () => {
  it('knows nothing when no file was seen', () => {
    expect(new ShareClock().latest(5)).toBeNull();
  });

  it.each([0, -HOUR, HOUR])('never makes a file older than it is when the share is %i ms ahead', (ahead) => {
    const clock = new ShareClock();
    // Written at 1000 s by the agent's clock, seen 3 s later; another one is seen 100 ms after it was written.
    clock.note(1_000_000 + ahead, 1_003_000);
    expect(clock.latest(1_000_000 + ahead)).toBe(1_003_000);
    clock.note(1_010_000 + ahead, 1_010_100);
    expect(clock.latest(1_000_000 + ahead)).toBe(1_000_100);
  });

  it('does not believe a file of next year', () => {
    const clock = new ShareClock();
    clock.note(1_000_000, 1_000_000);
    clock.note(365 * 24 * HOUR, 1_000_000);
    expect(clock.latest(1_000_000)).toBe(1_000_000);
  });
});
