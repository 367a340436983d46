import type { Clock, Millis } from './clock.ts';

interface Timer {
  readonly due: Millis;
  readonly order: number;
  readonly task: () => void;
}

/** A clock that stands still until it is told to move: tests and replays drive it. */
export class ManualClock implements Clock {
  #now: Millis;
  readonly #start: Millis;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(now: Millis = Date.UTC(2026, 0, 1)) {
    this.#now = now;
    this.#start = now;
  }

  now(): Millis {
    return this.#now;
  }

  monotonic(): Millis {
    return this.#now - this.#start;
  }

  after(delay: Millis, task: () => void): () => void {
    const timer = { due: this.#now + delay, order: this.#order++, task };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves time forward, running each timer that falls due at its own moment, in order. */
  advance(duration: Millis): void {
    const end = this.#now + duration;
    for (let next = this.#nextDue(end); next; next = this.#nextDue(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.task();
    }
    this.#now = end;
  }

  #nextDue(limit: Millis): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > limit) continue;
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer;
    }
    return first;
  }
}
