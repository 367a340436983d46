/** What it costs to tell a whole file from a cut one, beside reading all of the file. */
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFile } from '../src/agent/formats/check-file.ts';
import type { BenchLine } from './bench-line.ts';
import { median } from './median.ts';

const ROUNDS = 50;
const PICTURE_BYTES = 20 * 1024 * 1024;
const FRAMES = 'fixtures/frames';

/** A frame of a fixture, made as large as a real one by what its format tolerates behind or within it. */
const LARGE: readonly { readonly name: string; readonly grow: (small: Buffer) => Buffer }[] = [
  { name: 'ffmpeg.png', grow: withLargeChunk },
  { name: 'blender-zips.exr', grow: withRest },
  { name: 'imagemagick.tif', grow: withRest },
  { name: 'ffmpeg.webp', grow: withRest },
];

export async function benchFileChecks(): Promise<readonly BenchLine[]> {
  const directory = mkdtempSync(join(tmpdir(), 'sentry-bench-'));
  try {
    return LARGE.map(({ name, grow }) => {
      const path = join(directory, name);
      writeFileSync(path, grow(readFileSync(join(FRAMES, name))));
      return lineOf(name, path);
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function lineOf(name: string, path: string): BenchLine {
  const checked = timeOf(() => check(path));
  const whole = timeOf(() => readFileSync(path));
  const read = check(path);
  return {
    what: `${name} of 20 MB`,
    measured: `${checked.toFixed(3)} ms, ${(read / 1024).toFixed(0)} KiB read`,
    reference: `${whole.toFixed(1)} ms to read it all`,
    limit: '<= 1/10, <= 256 KiB',
    within: checked * 10 <= whole && read <= 256 * 1024,
  };
}

/** Bytes that the check read. */
function check(path: string): number {
  const descriptor = openSync(path, 'r');
  let bytes = 0;
  try {
    const verdict = checkFile(path, {
      sizeBytes: fstatSync(descriptor).size,
      read(offset, length) {
        const part = new Uint8Array(length);
        const read = readSync(descriptor, part, 0, length, offset);
        bytes += read;
        return part.subarray(0, read);
      },
    });
    if (verdict.kind !== 'whole') throw new Error(`${path}: ${JSON.stringify(verdict)}`);
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}

/** A PNG with a chunk of somebody's own before its end. */
function withLargeChunk(png: Buffer): Buffer {
  const head = Buffer.from('\0\0\0\0teSt', 'latin1');
  head.writeUInt32BE(PICTURE_BYTES);
  return Buffer.concat([png.subarray(0, -12), head, Buffer.alloc(PICTURE_BYTES + 4, 7), png.subarray(-12)]);
}

function withRest(small: Buffer): Buffer {
  return Buffer.concat([small, Buffer.alloc(PICTURE_BYTES, 7)]);
}

/** Milliseconds, the middle of many. */
function timeOf(task: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    task();
    return performance.now() - start;
  });
  return median(times);
}
