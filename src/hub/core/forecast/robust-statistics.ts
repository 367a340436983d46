/** Statistics that a few wild values cannot move. */

/** The middle value; the mean of the two middle ones of an even number. NaN of none. */
export function medianOf(values: readonly number[]): number {
  const sorted: ArrayLike<number> = values.length <= FEW ? insertionSorted(values) : Float64Array.from(values).sort();
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

/** The standard normal distribution function, to 1e-7 (Abramowitz & Stegun 7.1.26). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp(-x * x)) / 2;
  return z < 0 ? tail : 1 - tail;
}
