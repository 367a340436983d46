/**
 * Frame numbers are whole, or decimals of at most four places (subframes: 1.3). A number is the double nearest to its
 * decimal; whatever is reckoned with decimals is reckoned in whole ticks of a ten-thousandth, so that 1.3 + 1 is 2.3.
 */

/** Ticks in one frame. */
export const TICKS = 10_000;

export function ticksOf(frame: number): number {
  return Math.round(frame * TICKS);
}

/** The double nearest to the decimal, and never -0. */
export function frameOfTicks(ticks: number): number {
  return ticks / TICKS + 0;
}

/** What the number has beyond the whole one below it, in ticks: 0 for whole frames, 3000 for 1.3, 7000 for -1.3. */
export function fractionOf(frame: number): number {
  return Number.isInteger(frame) ? 0 : ticksOf(frame) - Math.floor(frame) * TICKS;
}
