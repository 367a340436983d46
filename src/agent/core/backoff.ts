/** Seconds the longest wait between two tries is drawn from. */
const LONGEST_SECONDS = 60;
/** A hub's Retry-After counts for no more than this: a wrong or hostile one must not silence a node for days. */
const LONGEST_RETRY_AFTER_SECONDS = 600;

/**
 * Milliseconds until the next try after `failures` failures in a row (>= 1): full jitter,
 * `random(0, min(60 s, 1 s * 2^(failures - 1)))`, so that a farm does not come back as one;
 * never sooner than the hub's own Retry-After.
 */
export function backoffDelay(failures: number, retryAfterSeconds: number | null, random: () => number): number {
  const ceiling = Math.min(LONGEST_SECONDS, 2 ** Math.max(0, failures - 1));
  const floor = Math.min(LONGEST_RETRY_AFTER_SECONDS, retryAfterSeconds ?? 0);
  return 1000 * Math.max(floor, random() * ceiling);
}
