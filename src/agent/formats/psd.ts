import { type Bytes, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { type FileVerdict, UNCHECKED, wholePicture } from './verdict.ts';

const HEADER_BYTES = 26;
const PLAIN = 0;
const PACKED = 1;

/** Photoshop's PSD and PSB: three sections with their lengths, then the picture, plain or packed line by line. */
export const psd: Format = {
  name: 'PSD',
  extensions: ['psd', 'psb'],
  starts: startsWith('8BPS'),
  check: structureCheck((bytes) => {
    const isLarge = bytes.u16(4, 'big') === 2;
    const resourcesAt = HEADER_BYTES + 4 + bytes.u32(HEADER_BYTES, 'big');
    const layersAt = resourcesAt + 4 + bytes.u32(resourcesAt, 'big');
    const layers = isLarge ? 8 + bytes.u64(layersAt, 'big') : 4 + bytes.u32(layersAt, 'big');
    return pictureVerdict(bytes, layersAt + layers, isLarge);
  }),
};

function pictureVerdict(bytes: Bytes, at: number, isLarge: boolean): FileVerdict {
  const compression = bytes.u16(at, 'big');
  const lines = bytes.u16(12, 'big') * bytes.u32(14, 'big');
  const from = at + 2;
  if (compression === PLAIN) {
    const lineBytes = Math.ceil((bytes.u32(18, 'big') * bytes.u16(22, 'big')) / 8);
    return wholePicture(from, lines * lineBytes, bytes.sizeBytes);
  }
  if (compression !== PACKED) return UNCHECKED;
  const countBytes = isLarge ? 4 : 2;
  let packedBytes = lines * countBytes;
  for (let line = 0; line < lines; line++) {
    const countAt = from + line * countBytes;
    packedBytes += isLarge ? bytes.u32(countAt, 'big') : bytes.u16(countAt, 'big');
  }
  return wholePicture(from, packedBytes, bytes.sizeBytes);
}
