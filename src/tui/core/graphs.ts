/** Bars, sparklines and areas in cells: values in, text out. */
import type { GlyphSet } from './theme.ts';

export interface Bar {
  readonly filled: string;
  readonly track: string;
}

/** A bar of `width` cells, of which `percent` (0-100) are filled to an eighth of a cell. 99.9 % never looks full. */
export function progressBar(percent: number, width: number, glyphs: GlyphSet): Bar {
  const { cell, track } = glyphs;
  const { parts, frame } = glyphs.bar;
  const cells = Math.max(0, width - frame[0].length - frame[1].length);
  if (cells === 0) return { filled: frame[0], track: frame[1] };
  const share = Math.min(100, Math.max(0, percent)) / 100;
  let steps = Math.round(share * cells * parts.length);
  if (share < 1) steps = Math.min(steps, cells * parts.length - 1);
  if (share > 0) steps = Math.max(steps, 1);
  const full = Math.floor(steps / parts.length);
  const part = full < cells ? (parts[(steps % parts.length) - 1] ?? '') : '';
  const filled = cell.repeat(full) + part;
  return {
    filled: frame[0] + filled,
    track: track.repeat(Math.max(0, cells - full - (part === '' ? 0 : 1))) + frame[1],
  };
}

/** Lowest and highest that is drawn; beyond them a value is drawn as if it were there. */
export type ValueRange = readonly [low: number, high: number];

const PERCENT: ValueRange = [0, 100];

/**
 * A line of exactly `width` cells of values, oldest first: a cell shows the mean of its part of them, a gap (null) is a
 * blank.
 */
export function sparkline(
  values: readonly (number | null)[],
  width: number,
  glyphs: GlyphSet,
  range: ValueRange = PERCENT,
): string {
  const { spark } = glyphs;
  let line = '';
  for (let cell = 0; cell < width; cell++) {
    const value = meanOfPart(values, cell, width);
    line += value === null ? ' ' : (spark[Math.round(shareOf(value, range) * (spark.length - 1))] ?? ' ');
  }
  return line;
}

const DOTS_ACROSS = 2;
const DOTS_UP = 4;

export interface AreaSize {
  readonly width: number;
  readonly height: number;
  readonly range?: ValueRange;
}

/** Values that an area of so many cells can show one by one. */
export function areaValues(width: number): number {
  return width * DOTS_ACROSS;
}

/**
 * An area of `height` lines, the highest first, of exactly `width` cells. What is known is a dot high at least, what is
 * not is blank: a gap never looks like a zero.
 */
export function areaGraph(
  values: readonly (number | null)[],
  { width, height, range = PERCENT }: AreaSize,
  glyphs: GlyphSet,
): readonly string[] {
  const columns = areaValues(width);
  const heights = Array.from({ length: columns }, (_, column) => {
    const value = meanOfPart(values, column, columns);
    return value === null ? 0 : Math.max(1, Math.round(shareOf(value, range) * height * DOTS_UP));
  });
  return Array.from({ length: height }, (_, row) => areaLine(heights, (height - 1 - row) * DOTS_UP, glyphs));
}

/** The line of the area whose lowest dots stand on `below` others. */
function areaLine(heights: readonly number[], below: number, { area }: GlyphSet): string {
  const dots = (column: number): number => Math.min(DOTS_UP, Math.max(0, (heights[column] ?? 0) - below));
  let line = '';
  for (let column = 0; column < heights.length; column += DOTS_ACROSS)
    line += area[dots(column)]?.[dots(column + 1)] ?? ' ';
  return line;
}

function shareOf(value: number, [low, high]: ValueRange): number {
  return high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
}

/** The mean of what is known in the `part`th of `parts` equal parts; where there are fewer values, the one it lies in. */
function meanOfPart(values: readonly (number | null)[], part: number, parts: number): number | null {
  const first = Math.floor((part * values.length) / parts);
  const end = Math.max(first + 1, Math.floor(((part + 1) * values.length) / parts));
  let sum = 0;
  let known = 0;
  for (let index = first; index < end; index++) {
    const value = values[index] ?? null;
    if (value === null || !Number.isFinite(value)) continue;
    sum += value;
    known++;
  }
  return known === 0 ? null : sum / known;
}
