import type { Millis } from '../../shared/clock.ts';

/** Growth a second of each of a device's counters: null for the first reading, and when a counter went back. */
export interface RateMeter {
  /** The counters come in the same order each time; `now` is of the monotonic clock. */
  measure(device: string, counters: readonly number[], now: Millis): readonly (number | null)[];
  /** Forgets the devices that were not measured at `now`: they are gone. */
  prune(now: Millis): void;
}

export function createRateMeter(): RateMeter {
  const before = new Map<string, { readonly counters: readonly number[]; readonly at: Millis }>();
  return {
    measure(device, counters, now) {
      const last = before.get(device);
      before.set(device, { counters, at: now });
      return counters.map((counter, index) => {
        const past = last?.counters[index];
        if (last === undefined || past === undefined || now <= last.at || !(counter >= past)) return null;
        return ((counter - past) * 1000) / (now - last.at);
      });
    },
    prune(now) {
      for (const [device, last] of before) if (last.at !== now) before.delete(device);
    },
  };
}

/** Null stays null; `step` is what it is rounded to, 1 or a power of ten below. */
export function rounded(value: number | null | undefined, step: 1 | 0.1 | 0.01): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  const parts = Math.round(1 / step);
  return Math.round(value * parts) / parts;
}
