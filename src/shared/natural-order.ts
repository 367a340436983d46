const collator = new Intl.Collator('en', { numeric: true });

/** `rn-2` before `rn-10`, upper and lower case together; never 0 for texts that differ. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
