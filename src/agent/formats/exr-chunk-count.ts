import { Malformed } from './bytes.ts';

/** In pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface TileLayout {
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** As in the file: how many levels in the lower four bits, how their sizes are rounded above them. */
  readonly mode: number;
}

/**
 * Scan lines a chunk by the number of the compression: NONE, RLE, ZIPS, ZIP, PIZ, PXR24, B44, B44A, DWAA, DWAB,
 * HTJ2K256, HTJ2K32.
 */
const LINES: readonly number[] = [1, 1, 1, 16, 32, 16, 32, 32, 32, 256, 256, 32];

/** Chunks of a part in scan lines; null where the compression is none that is known. */
export function scanLineChunks(box: Box, compression: number): number | null {
  const lines = LINES[compression];
  return lines === undefined ? null : Math.ceil(box.height / lines);
}

/** Chunks of a tiled part: one level, a mipmap (both sides halved at once), or a ripmap (each with each). */
export function tileChunks(box: Box, layout: TileLayout): number {
  const { tileWidth, tileHeight, mode } = layout;
  if (tileWidth === 0 || tileHeight === 0) throw new Malformed('tiles without a size');
  const isRoundedUp = mode >> 4 === 1;
  const across = (level: number): number => Math.ceil(sizeAt(box.width, level, isRoundedUp) / tileWidth);
  const down = (level: number): number => Math.ceil(sizeAt(box.height, level, isRoundedUp) / tileHeight);
  const sum = (levels: number, tilesAt: (level: number) => number): number =>
    Array.from({ length: levels }, (_, level) => tilesAt(level)).reduce((total, tiles) => total + tiles, 0);
  switch (mode & 15) {
    case 0:
      return across(0) * down(0);
    case 1:
      return sum(levelsOf(Math.max(box.width, box.height), isRoundedUp), (level) => across(level) * down(level));
    case 2:
      return sum(levelsOf(box.width, isRoundedUp), across) * sum(levelsOf(box.height, isRoundedUp), down);
    default:
      throw new Malformed(`a tile mode that is none (${mode})`);
  }
}

function sizeAt(size: number, level: number, isRoundedUp: boolean): number {
  const scaled = size / 2 ** level;
  return Math.max(1, isRoundedUp ? Math.ceil(scaled) : Math.floor(scaled));
}

function levelsOf(size: number, isRoundedUp: boolean): number {
  const halvings = Math.log2(size);
  return (isRoundedUp ? Math.ceil(halvings) : Math.floor(halvings)) + 1;
}
