import { type Bytes, Malformed, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { UNCHECKED, unfinished, wholeUpTo } from './verdict.ts';

const ID_BYTES = 4;
const SEGMENT = 0x1853_8067;

/** Matroska and WebM, RFC 9559: the segment tells its size when the file is closed; a stream's never does. */
export const matroska: Format = {
  name: 'Matroska',
  extensions: ['mkv', 'webm', 'mka'],
  starts: startsWith('\x1a\x45\xdf\xa3'),
  check: structureCheck((bytes) => {
    if (bytes.u8(ID_BYTES) === 0) return unfinished('its header is not written yet', 0);
    const head = readSize(bytes, ID_BYTES);
    const segmentAt = head.endsAt + (head.size ?? 0);
    const id = bytes.u32(segmentAt, 'big');
    if (id === 0) return unfinished('its header is not written yet', 0);
    if (id !== SEGMENT) throw new Malformed(`no segment at byte ${segmentAt}`);
    const segment = readSize(bytes, segmentAt + ID_BYTES);
    return segment.size === null ? UNCHECKED : wholeUpTo(segment.endsAt + segment.size, bytes.sizeBytes, 'its segment');
  }),
};

/** RFC 8794: as many bytes as the first one has leading zeros, and one; all ones mean unknown. */
function readSize(bytes: Bytes, at: number): { size: number | null; endsAt: number } {
  const first = bytes.u8(at);
  const length = Math.clz32(first) - 23;
  if (length > 8) throw new Malformed(`no size at byte ${at}`);
  let size = first & (0xff >> length);
  let isUnknown = size === 0xff >> length;
  for (let n = 1; n < length; n++) {
    const next = bytes.u8(at + n);
    size = size * 256 + next;
    isUnknown &&= next === 0xff;
  }
  return { size: isUnknown ? null : size, endsAt: at + length };
}
