import { isUtf8 } from 'node:buffer';
import { Refusal } from './refusal.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The value of JSON bytes. Throws Refusal 400 on what is none, 422 on a `__proto__` key. */
export function parseJson(body: Buffer, mostLevels: number): unknown {
  const bytes = withoutMark(body);
  if (bytes.length === 0) throw bad('empty_body', 'The body is empty; send a JSON object.');
  if (!isUtf8(bytes)) throw bad('invalid_utf8', 'The body is not valid UTF-8; send JSON as UTF-8.');
  if (isDeeper(bytes, mostLevels))
    throw bad('too_deep', `The body nests deeper than ${mostLevels} levels; send it flatter.`);
  const text = bytes.toString('utf8');
  if (text.includes('"__proto__"')) throw new Refusal(422, 'unusable_key', 'A key or value may not be "__proto__".');
  try {
    return JSON.parse(text);
  } catch {
    throw bad('invalid_json', 'The body is not valid JSON, or was cut off; send one JSON object.');
  }
}

/** Windows programs like to put a byte order mark before UTF-8, which JSON itself does not know. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Checked before parsing: what is nested 150,000 levels deep can be parsed, but nothing can be done with it after. */
export function isDeeper(bytes: Buffer, mostLevels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) inString = !inString;
    else if (byte === BACKSLASH) i++;
    else if (inString) continue;
    // `[` and `{` differ in one bit, as do `]` and `}`.
    else if ((byte | 0x20) === 0x7b) {
      if (++depth > mostLevels) return true;
    } else if ((byte | 0x20) === 0x7d) depth--;
  }
  return false;
}

function bad(code: string, message: string): Refusal {
  return new Refusal(400, code, message);
}
