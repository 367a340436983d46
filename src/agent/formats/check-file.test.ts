import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READ_BUDGET_BYTES } from './bytes.ts';
import { checkFile } from './check-file.ts';
import { HEAD_BYTES } from './format.ts';
import { signedFormats } from './formats.ts';
import type { FileBytes, FileVerdict } from './verdict.ts';

const directory = fileURLToPath(new URL('../../../fixtures/frames/', import.meta.url));
const NO_FRAMES = ['README.md', 'openexr-library.cpp'];
/** Neither of them is whole; see the README beside them. */
const UNENDED = ['openexr-growing.exr', 'ffmpeg-stream.wav'];
const frames = new Map(
  readdirSync(directory)
    .filter((name) => !NO_FRAMES.includes(name))
    .map((name) => [name, new Uint8Array(readFileSync(directory + name))]),
);
const wholeNames = [...frames.keys()].filter((name) => !UNENDED.includes(name));

/**
 * Where a cut leaves a file that is itself complete: the footer of TGA 2 gone from its first byte leaves a TGA 1.
 * Fragments of a film stay unchecked without their index, never whole.
 */
const TGA_PICTURE_ENDS: ReadonlyMap<string, number> = new Map([
  ['ffmpeg.tga', 793],
  ['povray.tga', 1314],
]);

function bytesOf(content: Uint8Array): FileBytes {
  return { sizeBytes: content.length, read: (offset, length) => content.subarray(offset, offset + length) };
}

function verdictOf(name: string, content = frames.get(name) ?? new Uint8Array()): FileVerdict {
  return checkFile(name, bytesOf(content));
}

describe('checkFile', () => {
  it.each(wholeNames)('calls %s whole', (name) => {
    expect(verdictOf(name)).toEqual({ kind: 'whole' });
  });

  it.each(wholeNames)('never calls %s whole when it is cut, wherever that is', (name) => {
    const content = frames.get(name) ?? new Uint8Array();
    const wholeAt: number[] = [];
    for (let length = 0; length < content.length; length++)
      if (verdictOf(name, content.subarray(0, length)).kind === 'whole') wholeAt.push(length);
    const pictureEnd = TGA_PICTURE_ENDS.get(name);
    expect(wholeAt).toEqual(pictureEnd === undefined ? [] : [pictureEnd]);
  });

  it.each(wholeNames)('never calls %s broken when it is cut', (name) => {
    const content = frames.get(name) ?? new Uint8Array();
    const brokenAt: number[] = [];
    for (let length = 0; length < content.length; length += 7)
      if (verdictOf(name, content.subarray(0, length)).kind === 'broken') brokenAt.push(length);
    expect(brokenAt).toEqual([]);
  });

  it('is not sure of a stream that was never told its size', () => {
    expect(verdictOf('ffmpeg-stream.wav')).toEqual({ kind: 'unchecked' });
  });

  it('tells how far an EXR is whose table is not written yet', () => {
    expect(verdictOf('openexr-growing.exr')).toEqual({
      kind: 'unfinished',
      why: '10 of its 18 chunks are there',
      fraction: 10 / 18,
    });
  });

  it('goes by the extension alone where nobody knows it', () => {
    expect(verdictOf('notes.txt', frames.get('ffmpeg.png'))).toEqual({ kind: 'unchecked' });
    expect(verdictOf('FRAME.PNG', frames.get('ffmpeg.png'))).toEqual({ kind: 'whole' });
    expect(verdictOf('tex.tx', frames.get('openexr-mipmap.exr'))).toEqual({ kind: 'whole' });
  });

  it('calls a file broken that holds another format than its name says', () => {
    expect(verdictOf('beauty.0001.exr', frames.get('ffmpeg.png'))).toEqual({
      kind: 'broken',
      why: 'holds PNG, not EXR',
    });
    expect(verdictOf('beauty.0001.exr', new TextEncoder().encode('<html>Not found</html>'))).toEqual({
      kind: 'broken',
      why: 'no EXR header at byte 0',
    });
  });

  it.each(signedFormats.flatMap(({ extensions }) => extensions))('calls %s files of zeros unfinished', (extension) => {
    expect(verdictOf(`a.${extension}`, new Uint8Array(4096)).kind).toBe('unfinished');
  });

  it.each(wholeNames)('calls %s neither whole nor broken while only its first bytes are written', (name) => {
    const signature = (frames.get(name) ?? new Uint8Array()).subarray(0, name.includes('.cin') ? 4 : 8);
    const content = Buffer.concat([signature, Buffer.alloc(4096)]);
    expect(['unfinished', 'unchecked']).toContain(verdictOf(name, content).kind);
  });

  it.each([
    ['ffmpeg.png', 'a text behind the end'],
    ['ffmpeg.jpg', 'another picture'],
    ['imagemagick-progressive.jpg', 'metadata'],
    ['blender-zip.exr', 'more'],
    ['ffmpeg.webp', 'more'],
    ['ffmpeg.gif', 'more'],
    ['ffmpeg.tif', 'more'],
    ['imagemagick.tga', 'more of it'],
  ])('tolerates what stands behind the end of %s', (name, more) => {
    const content = Buffer.concat([frames.get(name) ?? Buffer.alloc(0), Buffer.from(more)]);
    expect(verdictOf(name, content)).toEqual({ kind: 'whole' });
  });

  it('trims zeros behind a JPEG', () => {
    const content = Buffer.concat([frames.get('ffmpeg.jpg') ?? Buffer.alloc(0), Buffer.alloc(900)]);
    expect(verdictOf('a.jpg', content)).toEqual({ kind: 'whole' });
  });

  it('does not take the preview within a JPEG for its end', () => {
    const jpeg = Buffer.from(frames.get('ffmpeg.jpg') ?? []);
    const preview = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), jpeg]);
    preview.writeUInt16BE(jpeg.length + 2, 2);
    const content = Buffer.concat([jpeg.subarray(0, 2), preview, jpeg.subarray(2)]);
    expect(verdictOf('a.jpg', content)).toEqual({ kind: 'whole' });
    expect(verdictOf('a.jpg', content.subarray(0, preview.length + 2)).kind).toBe('unfinished');
  });
});

