const collator = new Intl.Collator('en', { numeric: true });

/** rn-2 before rn-10; never 0 for texts that differ. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
