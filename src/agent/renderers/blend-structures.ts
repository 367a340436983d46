/** The DNA1 block of a `.blend`: each structure's fields, so that a field's place can be looked up by its name. */
import type { BlendHeader } from './blend-header.ts';

export interface BlendStructures {
  /** Where the field `['r', 'im_format', 'imtype']` begins in the structure of that number; null where there is none. */
  offsetOf(structure: number, path: readonly string[]): number | null;
  /** How many bytes that field takes. */
  lengthOf(structure: number, path: readonly string[]): number | null;
}

interface Field {
  /** `*next`, `name[66]`. */
  readonly declaration: string;
  readonly type: number;
}

interface Description {
  readonly typeBytes: readonly number[];
  /** The fields by the number of the structure. */
  readonly structures: readonly (readonly Field[])[];
  /** The number of the structure by its type. */
  readonly ofType: ReadonlyMap<number, number>;
}

interface Place {
  readonly offset: number;
  readonly length: number;
}

const MOST_ENTRIES = 100_000;

/** Null where the block is not what it should be. */
export function readBlendStructures(bytes: Uint8Array, header: BlendHeader): BlendStructures | null {
  const description = describe(bytes, header);
  if (!description) return null;
  const place = (structure: number, path: readonly string[]): Place | null =>
    placeOf(description, { structure, path, pointerBytes: header.pointerBytes });
  return {
    offsetOf: (structure, path) => place(structure, path)?.offset ?? null,
    lengthOf: (structure, path) => place(structure, path)?.length ?? null,
  };
}

/** `SDNA NAME <names> TYPE <types> TLEN <sizes> STRC <structures>`. */
function describe(bytes: Uint8Array, header: BlendHeader): Description | null {
  const cursor = cursorOf(bytes, header);
  if (!cursor.enter('SDNA') || !cursor.enter('NAME')) return null;
  const names = cursor.texts();
  if (!names || !cursor.enter('TYPE')) return null;
  const types = cursor.texts();
  if (!types || !cursor.enter('TLEN')) return null;
  const typeBytes = types.map(() => cursor.int16() & 0xffff);
  if (!cursor.enter('STRC')) return null;
  const count = cursor.int32();
  if (count < 0 || count > MOST_ENTRIES) return null;
  const structures: (readonly Field[])[] = [];
  const ofType = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    ofType.set(cursor.int16(), i);
    const fields = fieldsAt(cursor, names);
    if (!fields) return null;
    structures.push(fields);
  }
  return { typeBytes, structures, ofType };
}

function fieldsAt(cursor: Cursor, names: readonly string[]): readonly Field[] | null {
  const fields: Field[] = [];
  for (let left = cursor.int16(); left > 0; left--) {
    const type = cursor.int16();
    const declaration = names[cursor.int16()];
    if (type < 0 || declaration === undefined) return null;
    fields.push({ declaration, type });
  }
  return fields;
}

type Cursor = ReturnType<typeof cursorOf>;

/** Reads one thing after the other; numbers beyond the end are -1. */
function cursorOf(bytes: Uint8Array, header: BlendHeader) {
  let at = 0;
  const step = (value: number | null, size: number): number => {
    at += size;
    return value ?? -1;
  };
  const int32 = (): number => step(header.int32(bytes, at), 4);
  return {
    int16: (): number => step(header.int16(bytes, at), 2),
    int32,
    /** Whether the next part has this name; each begins at a multiple of 4. */
    enter(name: string): boolean {
      at = (at + 3) & ~3;
      const found = header.text(bytes, at, 4) === name;
      at += 4;
      return found;
    },
    texts(): string[] | null {
      const count = int32();
      if (count < 0 || count > MOST_ENTRIES) return null;
      const read: string[] = [];
      for (let i = 0; i < count; i++) {
        const end = bytes.indexOf(0, at);
        if (end < 0) return null;
        read.push(new TextDecoder().decode(bytes.subarray(at, end)));
        at = end + 1;
      }
      return read;
    },
  };
}

interface Wanted {
  readonly structure: number;
  readonly path: readonly string[];
  readonly pointerBytes: number;
}

function placeOf(description: Description, { structure, path, pointerBytes }: Wanted): Place | null {
  const [name, ...rest] = path;
  let offset = 0;
  for (const { declaration, type } of description.structures[structure] ?? []) {
    const length = bytesOf(declaration, description.typeBytes[type] ?? 0, pointerBytes);
    if (nameOf(declaration) === name) {
      if (rest.length === 0) return { offset, length };
      const inner = description.ofType.get(type);
      const place = inner === undefined ? null : placeOf(description, { structure: inner, path: rest, pointerBytes });
      return place && { offset: offset + place.offset, length: place.length };
    }
    offset += length;
  }
  return null;
}

function nameOf(declaration: string): string {
  return declaration.replace(/^[(*]+/, '').replace(/[)[].*$/, '');
}

/** `*mat[4]` is four pointers, `(*free)()` one. */
function bytesOf(declaration: string, typeBytes: number, pointerBytes: number): number {
  let count = 1;
  for (const [, size] of declaration.matchAll(/\[(\d{1,6})\]/g)) count *= Number(size);
  return count * (/^\(?\*/.test(declaration) ? pointerBytes : typeBytes);
}
