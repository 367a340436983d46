import stringWidth from 'string-width';

/** Characters that take one cell each whatever stands beside them: ASCII, Latin letters, braille, and the signs of the dashboard. */
const NARROW =
  /^[\x20-\x7e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u024f\u2014\u2026\u2191\u2193\u23ce\u2500-\u259f\u25b2\u25b8\u25bc\u25c2\u25cb\u25cc\u25cf\u2713\u2715\u2800-\u28ff]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Width of plain text (no escape sequences) in terminal cells. */
export function cellWidth(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}

/** Cuts plain text to at most `width` cells; what was cut off is told by a final `…` (or another mark). */
export function cutCells(text: string, width: number, mark = '…'): string {
  if (width <= 0) return '';
  if (cellWidth(text) <= width) return text;
  const room = width - cellWidth(mark);
  if (room < 0) return '';
  if (NARROW.test(text)) return text.slice(0, room) + mark;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const cells = cellWidth(segment);
    if (used + cells > room) break;
    kept += segment;
    used += cells;
  }
  return kept + mark;
}

/** Plain text in exactly `width` cells: cut if longer, padded on the right (or left) if shorter. */
export function fitCells(text: string, width: number, align: 'left' | 'right' = 'left', mark = '…'): string {
  if (width <= 0) return '';
  const cut = cutCells(text, width, mark);
  const padding = ' '.repeat(Math.max(0, width - cellWidth(cut)));
  return align === 'left' ? cut + padding : padding + cut;
}
