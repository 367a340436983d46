/** The `count` items of the greatest values above 0, the greatest first; of equals the first. */
export function largest<T>(items: Iterable<T>, count: number, sizeOf: (item: T) => number): T[] {
  const found: { readonly item: T; readonly value: number }[] = [];
  for (const item of items) {
    const value = sizeOf(item);
    const last = found[count - 1];
    if (!(value > 0) || (last && value <= last.value)) continue;
    const place = found.findIndex((other) => value > other.value);
    found.splice(place < 0 ? found.length : place, 0, { item, value });
    if (found.length > count) found.pop();
  }
  return found.map(({ item }) => item);
}
