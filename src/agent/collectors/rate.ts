import type { Millis } from '../../shared/clock.ts';

/** Growth a second, rounded, between two readings of a counter: null for the first reading, and when the counter went back. */
export interface RateMeter {
  /** `now` is of the monotonic clock. */
  measure(name: string, counter: number, now: Millis): number | null;
  /** Forgets the counters that were not measured at `now`: their devices are gone. */
  prune(now: Millis): void;
}

export function createRateMeter(): RateMeter {
  const before = new Map<string, { readonly counter: number; readonly at: Millis }>();
  return {
    measure(name, counter, now) {
      const last = before.get(name);
      before.set(name, { counter, at: now });
      if (!last || now <= last.at || counter < last.counter) return null;
      return Math.round(((counter - last.counter) * 1000) / (now - last.at));
    },
    prune(now) {
      for (const [name, last] of before) if (last.at !== now) before.delete(name);
    },
  };
}
