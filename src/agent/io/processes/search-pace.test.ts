import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { createSearchPace } from './search-pace.ts';

/** Searches of `length` as soon as each may begin, for so long: how many, and the longest pause. */
function searchFor(clock: ManualClock, duration: number, length: number, pace = createSearchPace(clock)) {
  const end = clock.monotonic() + duration;
  let searches = 0;
  let longest = 0;
  while (clock.monotonic() < end) {
    const start = clock.monotonic();
    clock.advance(length);
    pace.note(start);
    searches++;
    longest = Math.max(longest, pace.readyAt() - clock.monotonic());
    clock.advance(Math.max(0, pace.readyAt() - clock.monotonic()));
  }
  return { searches, longest, pace };
}

describe('createSearchPace', () => {
  it('lets a search begin at once at first, and soon after a few', () => {
    const clock = new ManualClock();
    expect(createSearchPace(clock).readyAt()).toBeLessThanOrEqual(clock.monotonic());
    expect(searchFor(clock, 1_000, 5).longest).toBe(95);
  });

  it('settles at a hundredth of the time when searches go on', () => {
    const clock = new ManualClock();
    const { pace } = searchFor(clock, 60_000, 5);
    const { searches } = searchFor(clock, 100_000, 5, pace);
    expect((searches * 5) / 100_000).toBeLessThan(0.013);
  });

  it.each([
    [20, 500],
    [40, 760],
  ])(
    'pauses after searches of %i ms for %i ms at most: half a second, or as long as 5 %% of a core take',
    (length, most) => {
      expect(searchFor(new ManualClock(), 60_000, length).longest).toBe(most);
    },
  );

  it('is quick again after a rest', () => {
    const clock = new ManualClock();
    const { pace } = searchFor(clock, 60_000, 10);
    clock.advance(60_000);
    expect(searchFor(clock, 500, 10, pace).longest).toBe(190);
  });
});
