import type { Millis } from '../../../shared/clock.ts';

/**
 * What a file system's own times mean by the agent's clock. A file that was written at 12:03 there says that it is
 * 12:03 there or later; the file that is ahead the most tells best. So a time of a file becomes the latest that it can
 * have been: an age is never told longer than it is.
 */
export class ShareClock {
  /** How far the file system's clock is ahead, at least. */
  #lead = Number.NEGATIVE_INFINITY;

  /** A look at `now` found a file of this time. */
  note(mtimeMs: number, now: Millis): void {
    const lead = mtimeMs - now;
    // A time of tomorrow was set by hand or by a camera: no clock is so wrong.
    if (lead > this.#lead && lead < DAY) this.#lead = lead;
  }

  /** The latest that it can have been by the agent's clock; null where nothing was noted. */
  latest(mtimeMs: number): Millis | null {
    return this.#lead === Number.NEGATIVE_INFINITY ? null : mtimeMs - this.#lead;
  }
}

const DAY = 86_400_000;
