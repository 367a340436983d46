/** Milliseconds: a point in time since the Unix epoch for `now()`, a reading without an epoch for `monotonic()`. */
export type Millis = number;

/** The one seam to time. Pure code takes `now` as an argument; shells take a Clock. */
export interface Clock {
  /** Wall clock, Unix milliseconds: for what is shown and stored. It may jump. */
  now(): Millis;
  /** Never goes backwards: for durations, ages and liveness. */
  monotonic(): Millis;
  /** Runs `task` once after `delay` milliseconds; the returned function cancels it. */
  after(delay: Millis, task: () => void): () => void;
}

/** The real clock. Its timers keep the process alive, as servers and agents want. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delay, task) {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
};

/** Runs `task` each `period` milliseconds, first after one period; returns the function that stops it. */
export function every(clock: Clock, period: Millis, task: () => void): () => void {
  let stopped = false;
  let cancel = clock.after(period, tick);
  function tick(): void {
    if (stopped) return;
    cancel = clock.after(period, tick);
    task();
  }
  return () => {
    stopped = true;
    cancel();
  };
}

/** Both readings of a clock at one instant: `wall` is shown and stored, `monotonic` measures ages. */
export interface Moment {
  readonly wall: Millis;
  readonly monotonic: Millis;
}

export function momentOf(clock: Clock): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
