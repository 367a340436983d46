import { type Bytes, Malformed, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { type FileVerdict, unfinished, WHOLE } from './verdict.ts';

const MOST_HEADER_BYTES = 64 * 1024;
/** Shorter and longer lines are never packed channel by channel. */
const SHORTEST_PACKED = 8;
const LONGEST_PACKED = 32_767;
const PIXEL_BYTES = 4;
const CHANNELS = 4;

/** Radiance's picture format, RGBE and XYZE. Every line is walked: nothing says how long a packed one is. */
export const radiance: Format = {
  name: 'Radiance HDR',
  extensions: ['hdr', 'rgbe', 'xyze'],
  starts: startsWith('#?'),
  check: structureCheck((bytes) => {
    const picture = readHeader(bytes);
    return picture ? walk(bytes, picture) : unfinished('its header is cut', 0);
  }),
};

interface Picture {
  readonly at: number;
  readonly lines: number;
  /** In pixels. */
  readonly lineLength: number;
}

/** Lines of text, an empty one, and `-Y 1080 +X 1920`; null where the file ends before that. */
function readHeader(bytes: Bytes): Picture | null {
  const text = bytes.text(0, Math.min(bytes.sizeBytes, MOST_HEADER_BYTES));
  const gap = text.indexOf('\n\n');
  const end = gap < 0 ? -1 : text.indexOf('\n', gap + 2);
  if (end < 0 && text.length < MOST_HEADER_BYTES) return null;
  const size = /^[-+][XY] (\d+) [-+][XY] (\d+)$/.exec(text.slice(gap + 2, end));
  const [lines, lineLength] = [Number(size?.[1]), Number(size?.[2])];
  if (!(lines > 0 && lineLength > 0)) throw new Malformed(`no picture size at byte ${gap + 2}`);
  return { at: end + 1, lines, lineLength };
}

function walk(bytes: Bytes, { at: start, lines, lineLength }: Picture): FileVerdict {
  let at = start;
  for (let line = 0; line < lines; line++) {
    const end = lineEnd(bytes, at, lineLength);
    if (end === null || end > bytes.sizeBytes)
      return unfinished(`${line} of its ${lines} lines are there`, line / lines);
    at = end;
  }
  return WHOLE;
}

/** Where the line at `at` ends, which may be behind the file's end; null where the file ends within it. */
function lineEnd(bytes: Bytes, at: number, lineLength: number): number | null {
  if (at + PIXEL_BYTES > bytes.sizeBytes) return null;
  const isPackable = lineLength >= SHORTEST_PACKED && lineLength <= LONGEST_PACKED;
  const isPacked = isPackable && bytes.u16(at, 'big') === 0x0202 && bytes.u16(at + 2, 'big') === lineLength;
  return isPacked ? packedEnd(bytes, at + PIXEL_BYTES, lineLength) : plainEnd(bytes, at, lineLength);
}

/** One channel behind the other, each in runs (a count above 128) and stretches as they are. */
function packedEnd(bytes: Bytes, from: number, lineLength: number): number | null {
  let at = from;
  for (let left = lineLength * CHANNELS; left > 0; ) {
    if (at >= bytes.sizeBytes) return null;
    const code = bytes.u8(at);
    if (code === 0) throw new Malformed(`an empty run at byte ${at}`);
    at += code > 128 ? 2 : 1 + code;
    left -= code > 128 ? code - 128 : code;
  }
  return at;
}

/** Pixel by pixel, where (1, 1, 1, n) repeats the one before n times, and 256 times as often behind another such. */
function plainEnd(bytes: Bytes, from: number, lineLength: number): number | null {
  let at = from;
  let scale = 1;
  for (let done = 0; done < lineLength; at += PIXEL_BYTES) {
    if (at + PIXEL_BYTES > bytes.sizeBytes) return null;
    const pixel = bytes.u32(at, 'big');
    const repeats = pixel >>> 8 === 0x01_01_01;
    done += repeats ? (pixel & 0xff) * scale : 1;
    scale = repeats ? scale * 256 : 1;
  }
  return at;
}
