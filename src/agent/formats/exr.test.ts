import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exr } from './exr.ts';
import { scanLineChunks, tileChunks } from './exr-chunk-count.ts';
import type { FileVerdict } from './verdict.ts';

/** 40 lines, a chunk each. */
const CHUNKS = 40;
const content = readFileSync(new URL('../../../fixtures/frames/blender-zips.exr', import.meta.url));
/** The first chunk stands directly behind the table. */
const tableAt = [...content.keys()].find((at) => at >= 8 && isTable(at)) ?? 0;

function isTable(at: number): boolean {
  return at + 8 <= content.length && content.readBigUInt64LE(at) === BigInt(at + CHUNKS * 8);
}

/** The file with these entries of its offset table set anew. */
function withEntries(entries: Readonly<Record<number, number>>, more: Uint8Array = new Uint8Array()): FileVerdict {
  const changed = Buffer.concat([content, more]);
  for (const [index, offset] of Object.entries(entries))
    changed.writeBigUInt64LE(BigInt(offset), tableAt + Number(index) * 8);
  return exr.check({ sizeBytes: changed.length, read: (at, length) => changed.subarray(at, at + length) });
}

describe('exr', () => {
  it('calls a file unfinished by as much as its offset table lacks', () => {
    expect(withEntries({ 0: 0, 7: 0 })).toEqual({
      kind: 'unfinished',
      why: '38 of its 40 chunks are there',
      fraction: 38 / 40,
    });
  });

  it('counts the chunks where the table lacks all of them', () => {
    const nothing = Object.fromEntries(Array.from({ length: CHUNKS }, (_, index) => [index, 0]));
    expect(withEntries(nothing)).toMatchObject({ kind: 'unfinished', fraction: expect.closeTo(1, 1) });
  });

  it('calls a file broken whose offset table points into its header', () => {
    expect(withEntries({ 3: 20 })).toMatchObject({ kind: 'broken', why: expect.stringContaining('into its header') });
  });

  it('calls a file broken whose last chunk is none', () => {
    expect(withEntries({ 39: content.length }, Buffer.alloc(64))).toEqual({
      kind: 'broken',
      why: `no chunk at byte ${content.length}`,
    });
  });

  it('calls a file unfinished whose offsets lie beyond anything', () => {
    expect(withEntries({ 39: Number.MAX_SAFE_INTEGER })).toMatchObject({ kind: 'unfinished', fraction: 39 / 40 });
  });
});

describe('scanLineChunks', () => {
  it.each([
    ['NONE', 0, 300],
    ['RLE', 1, 300],
    ['ZIPS', 2, 300],
    ['ZIP', 3, 19],
    ['PIZ', 4, 10],
    ['PXR24', 5, 19],
    ['B44', 6, 10],
    ['B44A', 7, 10],
    ['DWAA', 8, 10],
    ['DWAB', 9, 2],
    ['one to come', 99, null],
  ])('counts 300 lines under %s', (_name, compression, chunks) => {
    expect(scanLineChunks({ width: 70, height: 300 }, compression)).toBe(chunks);
  });
});

describe('tileChunks', () => {
  const layout = { tileWidth: 16, tileHeight: 16 };
  it.each([
    ['one level', 0x00, { width: 70, height: 40 }, 5 * 3],
    // 70x40, 35x20, 17x10, 8x5, 4x2, 2x1, 1x1
    ['a mipmap rounded down', 0x01, { width: 70, height: 40 }, 15 + 6 + 2 + 1 + 1 + 1 + 1],
    // 70x40, 35x20, 18x10, 9x5, 5x3, 3x2, 2x1, 1x1
    ['a mipmap rounded up', 0x11, { width: 70, height: 40 }, 15 + 6 + 2 + 1 + 1 + 1 + 1 + 1],
    // 20, 10, 5, 2, 1 across and 17, 8, 4, 2, 1 down
    ['a ripmap rounded down', 0x02, { width: 20, height: 17 }, (2 + 1 + 1 + 1 + 1) * (2 + 1 + 1 + 1 + 1)],
  ])('counts the tiles of %s', (_name, mode, box, tiles) => {
    expect(tileChunks(box, { ...layout, mode })).toBe(tiles);
  });

  it('refuses tiles without a size, and modes that are none', () => {
    expect(() => tileChunks({ width: 1, height: 1 }, { tileWidth: 0, tileHeight: 1, mode: 0 })).toThrow(
      'without a size',
    );
    expect(() => tileChunks({ width: 1, height: 1 }, { ...layout, mode: 3 })).toThrow('tile mode');
  });
});
