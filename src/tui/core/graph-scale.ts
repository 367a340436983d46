/** The height of a graph: from which value to which it is drawn, and how that is written beside it. */
import type { ValueRange } from './graphs.ts';
import type { GraphValues } from './history-series.ts';

/** The next of 1, 2, 5, 10, 20 … at or above the highest value, `least` at least: a height that seldom changes. */
export function roundHeight(values: GraphValues, least: number): number {
  let highest = least;
  for (const value of values) if (value !== null && value > highest) highest = value;
  const power = 10 ** Math.floor(Math.log10(highest));
  for (const step of [1, 2, 5]) if (step * power >= highest) return step * power;
  return 10 * power;
}

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'];

/** `50M`, `1.5k`, `256G`: a count in at most four cells. */
export function shortCount(value: number): string {
  let rest = value;
  let prefix = 0;
  while (rest >= 999.5 && prefix < PREFIXES.length - 1) {
    rest /= 1000;
    prefix++;
  }
  const digits = rest < 9.95 && prefix > 0 ? rest.toFixed(1).replace(/\.0$/, '') : String(Math.round(rest));
  return digits + PREFIXES[prefix];
}

/** The line of `height` on which a value of the range stands, 0 the highest; null where it is beyond. */
export function rowOf(value: number, [low, high]: ValueRange, height: number): number | null {
  if (!(value >= low && value <= high && high > low)) return null;
  return Math.min(height - 1, Math.floor(((high - value) / (high - low)) * height));
}

/** The value in the middle of a line. */
export function valueOfRow(row: number, [low, high]: ValueRange, height: number): number {
  return low + ((high - low) * (height - row - 0.5)) / height;
}
