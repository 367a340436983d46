/** Which frames are finished, kept from call to call and patched by what changed. */
import {
  countFrames,
  type FrameRange,
  type Interval,
  NO_FRAMES,
  rangeOfFrames,
  subtractFrames,
  unionFrames,
} from '../../../shared/frames/frame-range.ts';

/** With more frames changed than these the range is built anew rather than patched: noting each costs more. */
const MOST_PATCHES = 256;

/** What the range is read from. */
export interface FinishedFrames {
  isDone(frame: number): boolean;
  /** All of them, ascending; costs a look at each frame. */
  allDone(): Int32Array;
}

/** The sum of all calls of `current` costs little more than the changes. */
export class DoneRange {
  #range: FrameRange | null = NO_FRAMES;
  readonly #changed = new Set<number>();

  /** The frame is finished by now, or no longer. */
  noteChange(frame: number): void {
    if (!this.#range) return;
    this.#changed.add(frame);
    if (this.#changed.size <= MOST_PATCHES) return;
    this.#range = null;
    this.#changed.clear();
  }

  current(frames: FinishedFrames): FrameRange {
    if (this.#range && this.#changed.size > 0) this.#range = this.#patched(this.#range, frames);
    this.#range ??= rangeOfSorted(frames.allDone());
    this.#changed.clear();
    return this.#range;
  }

  #patched(range: FrameRange, frames: FinishedFrames): FrameRange {
    const changed = rangeOfFrames(this.#changed);
    const now: number[] = [];
    for (const frame of this.#changed) if (frames.isDone(frame)) now.push(frame);
    const without = now.length === countFrames(changed) ? range : subtractFrames(range, changed);
    return unionFrames(without, rangeOfFrames(now));
  }
}

function rangeOfSorted(frames: Int32Array): FrameRange {
  const range: Interval[] = [];
  let at = 0;
  while (at < frames.length) {
    const first = frames[at] ?? 0;
    let last = first;
    for (at++; at < frames.length && frames[at] === last + 1; at++) last++;
    range.push([first, last]);
  }
  return range;
}
