import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { createProcessListing } from './process-listing.ts';

function setUp() {
  const clock = new ManualClock();
  let calls = 0;
  let fails = false;
  const listing = createProcessListing(clock, async () => {
    calls++;
    if (fails) throw new Error('no ps');
    return { list: [] };
  });
  return { clock, listing, calls: () => calls, fail: (does: boolean) => (fails = does) };
}

describe('createProcessListing', () => {
  it('starts nothing for one who asks seldom while another asks often', async () => {
    const { clock, listing, calls } = setUp();
    for (let time = 0; time < 10; time++) {
      await listing.fresh();
      clock.advance(15_000);
      await listing.recent();
    }
    expect(calls()).toBe(10);
  });

  it('asks for one who asks seldom when nobody else has', async () => {
    const { clock, listing, calls } = setUp();
    await listing.recent();
    clock.advance(20_001);
    await listing.recent();
    expect(calls()).toBe(2);
  });

  it('shares a call that is under way', async () => {
    const { listing, calls } = setUp();
    await Promise.all([listing.fresh(), listing.recent()]);
    expect(calls()).toBe(1);
  });

  it('does not keep a failure', async () => {
    const { listing, fail } = setUp();
    fail(true);
    await expect(listing.fresh()).rejects.toThrow('no ps');
    fail(false);
    await expect(listing.recent()).resolves.toEqual({ list: [] });
  });
});
