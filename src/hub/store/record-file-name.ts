/**
 * Ids of nodes and jobs as file names that no operating system misunderstands. The encoding is one to one:
 * `+` switches between lower and upper case, since some disks take both for the same; other bytes than
 * `a-z 0-9 . _ -` are `%xx`. Plain ids stay as they are: `rn-01` is `rn-01.json`, `RN-01` is `+rn-01.json`.
 */
import { createHash } from 'node:crypto';

const EXTENSION = '.json';
/** eCryptfs bears names of 143 bytes; room is left for a temporary file's additions. */
const LONGEST_STEM = 110;
const HEAD = 70;
const PLAIN = /^[a-z0-9_-][a-z0-9._-]*$/;
/** Windows takes `con.anything` for the console. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/;

/**
 * `data/nodes/<this>`, `data/jobs/<this>`. An id too long for a file name is cut and told apart by its hash after a `~`,
 * which no encoded id holds; the id itself stands in the record.
 */
export function recordFileName(id: string): string {
  const stem = guardStart(PLAIN.test(id) ? id : encoded(id));
  if (stem.length <= LONGEST_STEM) return stem + EXTENSION;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 32);
  return `${stem.slice(0, HEAD)}~${hash}${EXTENSION}`;
}

/** Whether a file's name is one that this module could have made. */
export function isRecordFileName(name: string): boolean {
  return name.endsWith(EXTENSION) && !name.startsWith('.');
}

function encoded(id: string): string {
  let text = '';
  let upper = false;
  for (const char of id) {
    const isUpper = char >= 'A' && char <= 'Z';
    if ((isUpper || (char >= 'a' && char <= 'z')) && isUpper !== upper) {
      text += '+';
      upper = isUpper;
    }
    text += /^[A-Za-z0-9._-]$/.test(char) ? char.toLowerCase() : percentBytes(char);
  }
  return text;
}

function percentBytes(char: string): string {
  return [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** No `..`, no hidden file, no device: the first character of such a name is written as a byte. */
function guardStart(stem: string): string {
  return stem.startsWith('.') || DEVICE.test(stem) ? percentBytes(stem.charAt(0)) + stem.slice(1) : stem;
}

/** The name under which a file is written before it gets its own; no record's file begins with a dot. */
export function temporaryName(fileName: string): string {
  return `.${fileName}.tmp`;
}

export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') && name.endsWith(`${EXTENSION}.tmp`);
}
