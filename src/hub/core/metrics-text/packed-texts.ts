/** Many short texts as one: kept apart, each would be a tree of its pieces, several times as large. */
export interface PackedTexts {
  readonly text: string;
  /** Where each of them ends. */
  readonly ends: Uint32Array;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (const [index, { length }] of texts.entries()) {
    end += length;
    ends[index] = end;
  }
  return { text: texts.join(''), ends };
}

/** Empty beyond the last. */
export function packedText({ text, ends }: PackedTexts, index: number): string {
  return text.slice(ends[index - 1] ?? 0, ends[index] ?? 0);
}
