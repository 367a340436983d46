/** Directories ("IFDs") of TIFF and BigTIFF: tagged values, within the entry where they fit, else elsewhere. */
import { type Bytes, type Endian, Malformed } from './bytes.ts';

export interface TiffLayout {
  readonly endian: Endian;
  /** BigTIFF: 8 bytes where TIFF has 4. */
  readonly isBig: boolean;
}

/** The values of one tag. */
export interface Values {
  readonly at: number;
  readonly count: number;
  readonly bytesEach: number;
  readonly endian: Endian;
}

export interface Directory {
  /** As where its place is taken, but not written yet. */
  readonly isEmpty: boolean;
  readonly entries: ReadonlyMap<number, Values>;
  /** Where the next one stands; 0 for none. */
  readonly next: number;
}

/** Bytes a value by the number of its type; what is not listed is no type. */
const TYPE_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
  [6, 1],
  [7, 1],
  [8, 2],
  [9, 4],
  [10, 8],
  [11, 4],
  [12, 8],
  [13, 4],
  [16, 8],
  [17, 8],
  [18, 8],
]);

/** Asks for the last byte of each value, so that a file that lacks it is found to be cut. */
export function readDirectory(bytes: Bytes, layout: TiffLayout, at: number): Directory {
  const { endian, isBig } = layout;
  const count = isBig ? bytes.u64(at, endian) : bytes.u16(at, endian);
  const first = at + (isBig ? 8 : 2);
  const entryBytes = isBig ? 20 : 12;
  // Tags have 16 bits, and none stands twice.
  if (count > 65_536) throw new Malformed(`no directory at byte ${at}`);
  const entries = new Map<number, Values>();
  const ends: number[] = [];
  for (let n = 0; n < count; n++) {
    const values = readEntry(bytes, layout, first + n * entryBytes);
    if (!values) continue;
    entries.set(bytes.u16(first + n * entryBytes, endian), values);
    ends.push(values.at + values.count * values.bytesEach);
  }
  const nextAt = first + count * entryBytes;
  const next = isBig ? bytes.u64(nextAt, endian) : bytes.u32(nextAt, endian);
  const last = ends.reduce((highest, end) => Math.max(highest, end), 0);
  if (last > 0) bytes.u8(last - 1);
  return { isEmpty: count === 0, entries, next };
}

function readEntry(bytes: Bytes, { endian, isBig }: TiffLayout, at: number): Values | null {
  const bytesEach = TYPE_BYTES.get(bytes.u16(at + 2, endian));
  const count = isBig ? bytes.u64(at + 4, endian) : bytes.u32(at + 4, endian);
  if (bytesEach === undefined || count === 0) return null;
  const valueAt = at + (isBig ? 12 : 8);
  const fits = count * bytesEach <= (isBig ? 8 : 4);
  const where = isBig ? bytes.u64(valueAt, endian) : bytes.u32(valueAt, endian);
  return { at: fits ? valueAt : where, count, bytesEach, endian };
}

/** Some of the values, as numbers; those of 1 byte as they are. */
export function valuesOf(bytes: Bytes, values: Values, block: { from: number; count: number }): readonly number[] {
  const { at, bytesEach, endian } = values;
  return Array.from({ length: block.count }, (_, index) => {
    const place = at + (block.from + index) * bytesEach;
    if (bytesEach === 8) return bytes.u64(place, endian);
    if (bytesEach === 4) return bytes.u32(place, endian);
    return bytesEach === 2 ? bytes.u16(place, endian) : bytes.u8(place);
  });
}
