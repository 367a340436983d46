import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tiff } from './tiff.ts';
import type { FileVerdict } from './verdict.ts';

const content = readFileSync(new URL('../../../fixtures/frames/imagemagick-tiles.tif', import.meta.url));
const directoryAt = content.readUInt32LE(4);
const entries = content.readUInt16LE(directoryAt);
const nextAt = directoryAt + 2 + entries * 12;

function verdictWith(change: (bytes: Buffer) => void): FileVerdict {
  const changed = Buffer.from(content);
  change(changed);
  return tiff.check({ sizeBytes: changed.length, read: (at, length) => changed.subarray(at, at + length) });
}

/** Where the entry with this tag stands. */
function entryAt(tag: number): number {
  const places = Array.from({ length: entries }, (_, index) => directoryAt + 2 + index * 12);
  return places.find((at) => content.readUInt16LE(at) === tag) ?? 0;
}

describe('tiff', () => {
  it('calls a file unfinished whose directory is not entered yet', () => {
    expect(verdictWith((bytes) => bytes.writeUInt32LE(0, 4))).toMatchObject({ kind: 'unfinished' });
  });

  it('comes to an end where directories stand in a circle', () => {
    expect(verdictWith((bytes) => bytes.writeUInt32LE(directoryAt, nextAt))).toEqual({ kind: 'whole' });
  });

  it('calls a file unfinished whose next directory is not there', () => {
    expect(verdictWith((bytes) => bytes.writeUInt32LE(content.length + 8, nextAt))).toMatchObject({
      kind: 'unfinished',
    });
  });

  it('counts the tiles that are there', () => {
    const tilesAt = content.readUInt32LE(entryAt(324) + 8);
    const tiles = content.readUInt32LE(entryAt(324) + 4);
    expect(verdictWith((bytes) => bytes.writeUInt32LE(content.length, tilesAt))).toEqual({
      kind: 'unfinished',
      why: `${tiles - 1} of its ${tiles} strips or tiles are there`,
      fraction: (tiles - 1) / tiles,
    });
  });

  it('is quick with four billion tiles', () => {
    expect(verdictWith((bytes) => bytes.writeUInt32LE(0xffff_ffff, entryAt(324) + 4))).toMatchObject({
      kind: 'unfinished',
    });
  });

  it('is not sure of strips without lengths', () => {
    // The lengths' tag made one that nobody knows.
    expect(verdictWith((bytes) => bytes.writeUInt16LE(60_000, entryAt(325)))).toEqual({ kind: 'unchecked' });
    // One length for all.
    expect(verdictWith((bytes) => bytes.writeUInt32LE(1, entryAt(325) + 4))).toEqual({ kind: 'unchecked' });
  });
});
