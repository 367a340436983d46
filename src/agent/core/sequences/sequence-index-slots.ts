/**
 * Which slot belongs to which frame. Most frames of a sequence lie close together: those stand in a window, an
 * array by frame number, which costs a tenth of a Map. Strays (a time stamp among frames) stay in a Map, so that
 * memory goes with the number of files, whatever their numbers are.
 */

/** A window may be so many times as long as there are frames: 128 bytes a frame at worst. */
const WINDOW_PER_FRAME = 32;
/** Fewer frames than this need no window. */
const FEWEST_STRAYS = 256;

export class FrameSlots {
  /** The slot plus one by `frame - #first`; 0 where there is none. */
  #window = new Int32Array(0);
  #first = 0;
  #inWindow = 0;
  readonly #strays = new Map<number, number>();
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;
  /** With so many strays it is time to see whether a wider window would hold them. */
  #tooMany = FEWEST_STRAYS;

  get size(): number {
    return this.#inWindow + this.#strays.size;
  }

  /** -1 where the frame has none. */
  get(frame: number): number {
    const at = frame - this.#first;
    if (at >= 0 && at < this.#window.length) return (this.#window[at] ?? 0) - 1;
    return this.#strays.size === 0 ? -1 : (this.#strays.get(frame) ?? -1);
  }

  /** Gives a frame that has none this slot. */
  add(frame: number, slot: number): void {
    if (this.#isInWindow(frame)) {
      this.#window[frame - this.#first] = slot + 1;
      this.#inWindow++;
      return;
    }
    this.#strays.set(frame, slot);
    if (frame < this.#lowest) this.#lowest = frame;
    if (frame > this.#highest) this.#highest = frame;
    if (this.#strays.size >= this.#tooMany) this.#widen();
  }

  delete(frame: number): void {
    if (!this.#isInWindow(frame)) this.#strays.delete(frame);
    else if (this.#window[frame - this.#first] !== 0) {
      this.#window[frame - this.#first] = 0;
      this.#inWindow--;
    }
  }

  /** Whether `forEach` tells the frames in their order. */
  get ascending(): boolean {
    return this.#strays.size === 0;
  }

  forEach(visit: (frame: number, slot: number) => void): void {
    for (let at = 0; at < this.#window.length; at++) {
      const slot = this.#window[at] ?? 0;
      if (slot !== 0) visit(this.#first + at, slot - 1);
    }
    for (const [frame, slot] of this.#strays) visit(frame, slot);
  }

  #isInWindow(frame: number): boolean {
    return frame >= this.#first && frame < this.#first + this.#window.length;
  }

  #widen(): void {
    const known = this.#window;
    const lowest = known.length === 0 ? this.#lowest : Math.min(this.#lowest, this.#first);
    const highest = known.length === 0 ? this.#highest : Math.max(this.#highest, this.#first + known.length - 1);
    const span = highest - lowest + 1;
    if (span > this.size * WINDOW_PER_FRAME) {
      this.#tooMany = this.#strays.size * 2;
      return;
    }
    // Half as much room again at either end, so that a window is seldom made anew.
    const first = lowest - (span >> 1);
    const wider = new Int32Array(span * 2);
    if (known.length > 0) wider.set(known, this.#first - first);
    for (const [frame, slot] of this.#strays) wider[frame - first] = slot + 1;
    this.#window = wider;
    this.#first = first;
    this.#inWindow += this.#strays.size;
    this.#strays.clear();
    this.#tooMany = FEWEST_STRAYS;
  }
}
