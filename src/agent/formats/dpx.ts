/** DPX and its older brother: the header tells the file's size, in more than one way, and not all writers tell true. */
import { type Bytes, type Endian, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { type FileVerdict, UNCHECKED, unfinished, WHOLE, wholeUpTo } from './verdict.ts';

/** What a writer leaves in a field that it does not fill. */
const UNDEFINED = 0xffff_ffff;
const MOST_ELEMENTS = 8;
const ELEMENT_BYTES = 72;
/** Channels by the number of the element's descriptor: single ones, RGB, RGBA, ABGR. Others go by the header's word. */
const CHANNELS: ReadonlyMap<number, number> = new Map([
  ...[1, 2, 3, 4, 6, 8].map((single) => [single, 1] as const),
  [50, 3],
  [51, 4],
  [52, 4],
]);

/** SMPTE 268M, both byte orders. */
export const dpx: Format = {
  name: 'DPX',
  extensions: ['dpx'],
  starts: startsWith('SDPX', 'XPDS'),
  check: structureCheck((bytes) => {
    const endian = bytes.text(0, 4) === 'SDPX' ? 'big' : 'little';
    const pictureAt = bytes.u32(4, endian);
    return sizeVerdict(bytes, pictureAt, { said: bytes.u32(16, endian), computed: dpxSize(bytes, endian, pictureAt) });
  }),
};

/** Kodak Cineon 4.5. */
export const cineon: Format = {
  name: 'Cineon',
  extensions: ['cin'],
  starts: startsWith('\x80\x2a\x5f\xd7', '\xd7\x5f\x2a\x80'),
  check: structureCheck((bytes) => {
    const endian = bytes.u8(0) === 0x80 ? 'big' : 'little';
    const pictureAt = bytes.u32(4, endian);
    const line = lineBytes(bytes.u32(200, endian) * bytes.u8(193), bytes.u8(198), true);
    const computed = line === null ? null : pictureAt + line * bytes.u32(204, endian);
    return sizeVerdict(bytes, pictureAt, { said: bytes.u32(20, endian), computed });
  }),
};

/** ImageMagick enters a size that is too small, or too large; the picture's own tells then. */
function sizeVerdict(
  bytes: Bytes,
  pictureAt: number,
  { said, computed }: { readonly said: number; readonly computed: number | null },
): FileVerdict {
  if (pictureAt >= bytes.sizeBytes) return unfinished('its picture is not there yet', 0);
  if (bytes.sizeBytes === computed) return WHOLE;
  const isSaid = said !== UNDEFINED && said > pictureAt;
  if (!isSaid && computed === null) return UNCHECKED;
  return wholeUpTo(Math.max(isSaid ? said : 0, computed ?? 0), bytes.sizeBytes, 'its picture');
}

/** Null where an element is packed by runs, or of a kind whose size is not known. */
function dpxSize(bytes: Bytes, endian: Endian, pictureAt: number): number | null {
  const elements = Math.min(bytes.u16(770, endian), MOST_ELEMENTS);
  const [width, lines] = [bytes.u32(772, endian), bytes.u32(776, endian)];
  let end: number | null = null;
  for (let at = 780; at < 780 + elements * ELEMENT_BYTES; at += ELEMENT_BYTES) {
    const channels = CHANNELS.get(bytes.u8(at + 20));
    const isFilled = bytes.u16(at + 24, endian) !== 0;
    const line = channels === undefined ? null : lineBytes(width * channels, bytes.u8(at + 23), isFilled);
    if (line === null || bytes.u16(at + 26, endian) !== 0) return null;
    const said = bytes.u32(at + 28, endian);
    const from = said === UNDEFINED || said < pictureAt ? pictureAt : said;
    end = Math.max(end ?? 0, from + line * lines);
  }
  return end;
}

/** Three values of 10 bits, where filled, stand in four bytes; one of 12 bits in two. */
function lineBytes(values: number, bits: number, isFilled: boolean): number | null {
  if (bits === 10 && isFilled) return Math.ceil(values / 3) * 4;
  if (bits === 12 && isFilled) return values * 2;
  return [1, 8, 10, 12, 16, 32, 64].includes(bits) ? Math.ceil((values * bits) / 8) : null;
}
