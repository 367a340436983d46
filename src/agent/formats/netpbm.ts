import { type Bytes, Malformed, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { type FileVerdict, UNCHECKED, unfinished, wholePicture } from './verdict.ts';

/** Comments may stand in it. */
const MOST_HEADER_BYTES = 16 * 1024;

/** PBM, PGM, PPM, PAM and PFM in their binary forms: the header gives the size. Those in letters stay unchecked. */
export const netpbm: Format = {
  name: 'Netpbm',
  extensions: ['pbm', 'pgm', 'ppm', 'pnm', 'pam', 'pfm'],
  starts: startsWith('P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7\n', 'PF', 'Pf'),
  check: structureCheck((bytes) => {
    const text = bytes.text(0, Math.min(bytes.sizeBytes, MOST_HEADER_BYTES));
    const kind = text.slice(0, 2);
    if (kind === 'P1' || kind === 'P2' || kind === 'P3') return UNCHECKED;
    return kind === 'P7' ? pamVerdict(bytes, text) : headerVerdict(bytes, kind, text);
  }),
};

/** Width, height and, but for bitmaps, the greatest value (PFM: the scale), with comments and one blank behind. */
function headerVerdict(bytes: Bytes, kind: string, text: string): FileVerdict {
  const blank = String.raw`(?:\s|#[^\n]*\n)+`;
  const last = kind === 'P4' ? '' : `${blank}(-?[\\d.]+)`;
  const header = new RegExp(`^P.${blank}(\\d+)${blank}(\\d+)${last}\\s`).exec(text);
  if (!header) return headerMissing(bytes);
  const [found, width, height, greatest] = header;
  const picture = lineBytes(kind, Number(width), Number(greatest)) * Number(height);
  return wholePicture(found.length, picture, bytes.sizeBytes);
}

function lineBytes(kind: string, width: number, greatest: number): number {
  switch (kind) {
    case 'P4':
      return Math.ceil(width / 8);
    case 'PF':
      return width * 12;
    case 'Pf':
      return width * 4;
    default:
      return width * (kind === 'P6' ? 3 : 1) * (greatest > 255 ? 2 : 1);
  }
}

function pamVerdict(bytes: Bytes, text: string): FileVerdict {
  const end = /\nENDHDR\n/.exec(text);
  if (!end) return headerMissing(bytes);
  const [width, height, depth, greatest] = ['WIDTH', 'HEIGHT', 'DEPTH', 'MAXVAL'].map((name) =>
    Number(new RegExp(`\\n${name}\\s+(\\d+)`).exec(text.slice(0, end.index + 1))?.[1] ?? 0),
  );
  const bytesEach = (greatest ?? 0) > 255 ? 2 : 1;
  const picture = (width ?? 0) * (height ?? 0) * (depth ?? 0) * bytesEach;
  return wholePicture(end.index + end[0].length, picture, bytes.sizeBytes);
}

function headerMissing(bytes: Bytes): FileVerdict {
  if (bytes.sizeBytes < MOST_HEADER_BYTES) return unfinished('its header is cut', 0);
  throw new Malformed('no header of its format at byte 0');
}
