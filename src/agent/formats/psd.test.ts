import { expect, test } from 'vitest';
import { psd } from './psd.ts';

const LINES = 3;
const CHANNELS = 2;
const LINE_BYTES = 5;

/** Packed, with empty sections; a large one (PSB) has wider lengths. */
function packed(isLarge: boolean): Buffer {
  const header = Buffer.alloc(26);
  header.write('8BPS');
  header.writeUInt16BE(isLarge ? 2 : 1, 4);
  header.writeUInt16BE(CHANNELS, 12);
  header.writeUInt32BE(LINES, 14);
  const sections = Buffer.alloc(4 + 4 + (isLarge ? 8 : 4));
  const countBytes = isLarge ? 4 : 2;
  const counts = Buffer.alloc(LINES * CHANNELS * countBytes);
  for (let at = 0; at < counts.length; at += countBytes) counts.writeUIntBE(LINE_BYTES, at, countBytes);
  return Buffer.concat([header, sections, Buffer.from([0, 1]), counts, Buffer.alloc(LINES * CHANNELS * LINE_BYTES, 7)]);
}

test.each([
  ['PSD', false],
  ['PSB', true],
])('psd finds a packed %s whole with its last byte only', (_, isLarge) => {
  const bytes = packed(isLarge);
  const kindOf = (sizeBytes: number) =>
    psd.check({ sizeBytes, read: (at, length) => bytes.subarray(at, Math.min(at + length, sizeBytes)) }).kind;
  expect(kindOf(bytes.length)).toBe('whole');
  expect(kindOf(bytes.length - 1)).toBe('unfinished');
});
