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
  readonly names: readonly string[];
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

/** `SDNA NAME <names> TYPE <types> TLEN <sizes> STRC <structures>`, each part begins at a multiple of 4. */
function describe(bytes: Uint8Array, header: BlendHeader): Description | null {
  let at = 4;
  const enter = (mark: string): boolean => {
    at = (at + 3) & ~3;
    const found = header.text(bytes, at, 4) === mark;
    at += 4;
    return found;
  };
  const number = (size: 2 | 4): number => {
    const value = size === 2 ? header.int16(bytes, at) : header.int32(bytes, at);
    at += size;
    return value ?? -1;
  };
  const texts = (): string[] | null => {
    const count = number(4);
    if (count < 0 || count > MOST_ENTRIES) return null;
    const read: string[] = [];
    for (let i = 0; i < count; i++) {
      const end = bytes.indexOf(0, at);
      if (end < 0) return null;
      read.push(new TextDecoder().decode(bytes.subarray(at, end)));
      at = end + 1;
    }
    return read;
  };
  if (header.text(bytes, 0, 4) !== 'SDNA' || !enter('NAME')) return null;
  const names = texts();
  if (!names || !enter('TYPE')) return null;
  const types = texts();
  if (!types || !enter('TLEN')) return null;
  const typeBytes = types.map(() => number(2) & 0xffff);
  if (!enter('STRC')) return null;
  const count = number(4);
  if (count < 0 || count > MOST_ENTRIES) return null;
  const structures: Field[][] = [];
  const ofType = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    ofType.set(number(2), i);
    const fields: Field[] = [];
    for (let left = number(2); left > 0; left--) {
      const type = number(2);
      const declaration = names[number(2)];
      if (type < 0 || declaration === undefined) return null;
      fields.push({ declaration, type });
    }
    structures.push(fields);
  }
  return { names, typeBytes, structures, ofType };
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
