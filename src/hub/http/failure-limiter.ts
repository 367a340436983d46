import type { Millis } from '../../shared/clock.ts';
import { isLoopback } from './address-gate.ts';

const WINDOW: Millis = 60_000;
/** Addresses remembered at most; the one that failed first is forgotten first. */
const MOST_ADDRESSES = 10_000;

/** Counts failed credentials of each address, so that secrets cannot be tried out. Times are monotonic. */
export interface FailureLimiter {
  /** Seconds until the address may try again, 0 when it may now. */
  waitSeconds(address: string, now: Millis): number;
  failed(address: string, now: Millis): void;
}

export interface FailureLimits {
  readonly perMinute: number;
  /** All of this machine's agents and dashboards come from one address: one with an old secret must not shut out the rest. */
  readonly loopbackPerMinute: number;
}

interface Failures {
  count: number;
  readonly since: Millis;
}

export function createFailureLimiter(limits: FailureLimits): FailureLimiter {
  const failures = new Map<string, Failures>();
  return {
    waitSeconds(address, now) {
      const seen = failures.get(address);
      if (seen === undefined) return 0;
      const left = seen.since + WINDOW - now;
      if (left <= 0) failures.delete(address);
      const limit = isLoopback(address) ? limits.loopbackPerMinute : limits.perMinute;
      return left > 0 && seen.count >= limit ? Math.ceil(left / 1000) : 0;
    },
    failed(address, now) {
      const seen = failures.get(address);
      if (seen !== undefined && now - seen.since < WINDOW) {
        seen.count++;
        return;
      }
      failures.delete(address);
      const [oldest] = failures.size >= MOST_ADDRESSES ? failures.keys() : [];
      if (oldest !== undefined) failures.delete(oldest);
      failures.set(address, { count: 1, since: now });
    },
  };
}
