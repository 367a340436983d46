import { expect, test } from 'vitest';
import { radiance } from './radiance.ts';
import type { FileVerdict } from './verdict.ts';

function verdictOn(bytes: Buffer): FileVerdict {
  return radiance.check({ sizeBytes: bytes.length, read: (at, length) => bytes.subarray(at, at + length) });
}

/** One line of the old kind: a pixel, which is repeated 10 times, and then 2 times 256. */
const LINE = Buffer.from([9, 9, 9, 128, 1, 1, 1, 10, 1, 1, 1, 2]);

function picture(lines: number, ...content: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(`#?RADIANCE\n\n-Y ${lines} +X 523\n`), ...content]);
}

test('radiance counts the pixels that stand for many', () => {
  expect(verdictOn(picture(2, LINE, LINE))).toEqual({ kind: 'whole' });
  expect(verdictOn(picture(2, LINE, LINE.subarray(0, 8)))).toMatchObject({ kind: 'unfinished', fraction: 0.5 });
});

test('radiance calls a file broken whose header tells no size', () => {
  const bytes = Buffer.from('#?RADIANCE\n\n-Y 0 +X 523\n');
  expect(verdictOn(bytes)).toEqual({ kind: 'broken', why: 'no picture size at byte 12' });
});
