/**
 * The file as a parser wants it: numbers at offsets. A parser reads on as though the file were whole; what is missing
 * ends it (`CutShort`), and so do nonsense (`Malformed`) and a file that makes it read too much (`BudgetSpent`).
 * `structureCheck` turns all three into verdicts.
 */
import { broken, type FileBytes, type FileVerdict, type FormatCheck, UNCHECKED, unfinished } from './verdict.ts';

/** All that one check may read, the file's first bytes apart. What needs more stays unchecked. */
export const READ_BUDGET_BYTES = 64 * 1024 * 1024;
/** Read at a jump: a page, as every file system reads it anyway. */
const JUMP_BYTES = 4096;
/** Read where one reading follows another. */
const STRIDE_BYTES = 64 * 1024;

export type Endian = 'little' | 'big';

/** Each throws `CutShort` where the file does not reach that far, or the offset is none. */
export interface Bytes {
  readonly sizeBytes: number;
  u8(at: number): number;
  u16(at: number, endian: Endian): number;
  u32(at: number, endian: Endian): number;
  i32(at: number, endian: Endian): number;
  /** Above 2^53 only near the truth: no file is as long as that. */
  u64(at: number, endian: Endian): number;
  /** One character a byte; at most 64 KiB. */
  text(at: number, length: number): string;
}

/** A parser met what no file of its format has; the message says where. */
export class Malformed extends Error {}

/** A parser asked for a byte that the file does not have. */
class CutShort extends Error {}

class BudgetSpent extends Error {}

export function createBytes(file: FileBytes): Bytes {
  const { sizeBytes } = file;
  let start = 0;
  let window: DataView = new DataView(new ArrayBuffer(0));
  let spent = 0;

  /** Brings `length` bytes from `at` on into the window; where in it they stand. */
  function find(at: number, length: number): number {
    if (at >= start && at + length <= start + window.byteLength) return at - start;
    // Written so that NaN is refused too.
    if (!(at >= 0 && at + length <= sizeBytes)) throw new CutShort();
    const follows = at >= start && at <= start + window.byteLength;
    const wanted = Math.min(Math.max(length, follows ? STRIDE_BYTES : JUMP_BYTES), sizeBytes - at);
    spent += wanted;
    if (spent > READ_BUDGET_BYTES) throw new BudgetSpent();
    const read = file.read(at, wanted);
    // Cut by somebody since its size was asked.
    if (read.length < length) throw new CutShort();
    start = at;
    window = new DataView(read.buffer, read.byteOffset, read.length);
    return 0;
  }

  // In two steps each: `find` may bring another window.
  return {
    sizeBytes,
    u8(at) {
      const place = find(at, 1);
      return window.getUint8(place);
    },
    u16(at, endian) {
      const place = find(at, 2);
      return window.getUint16(place, endian === 'little');
    },
    u32(at, endian) {
      const place = find(at, 4);
      return window.getUint32(place, endian === 'little');
    },
    i32(at, endian) {
      const place = find(at, 4);
      return window.getInt32(place, endian === 'little');
    },
    u64(at, endian) {
      const place = find(at, 8);
      const isLittle = endian === 'little';
      const low = window.getUint32(place + (isLittle ? 0 : 4), isLittle);
      return window.getUint32(place + (isLittle ? 4 : 0), isLittle) * 2 ** 32 + low;
    },
    text(at, length) {
      const from = find(at, Math.min(length, STRIDE_BYTES));
      let text = '';
      for (let i = 0; i < Math.min(length, STRIDE_BYTES); i++) text += String.fromCharCode(window.getUint8(from + i));
      return text;
    },
  };
}

/** The check that a parser makes: what it finds missing is an unfinished file. */
export function structureCheck(parse: (bytes: Bytes) => FileVerdict): FormatCheck {
  return (file) => {
    try {
      return parse(createBytes(file));
    } catch (error) {
      if (error instanceof BudgetSpent) return UNCHECKED;
      if (error instanceof Malformed) return broken(error.message);
      if (error instanceof CutShort) return unfinished(`ends at byte ${file.sizeBytes}, in the midst of its structure`);
      throw error;
    }
  };
}
