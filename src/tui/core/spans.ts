/**
 * A line of the screen before it has colours: pieces of harmless text, each with a tone. Lines are cut, padded,
 * dimmed and laid over one another as spans, and only then painted, so that no function has to look into escape sequences.
 */
import { cellWidth, cutCells } from '../../shared/text-cells.ts';
import type { ColourDepth, Theme, Tone } from './theme.ts';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
  /** Whether the background of the selection lies under it. */
  readonly selected?: boolean;
}
export type SpanLine = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

export function lineWidth(line: SpanLine): number {
  let width = 0;
  for (const { text } of line) width += cellWidth(text);
  return width;
}

/** The line in exactly `width` cells: padded with blanks, or cut (what was cut off is told by `mark`). */
export function fitLine(line: SpanLine, width: number, mark = ''): SpanLine {
  const missing = width - lineWidth(line);
  if (missing === 0) return line;
  if (missing > 0) return [...line, span(' '.repeat(missing))];
  const kept: Span[] = [];
  let left = width - cellWidth(mark);
  for (const piece of line) {
    const text = cutCells(piece.text, left, '');
    if (text !== '') kept.push({ ...piece, text });
    left -= cellWidth(text);
    if (text !== piece.text) break;
  }
  if (left > 0) kept.push(span(' '.repeat(left)));
  if (mark !== '') kept.push(span(mark, 'dim'));
  return kept;
}

/** `left` and `right` at the ends of `width` cells; when both do not fit, `left` is cut. */
export function justify(left: SpanLine, right: SpanLine, width: number, mark = ''): SpanLine {
  const rightWidth = lineWidth(right);
  if (rightWidth >= width) return fitLine(right, width, mark);
  return [...fitLine(left, width - rightWidth, mark), ...right];
}

/** The line with `patch` in its place from cell `at` on; a wide character that is cut in half becomes a blank. */
export function overlay(line: SpanLine, patch: SpanLine, at: number): SpanLine {
  const width = lineWidth(line);
  const patchWidth = lineWidth(patch);
  return [...fitLine(line, at), ...patch, ...dropCells(line, Math.min(width, at + patchWidth))];
}

/** What is left of the line behind its first `count` cells. */
function dropCells(line: SpanLine, count: number): SpanLine {
  const kept: Span[] = [];
  let at = 0;
  for (const piece of line) {
    const width = cellWidth(piece.text);
    if (at >= count) kept.push(piece);
    else if (at + width > count) kept.push({ ...piece, text: tailCells(piece.text, width - (count - at)) });
    at += width;
  }
  return kept;
}

/** The last `width` cells of a text; half of a wide character becomes a blank. */
function tailCells(text: string, width: number): string {
  const skipped = cutCells(text, cellWidth(text) - width, '');
  let rest = text.slice(skipped.length);
  while (cellWidth(rest) > width) rest = rest.slice(firstGrapheme(rest).length);
  return ' '.repeat(width - cellWidth(rest)) + rest;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstGrapheme(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment;
  return text;
}

/** The line with the selection under it. */
export function selectedLine(line: SpanLine): SpanLine {
  return line.map((piece) => ({ ...piece, selected: true }));
}

/** The line as the terminal gets it: text with SGR sequences, each run reset at its end. */
export function paintLine(line: SpanLine, theme: Theme, depth: ColourDepth): string {
  let painted = '';
  let open = '';
  for (const piece of line) {
    if (piece.text === '') continue;
    const look = lookOf(piece, theme, depth);
    if (look !== open) {
      if (open !== '') painted += '\u001b[0m';
      if (look !== '') painted += `\u001b[${look}m`;
      open = look;
    }
    painted += piece.text;
  }
  return open === '' ? painted : `${painted}\u001b[0m`;
}

function lookOf({ tone, selected }: Span, theme: Theme, depth: ColourDepth): string {
  const look = theme.tones[tone][depth];
  if (!selected) return look;
  const under = theme.selection[depth];
  return theme.tonesInSelection[depth] && look !== '' ? `${look};${under}` : under;
}
