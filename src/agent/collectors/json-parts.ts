/** Ways into JSON that a program made up: nothing is taken for granted of it. */

export type Json = Readonly<Record<string, unknown>>;

/** The object that the text is; null for anything else, half a text too. */
export function objectOf(text: string): Json | null {
  const value = parsed(text);
  return isObject(value) ? value : null;
}

/** The list that the text is; null for anything else. */
export function listOf(text: string): readonly unknown[] | null {
  const value = parsed(text);
  return Array.isArray(value) ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands at the end of these keys, undefined where the way ends before. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let place = value;
  for (const key of keys) {
    if (!isObject(place) || !Object.hasOwn(place, key)) return undefined;
    place = place[key];
  }
  return place;
}

/** The list there, empty where there is none. */
export function listAt(value: unknown, key: string): readonly unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
