/** RIFF files: a size at the start, chunks behind it. */
import { type Bytes, structureCheck } from './bytes.ts';
import type { Format } from './format.ts';
import { type FileVerdict, UNCHECKED, unfinished, WHOLE, wholeUpTo } from './verdict.ts';

/** A stream's writer cannot go back to enter the size: it leaves this for ever, and others until they close the file. */
const UNKNOWN = 0xffff_ffff;
const HEADER_BYTES = 8;
const CHUNKS_AT = 12;

export const webp: Format = {
  name: 'WEBP',
  extensions: ['webp'],
  starts: isForm('RIFF', 'WEBP'),
  check: structureCheck((bytes) => sizeVerdict(bytes, bytes.u32(4, 'little'))),
};

/** WAV, and with 64-bit sizes RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088). */
export const wav: Format = {
  name: 'WAV',
  extensions: ['wav', 'wave', 'bwf', 'rf64'],
  starts: (head) => ['RIFF', 'RF64', 'BW64'].some((name) => isForm(name, 'WAVE')(head)),
  check: structureCheck((bytes) => {
    if (bytes.text(0, 4) !== 'RIFF' && bytes.text(CHUNKS_AT, 4) === 'ds64')
      return sizeVerdict(bytes, bytes.u64(CHUNKS_AT + HEADER_BYTES, 'little'));
    const verdict = sizeVerdict(bytes, bytes.u32(4, 'little'));
    return verdict.kind === 'whole' ? dataVerdict(bytes) : verdict;
  }),
};

/** AVI; beyond 1 GiB it goes on in further RIFF forms (OpenDML). */
export const avi: Format = {
  name: 'AVI',
  extensions: ['avi'],
  starts: isForm('RIFF', 'AVI '),
  check: structureCheck((bytes) => {
    let [at, end] = [0, 0];
    do {
      const size = bytes.u32(at + 4, 'little');
      if (size === 0 || size === UNKNOWN) return sizeVerdict(bytes, size);
      end = at + HEADER_BYTES + size;
      at = end + (size % 2);
    } while (at + CHUNKS_AT <= bytes.sizeBytes && bytes.text(at, 4) === 'RIFF');
    return wholeUpTo(end, bytes.sizeBytes, 'its last part');
  }),
};

function isForm(name: string, type: string): (head: string) => boolean {
  return (head) => head.startsWith(name) && head.startsWith(type, HEADER_BYTES);
}

function sizeVerdict(bytes: Bytes, size: number): FileVerdict {
  if (size === UNKNOWN) return UNCHECKED;
  if (size === 0) return unfinished('its header has no size yet');
  return wholeUpTo(HEADER_BYTES + size, bytes.sizeBytes, 'its content');
}

/** Some writers enter the size of an empty file first: their samples then stand behind an empty data chunk. */
function dataVerdict(bytes: Bytes): FileVerdict {
  for (let at = CHUNKS_AT; at + HEADER_BYTES <= bytes.sizeBytes; ) {
    const size = bytes.u32(at + 4, 'little');
    const next = at + HEADER_BYTES + size + (size % 2);
    if (bytes.text(at, 4) === 'data')
      return size === 0 && bytes.sizeBytes > next ? unfinished('its header has no size yet') : WHOLE;
    at = next;
  }
  return WHOLE;
}
