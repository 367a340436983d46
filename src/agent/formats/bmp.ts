import { structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { UNCHECKED, unfinished, wholePicture, wholeUpTo } from './verdict.ts';

const OLD_HEADER_BYTES = 12;
/** Uncompressed, and with masks for its colours. */
const PLAIN: readonly number[] = [0, 3, 6];

/** Windows bitmap: the size by the header, or, where the writer left that out, by the picture. */
export const bmp: Format = {
  name: 'BMP',
  extensions: ['bmp', 'dib'],
  starts: startsWith('BM'),
  check: structureCheck((bytes) => {
    const size = bytes.u32(2, 'little');
    const pictureAt = bytes.u32(10, 'little');
    if (pictureAt === 0) return unfinished('its header is not written yet', 0);
    if (size > pictureAt) return wholeUpTo(size, bytes.sizeBytes, 'its picture');
    if (bytes.u32(14, 'little') === OLD_HEADER_BYTES || !PLAIN.includes(bytes.u32(30, 'little'))) return UNCHECKED;
    const lineBytes = Math.ceil((bytes.u32(18, 'little') * bytes.u16(28, 'little')) / 32) * 4;
    // Negative where the first line is the upper one.
    const lines = Math.abs(bytes.i32(22, 'little'));
    return wholePicture(pictureAt, lineBytes * lines, bytes.sizeBytes);
  }),
};
