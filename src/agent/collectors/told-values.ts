/**
 * What programs say, so that it fits the protocol. Texts go raw into the sample and only their length is bounded: they
 * are made safe where they are shown.
 */

/** At most 255 characters, as the protocol's names have; null where nothing is left. */
export function nameOf(text: unknown): string | null {
  const name = typeof text === 'string' ? text.trim().slice(0, 255) : '';
  return name === '' ? null : name;
}

/** At most 512 characters; null for what is no text, or an empty one. */
export function labelOf(text: unknown): string | null {
  const label = typeof text === 'string' ? text.trim().slice(0, 512) : '';
  return label === '' ? null : label;
}

/** A finite number within the bounds, from a number or its text; null otherwise. */
export function figureOf(value: unknown, least = 0, most: number = Number.MAX_SAFE_INTEGER): number | null {
  const figure = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof figure === 'number' && figure >= least && figure <= most ? figure : null;
}

/** A whole number that the protocol can carry. */
export function countOf(figure: number | null): number | null {
  return figure === null ? null : Math.min(Math.floor(figure), Number.MAX_SAFE_INTEGER);
}
