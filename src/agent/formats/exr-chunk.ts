import type { Bytes } from './bytes.ts';
import type { Part } from './exr-header.ts';

/** All that stands before a chunk's data, at the most. */
export const LONGEST_HEAD_BYTES = 44;

/**
 * Where the chunk at `at` ends, and which part it is of; null where no chunk stands there. A chunk is its part's
 * number (of several), its place (a line, or a tile's column, row and levels), its lengths, and its data.
 */
export function chunkEnd(bytes: Bytes, parts: readonly Part[], at: number): { at: number; part: number } | null {
  const number = parts[0]?.isNumbered ? bytes.u32(at, 'little') : 0;
  const part = parts[number];
  if (!part) return null;
  const lengthAt = at + (part.isNumbered ? 4 : 0) + (part.isTiled ? 16 : 4);
  if (part.isDeep) {
    // Packed: how many samples each pixel has, and the samples; then their unpacked length.
    const length = bytes.u64(lengthAt, 'little') + bytes.u64(lengthAt + 8, 'little');
    return length > 0 ? { at: lengthAt + 24 + length, part: number } : null;
  }
  const length = bytes.i32(lengthAt, 'little');
  return length > 0 ? { at: lengthAt + 4 + length, part: number } : null;
}
