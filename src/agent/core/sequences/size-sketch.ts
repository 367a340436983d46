/**
 * The middle of many sizes without keeping them: how many there are of each magnitude. Sizes of one stream lie close
 * together, so that a few counts stand for 100,000 files; what is told depends on the sizes alone, not on their order.
 */

/** Magnitudes to a doubling: a median is exact to 2 %. */
const STEPS = 16;

export class SizeSketch {
  readonly #counts = new Map<number, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(sizeBytes: number): void {
    this.#count(sizeBytes, 1);
  }

  remove(sizeBytes: number): void {
    this.#count(sizeBytes, -1);
  }

  /** Null where there is nothing. */
  median(): number | null {
    let left = Math.ceil(this.#total / 2);
    for (const magnitude of [...this.#counts.keys()].sort((a, b) => a - b)) {
      left -= this.#counts.get(magnitude) ?? 0;
      if (left <= 0) return 2 ** ((magnitude + 0.5) / STEPS);
    }
    return null;
  }

  /** Whether any size may lie below `sizeBytes`; never wrong where it says no. */
  mayHaveBelow(sizeBytes: number): boolean {
    if (sizeBytes <= 1) return false;
    const limit = magnitudeOf(sizeBytes);
    for (const magnitude of this.#counts.keys()) if (magnitude <= limit) return true;
    return false;
  }

  #count(sizeBytes: number, by: 1 | -1): void {
    const magnitude = magnitudeOf(sizeBytes);
    const count = (this.#counts.get(magnitude) ?? 0) + by;
    if (count > 0) this.#counts.set(magnitude, count);
    else this.#counts.delete(magnitude);
    this.#total += by;
  }
}

function magnitudeOf(sizeBytes: number): number {
  return Math.floor(Math.log2(Math.max(1, sizeBytes)) * STEPS);
}
