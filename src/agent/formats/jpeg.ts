import { type Bytes, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { broken, type FileVerdict, unfinished, WHOLE } from './verdict.ts';

const FILL = 0xff;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** How much of the end is looked through for the end marker before the whole file is. */
const TAIL_BYTES = 4096;

/**
 * JPEG, ITU-T T.81. An end marker counts behind the first scan only: a preview within the header has its own.
 * Behind it may stand anything: padding, another picture (MPF), metadata.
 */
export const jpeg: Format = {
  name: 'JPEG',
  extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
  starts: startsWith('\xff\xd8\xff'),
  check: structureCheck((bytes) => walk(bytes)),
};

/** From marker segment to marker segment; the coded picture between them is read only where the tail does not tell. */
function walk(bytes: Bytes): FileVerdict {
  let isTailRead = false;
  for (let at = 2; ; ) {
    if (bytes.u8(at) !== FILL) return strayByte(bytes, at);
    while (bytes.u8(at) === FILL) at++;
    const marker = bytes.u8(at++);
    if (marker === END_OF_IMAGE) return WHOLE;
    if (isAlone(marker)) continue;
    at += bytes.u16(at, 'big');
    if (marker !== START_OF_SCAN) continue;
    if (!isTailRead && endsWithMarker(bytes, at)) return WHOLE;
    isTailRead = true;
    at = endOfScan(bytes, at);
    if (at >= bytes.sizeBytes) return unfinished('no end marker (FFD9)');
  }
}

function strayByte(bytes: Bytes, at: number): FileVerdict {
  return bytes.u8(at) === 0 ? unfinished(`only zeros from byte ${at} on`) : broken(`no marker at byte ${at}`);
}

/** Restart markers and the like have no segment behind them. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** Whether the file ends with the end marker, zeros trimmed. */
function endsWithMarker(bytes: Bytes, scanAt: number): boolean {
  const from = Math.max(scanAt, bytes.sizeBytes - TAIL_BYTES);
  const tail = bytes.text(from, bytes.sizeBytes - from);
  return /\xff\xd9\0*$/.test(tail);
}

/** Where the next marker stands behind coded data, in which FF is followed by 0 or a restart marker. */
function endOfScan(bytes: Bytes, from: number): number {
  let at = from;
  for (; at + 1 < bytes.sizeBytes; at++) {
    if (bytes.u8(at) !== FILL) continue;
    const next = bytes.u8(at + 1);
    if (next !== 0 && next !== FILL && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.sizeBytes;
}
