/** How often all processes may be searched: it costs milliseconds each time, and every finished frame asks for it. */
import type { Clock, Millis } from '../../../shared/clock.ts';

/**
 * A search through all processes pauses for this many times its own length. A frame now and then has its answer soon;
 * where frames come in a row the searches settle at 1 % of a core, or at two a second where one takes more than 5 ms.
 * They never take more than 5 %.
 */
const SOON_FACTOR = 19;
const STEADY_FACTOR = 99;
const LONGEST_PAUSE: Millis = 500;
/** As much search time may be soon; it comes back at the steady rate. */
const MOST_CREDIT: Millis = 500;

export interface SearchPace {
  /** When the next search may begin; monotonic. */
  readyAt(): Millis;
  /** A search that began then has ended now. */
  note(start: Millis): void;
}

export function createSearchPace(clock: Clock): SearchPace {
  let readyAt: Millis = 0;
  let credit = MOST_CREDIT;
  let creditAt = clock.monotonic();
  return {
    readyAt: () => readyAt,
    note(start) {
      const now = clock.monotonic();
      const length = now - start;
      credit = Math.max(0, Math.min(MOST_CREDIT, credit + (now - creditAt) / STEADY_FACTOR) - length);
      creditAt = now;
      const soon = length * SOON_FACTOR;
      const steady = Math.max(soon, Math.min(length * STEADY_FACTOR, LONGEST_PAUSE));
      readyAt = now + (credit >= length ? soon : steady);
    },
  };
}
