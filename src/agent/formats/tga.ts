import { type Bytes, structureCheck } from './bytes.ts';
import type { Format } from './format.ts';
import { type FileVerdict, UNCHECKED, unfinished, WHOLE, wholeUpTo } from './verdict.ts';

const HEADER_BYTES = 18;
/** Two offsets, each 4 bytes, stand before it; together they end a file of version 2. */
const SIGNATURE = 'TRUEVISION-XFILE.\0';
const FOOTER_BYTES = 8 + SIGNATURE.length;
/** An extension area says its own length first, always this. */
const EXTENSION_BYTES = 495;
const COLOUR_MAPPED = 1;
const PLAIN_TYPES: readonly number[] = [1, 2, 3];
const PACKED_TYPES: readonly number[] = [9, 10, 11];

/** Truevision TGA 1 and 2: the picture by its size, or by its packets, and the footer if it has begun. */
export const tga: Format = {
  name: 'TGA',
  extensions: ['tga', 'targa', 'icb', 'vda', 'vst'],
  starts: mayBeTga,
  check: structureCheck((bytes) => {
    const picture = pictureOf(bytes);
    if (picture.pixels * picture.bytesEach === 0) return unfinished('its header has no size yet', 0);
    if (endsWithFooter(bytes)) return WHOLE;
    const type = bytes.u8(2);
    if (PLAIN_TYPES.includes(type)) return withRest(bytes, picture.at + picture.pixels * picture.bytesEach);
    return PACKED_TYPES.includes(type) ? walk(bytes, picture) : UNCHECKED;
  }),
};

/** TGA has no signature: a colour map or none, a type of the list, a depth of the list. */
function mayBeTga(head: string): boolean {
  const hasMap = head.charCodeAt(1);
  const type = head.charCodeAt(2);
  return head.length > 2 && hasMap <= COLOUR_MAPPED && [...PLAIN_TYPES, ...PACKED_TYPES].includes(type);
}

interface Picture {
  readonly at: number;
  readonly pixels: number;
  readonly bytesEach: number;
}

function pictureOf(bytes: Bytes): Picture {
  const isMapped = bytes.u8(1) === COLOUR_MAPPED;
  const mapBytes = isMapped ? bytes.u16(5, 'little') * Math.ceil(bytes.u8(7) / 8) : 0;
  return {
    at: HEADER_BYTES + bytes.u8(0) + mapBytes,
    pixels: bytes.u16(12, 'little') * bytes.u16(14, 'little'),
    bytesEach: Math.ceil(bytes.u8(16) / 8),
  };
}

function endsWithFooter(bytes: Bytes): boolean {
  const at = bytes.sizeBytes - SIGNATURE.length;
  return at > HEADER_BYTES && bytes.text(at, SIGNATURE.length) === SIGNATURE;
}

/** From packet to packet: a pixel that repeats, or a row of them as they are. */
function walk(bytes: Bytes, { at: start, pixels, bytesEach }: Picture): FileVerdict {
  let at = start;
  for (let done = 0; done < pixels; ) {
    if (at >= bytes.sizeBytes) return unfinished(`${done} of its ${pixels} pixels are there`, done / pixels);
    const packet = bytes.u8(at);
    const count = (packet & 0x7f) + 1;
    at += 1 + (packet & 0x80 ? 1 : count) * bytesEach;
    done += count;
  }
  return withRest(bytes, at);
}

/** The picture ends at `end`; a rest that begins as version 2 goes on, and does not end with its footer, is cut. */
function withRest(bytes: Bytes, end: number): FileVerdict {
  const length = bytes.sizeBytes - end;
  if (length <= 0) return wholeUpTo(end, bytes.sizeBytes, 'its picture');
  const rest = bytes.text(end, Math.min(length, FOOTER_BYTES));
  const isFooter = rest.slice(8) === SIGNATURE.slice(0, Math.max(0, rest.length - 8));
  const isExtension = length >= 2 && bytes.u16(end, 'little') === EXTENSION_BYTES;
  return isFooter || isExtension ? unfinished('its footer is cut') : WHOLE;
}
