/** Bars and sparklines in cells. */
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

/** One cell a value, `range[0]` lowest and `range[1]` highest; a gap is a blank. */
export function sparkline(
  values: readonly (number | null)[],
  range: readonly [number, number],
  glyphs: GlyphSet,
): string {
  const top = glyphs.spark.length - 1;
  const [low, high] = range;
  let line = '';
  for (const value of values) {
    if (value === null) line += ' ';
    else {
      const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
      line += glyphs.spark[Math.round(share * top)] ?? ' ';
    }
  }
  return line;
}
