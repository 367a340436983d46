/** Mean of the figures that are known; null when none is. */
export function meanOf(figures: Iterable<number | null>): number | null {
  let sum = 0;
  let count = 0;
  for (const figure of figures) {
    if (figure === null) continue;
    sum += figure;
    count++;
  }
  return count === 0 ? null : sum / count;
}
