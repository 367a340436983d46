/** `rn-2` before `rn-10`; upper and lower case together; equal names keep a fixed order by code unit. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function compareNatural(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
