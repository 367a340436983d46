import { type Bytes, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { broken, type FileVerdict, unfinished, WHOLE } from './verdict.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** The last chunk, always the same: no length, its name, its checksum. */
const IEND = '\x00\x00\x00\x00IEND\xae\x42\x60\x82';
/** Length, name and checksum, around a chunk's data. */
const CHUNK_FRAME_BYTES = 12;

/** PNG and APNG; ISO/IEC 15948. */
export const png: Format = {
  name: 'PNG',
  extensions: ['png', 'apng'],
  starts: startsWith(SIGNATURE),
  check: structureCheck((bytes) => {
    if (bytes.text(8, 8) !== '\x00\x00\x00\x0dIHDR') return headerVerdict(bytes);
    const end = bytes.sizeBytes - IEND.length;
    if (end > SIGNATURE.length && bytes.text(end, IEND.length) === IEND) return WHOLE;
    return walk(bytes);
  }),
};

function headerVerdict(bytes: Bytes): FileVerdict {
  if (/^\0*$/.test(bytes.text(8, 8))) return unfinished('only zeros after its signature');
  return broken('no IHDR chunk at byte 8');
}

/** From chunk to chunk: finds an end with something behind it, or says what is missing. */
function walk(bytes: Bytes): FileVerdict {
  for (let at = SIGNATURE.length; at < bytes.sizeBytes; ) {
    const length = bytes.u32(at, 'big');
    const name = bytes.text(at + 4, 4);
    if (length === 0 && name === '\0\0\0\0') return unfinished(`only zeros from byte ${at} on`);
    if (!/^[A-Za-z]{4}$/.test(name)) return broken(`no chunk at byte ${at}`);
    const next = at + length + CHUNK_FRAME_BYTES;
    if (next > bytes.sizeBytes) return unfinished(`its ${name} chunk at byte ${at} is cut`);
    if (name === 'IEND') return WHOLE;
    at = next;
  }
  return unfinished('no IEND chunk at its end');
}
