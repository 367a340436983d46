import type { Millis } from '../../shared/clock.ts';
import { isLoopback } from './address-gate.ts';

const WINDOW: Millis = 60_000;
/** Addresses remembered at most; the one that failed first is forgotten first. */
const MOST_ADDRESSES = 10_000;

/** Counts failed credentials of each address (of IPv6 each /64, of which one machine has all), so that secrets cannot be tried out. Times are monotonic. */
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
      const network = networkOf(address);
      const seen = failures.get(network);
      if (seen === undefined) return 0;
      const left = seen.since + WINDOW - now;
      if (left <= 0) failures.delete(network);
      const limit = isLoopback(address) ? limits.loopbackPerMinute : limits.perMinute;
      return left > 0 && seen.count >= limit ? Math.ceil(left / 1000) : 0;
    },
    failed(address, now) {
      const network = networkOf(address);
      const seen = failures.get(network);
      if (seen !== undefined && now - seen.since < WINDOW) {
        seen.count++;
        return;
      }
      failures.delete(network);
      const [oldest] = failures.size >= MOST_ADDRESSES ? failures.keys() : [];
      if (oldest !== undefined) failures.delete(oldest);
      failures.set(network, { count: 1, since: now });
    },
  };
}

/** `2001:db8:1:2::7` is `2001:db8:1:2`, its first 64 bits; an IPv4 address is itself. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail ? tail.split(':') : [];
  const left = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(left).fill('0'), ...last].slice(0, 4).join(':');
}
