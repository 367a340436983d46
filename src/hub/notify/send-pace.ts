/** How fast a receiver may be told: so many messages a minute, and after a failure not before a while. */
import type { Millis } from '../../shared/clock.ts';

export interface SendPace {
  /** How many messages may go out at this monotonic time. */
  free(now: Millis): number;
  /** Whether it is to be left alone after a failure. */
  isPaused(now: Millis): boolean;
  sent(now: Millis): void;
  /** `wait` is what the receiver asks for; `random` in [0, 1). */
  failed(now: Millis, wait: Millis | null, random: number): void;
  succeeded(): void;
}

const MINUTE: Millis = 60_000;
const FIRST_RETRY: Millis = 5_000;
const LAST_RETRY: Millis = 600_000;
/** Beyond these the pause is the longest anyway. */
const MOST_DOUBLINGS = 10;

export function createSendPace(perMinute: number): SendPace {
  let sentAt: readonly Millis[] = [];
  let notBefore = Number.NEGATIVE_INFINITY;
  let failures = 0;
  return {
    free(now) {
      sentAt = sentAt.filter((at) => now - at < MINUTE);
      return perMinute - sentAt.length;
    },
    isPaused: (now) => now < notBefore,
    sent(now) {
      sentAt = [...sentAt, now];
    },
    failed(now, wait, random) {
      const longest = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(failures++, MOST_DOUBLINGS));
      // Half of it at least: with none at all a crowd of hubs would knock at once.
      notBefore = now + Math.max(wait ?? 0, longest * (0.5 + random / 2));
    },
    succeeded() {
      failures = 0;
    },
  };
}
