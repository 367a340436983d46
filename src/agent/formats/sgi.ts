import { type Bytes, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { type FileVerdict, unfinished, WHOLE, wholePicture } from './verdict.ts';

const HEADER_BYTES = 512;
const PACKED = 1;
const BLOCK = 1024;

/** Silicon Graphics' picture format: plain, or packed with a table of where each line is. */
export const sgi: Format = {
  name: 'SGI',
  extensions: ['sgi', 'bw'],
  starts: startsWith('\x01\xda'),
  check: structureCheck((bytes) => {
    const dimensions = bytes.u16(4, 'big');
    const height = dimensions > 1 ? bytes.u16(8, 'big') : 1;
    const channels = dimensions > 2 ? bytes.u16(10, 'big') : 1;
    const lines = height * channels;
    if (bytes.u8(2) === PACKED && lines > 0) return packedVerdict(bytes, lines);
    return wholePicture(HEADER_BYTES, bytes.u16(6, 'big') * bytes.u8(3) * lines, bytes.sizeBytes);
  }),
};

/** Two tables, of the lines' offsets and of their lengths; each is read in turn by blocks, not by leaps. */
function packedVerdict(bytes: Bytes, lines: number): FileVerdict {
  const wordsAt = (from: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => bytes.u32(HEADER_BYTES + (from + index) * 4, 'big'));
  let there = 0;
  for (let from = 0; from < lines; from += BLOCK) {
    const count = Math.min(BLOCK, lines - from);
    const lengths = wordsAt(lines + from, count);
    for (const [index, offset] of wordsAt(from, count).entries())
      if (offset > 0 && offset + (lengths[index] ?? 0) <= bytes.sizeBytes) there++;
  }
  return there === lines ? WHOLE : unfinished(`${there} of its ${lines} lines are there`, there / lines);
}
