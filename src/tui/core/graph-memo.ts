/**
 * What was made of data that has not changed is not made again: paintings come with each key and each word from the
 * hub, and most of them concern something else. It is forgotten with the data.
 */
export type Memo<Made> = (data: object, variant: string, make: () => Made) => Made;

/** A resized terminal asks for other variants; those of the sizes before are not needed any more. */
const MOST_VARIANTS = 64;

/** `make` must depend on nothing but the data, by identity, and on what `variant` names. */
export function createMemo<Made>(): Memo<Made> {
  const kept = new WeakMap<object, Map<string, Made>>();
  return (data, variant, make) => {
    let variants = kept.get(data);
    if (!variants || variants.size >= MOST_VARIANTS) {
      variants = new Map();
      kept.set(data, variants);
    }
    const known = variants.get(variant);
    if (known !== undefined) return known;
    const made = make();
    variants.set(variant, made);
    return made;
  };
}
