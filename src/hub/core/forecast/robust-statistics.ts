/** Statistics that a few wild values cannot move. */

/** The middle value; the mean of the two middle ones of an even number. NaN of none. */
export function medianOf(values: readonly number[]): number {
  return middleOf(values.length <= FEW ? insertionSorted(values) : Float64Array.from(values).sort());
}

function middleOf(sorted: ArrayLike<number>): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Medians of some neighbours are nearly all that a forecast asks for, and so few are sorted faster by hand. */
const FEW = 16;

function insertionSorted(values: readonly number[]): readonly number[] {
  const sorted: number[] = [];
  for (const value of values) {
    let at = sorted.length;
    for (; at > 0 && (sorted[at - 1] ?? 0) > value; at--) sorted[at] = sorted[at - 1] ?? 0;
    sorted[at] = value;
  }
  return sorted;
}

/** A normal distribution's standard deviation is so many times its median absolute deviation. */
const MAD_TO_SIGMA = 1.4826;

/** Values above this are outliers: median + 3 x 1.4826 x MAD, after Leys et al. 2013. */
export function outliersAbove(values: readonly number[]): number {
  const median = medianOf(values);
  return median + 3 * MAD_TO_SIGMA * medianOf(values.map((value) => Math.abs(value - median)));
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Slope {
  readonly slope: number;
  /** Kendall's tau: 1 where every later point is higher, -1 where every one is lower. */
  readonly agreement: number;
}

const NO_SLOPE: Slope = { slope: 0, agreement: 0 };

/** The median slope of all pairs of points (Theil 1950, Sen 1968); a third of them may be wild. O(n²), for few points. */
export function theilSen(points: readonly Point[]): Slope {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  let balance = 0;
  for (let i = 0; i < points.length; i++) {
    const a = points[i] as Point;
    for (let j = i + 1; j < points.length; j++) {
      const b = points[j] as Point;
      if (a.x === b.x) continue;
      const slope = (b.y - a.y) / (b.x - a.x);
      slopes[count++] = slope;
      balance += Math.sign(slope);
    }
  }
  return count === 0 ? NO_SLOPE : { slope: middleOf(slopes.subarray(0, count).sort()), agreement: balance / count };
}

/** The standard normal distribution function, to 1e-7 (Abramowitz & Stegun 7.1.26). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp(-x * x)) / 2;
  return z < 0 ? tail : 1 - tail;
}
