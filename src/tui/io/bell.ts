import type { Clock, Millis } from '../../shared/clock.ts';

/** Whoever hears it looks: once is enough for all that happens meanwhile. */
const QUIET_MILLIS: Millis = 10_000;

/** Rings by `ring`, but not again for a while. */
export function createBell(ring: () => void, clock: Pick<Clock, 'monotonic'>): () => void {
  let quietUntil = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.monotonic() < quietUntil) return;
    quietUntil = clock.monotonic() + QUIET_MILLIS;
    ring();
  };
}