describe('checkFile with hostile files', () => {
  /** Never throws, and reads within its budget. */
  function survives(name: string, content: Uint8Array): void {
    let read = 0;
    const verdict = checkFile(name, {
      sizeBytes: content.length,
      read(offset, length) {
        const part = content.subarray(offset, offset + length);
        read += part.length;
        return part;
      },
    });
    expect(['whole', 'unfinished', 'broken', 'unchecked']).toContain(verdict.kind);
    expect(read).toBeLessThanOrEqual(READ_BUDGET_BYTES + HEAD_BYTES);
  }

  const name = fc.constantFrom(...frames.keys());

  it('survives any bytes behind a true start', () => {
    fc.assert(
      fc.property(name, fc.nat(64), fc.uint8Array({ maxLength: 2000 }), (from, keep, rest) => {
        survives(from, Buffer.concat([(frames.get(from) ?? Buffer.alloc(0)).subarray(0, keep), rest]));
      }),
      { numRuns: 2000 },
    );
  });

  it('survives real files with bytes changed', () => {
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 127, 128, 255));
    fc.assert(
      fc.property(name, fc.array(change, { minLength: 1, maxLength: 30 }), (from, changes) => {
        const content = Uint8Array.from(frames.get(from) ?? []);
        // The squares put most changes near the start, where the counts and offsets are.
        for (const [where, value] of changes) content[Math.floor(where ** 4 * content.length)] = value;
        survives(from, content);
      }),
      { numRuns: 4000 },
    );
  });

  it('leaves a file unchecked that would make it read on and on', () => {
    const emptyBoxes = Buffer.from('\0\0\0\x08free'.repeat(10_000), 'latin1');
    let read = 0;
    const verdict = checkFile('a.mp4', {
      sizeBytes: 2 ** 40,
      read(offset, length) {
        read += length;
        return emptyBoxes.subarray(offset % 8, (offset % 8) + length);
      },
    });
    expect(verdict.kind).toBe('unchecked');
    expect(read).toBeLessThanOrEqual(READ_BUDGET_BYTES + HEAD_BYTES);
  });
});
