import { expect, test } from 'vitest';
import { avi, wav } from './riff.ts';
import type { FileVerdict, FormatCheck } from './verdict.ts';

function verdictOn(check: FormatCheck, bytes: Buffer): FileVerdict {
  return check({ sizeBytes: bytes.length, read: (at, length) => bytes.subarray(at, at + length) });
}

function chunk(name: string, size: number, content: Buffer): Buffer {
  const head = Buffer.from(`${name}????`, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, content]);
}

const FORMAT = chunk('fmt ', 16, Buffer.alloc(16));
const SAMPLES = Buffer.alloc(1000, 1);

/** With the sizes that its header and its data chunk say. */
function wave(size: number, dataSize: number): Buffer {
  return chunk('RIFF', size, Buffer.concat([Buffer.from('WAVE'), FORMAT, chunk('data', dataSize, SAMPLES)]));
}

test.each([
  ['its whole size', wave(1036, 1000), 'whole'],
  ['more than there is', wave(1040, 1004), 'unfinished'],
  ['none yet', wave(0, 0), 'unfinished'],
  ['that of an empty file, though samples stand in it', wave(36, 0), 'unfinished'],
  ['that nobody knows it', wave(0xffff_ffff, 0xffff_ffff), 'unchecked'],
])('wav reads a header that says %s', (_, bytes, kind) => {
  expect(verdictOn(wav.check, bytes).kind).toBe(kind);
});

test('avi is whole with its last part only', () => {
  const part = (size: number): Buffer => chunk('RIFF', size, Buffer.concat([Buffer.from('AVI '), SAMPLES]));
  expect(verdictOn(avi.check, Buffer.concat([part(1004), part(1004)])).kind).toBe('whole');
  expect(verdictOn(avi.check, Buffer.concat([part(1004), part(2000)])).kind).toBe('unfinished');
  expect(verdictOn(avi.check, Buffer.concat([part(1004), part(0)])).kind).toBe('unfinished');
});
