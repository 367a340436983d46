import type { Clock, Millis } from '../../shared/clock.ts';

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** A task with a time-out. It never rejects. */
export interface BoundedTask<T> {
  /** The task's outcome, or that the limit has passed: whichever is sooner. */
  readonly first: Promise<Outcome<T>>;
  /** The task's own outcome, however late. */
  readonly settled: Promise<Outcome<T>>;
  /** Aborts the task's signal and drops the time-out. */
  stop(): void;
}

/** Runs `task` and aborts its signal after `limit` milliseconds; a task that does not heed it is left to itself. */
export function runBounded<T>(clock: Clock, limit: Millis, task: (signal: AbortSignal) => Promise<T>): BoundedTask<T> {
  const controller = new AbortController();
  const settled = Promise.resolve()
    .then(() => task(controller.signal))
    .then(
      (value): Outcome<T> => ({ ok: true, value }),
      (error): Outcome<T> => ({ ok: false, message: error instanceof Error ? error.message : String(error) }),
    );
  let cancel = (): void => {};
  const late = new Promise<Outcome<T>>((resolve) => {
    cancel = clock.after(limit, () => {
      resolve({ ok: false, message: `no answer within ${limit / 1000} s` });
      controller.abort();
    });
  });
  void settled.then(() => cancel());
  return {
    first: Promise.race([settled, late]),
    settled,
    stop() {
      cancel();
      controller.abort();
    },
  };
}
