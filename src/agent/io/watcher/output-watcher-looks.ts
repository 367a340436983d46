import type { Clock, Millis } from '../../../shared/clock.ts';

/** Looks at names when they fall due: each at its own time, a bounded number at once, one timer for all. */
export interface LookQueue {
  /** Looks at `name` at `due` (monotonic), or when an earlier look that was asked for falls due. */
  schedule(name: string, due: Millis): void;
  /** Forgets what was asked for. */
  clear(): void;
}

/** Looks at once: within the four threads that all of the agent's file work shares. */
const AT_ONCE = 4;
/** Due times nearer than this are served together. */
const TOGETHER_MILLIS = 10;

/** `look` never rejects. */
export function createLookQueue(clock: Clock, look: (name: string) => Promise<void>): LookQueue {
  const dueTimes = new Map<string, Millis>();
  let due: string[] = [];
  let running = 0;
  let timerAt = Number.POSITIVE_INFINITY;
  let cancelTimer = (): void => {};

  function arm(at: Millis): void {
    if (at >= timerAt) return;
    cancelTimer();
    timerAt = at;
    cancelTimer = clock.after(Math.max(0, at - clock.monotonic()), collect);
  }

  function collect(): void {
    timerAt = Number.POSITIVE_INFINITY;
    const limit = clock.monotonic() + TOGETHER_MILLIS;
    let next = Number.POSITIVE_INFINITY;
    for (const [name, at] of dueTimes) {
      if (at > limit) next = Math.min(next, at);
      else {
        dueTimes.delete(name);
        due.push(name);
      }
    }
    if (next < Number.POSITIVE_INFINITY) arm(next);
    pump();
  }

  function pump(): void {
    // The latest first: in a burst, the newest frame is what the supervisor waits for.
    while (running < AT_ONCE) {
      const name = due.pop();
      if (name === undefined) return;
      running++;
      void look(name).finally(() => {
        running--;
        pump();
      });
    }
  }

  return {
    schedule(name, at) {
      const known = dueTimes.get(name);
      if (known !== undefined && known <= at) return;
      dueTimes.set(name, at);
      arm(at);
    },
    clear() {
      cancelTimer();
      timerAt = Number.POSITIVE_INFINITY;
      dueTimes.clear();
      due = [];
    },
  };
}
