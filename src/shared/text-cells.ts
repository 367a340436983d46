import stringWidth from 'string-width';

const ASCII = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Width of plain text (no escape sequences) in terminal cells. */
export function cellWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** Cuts plain text to at most `width` cells; what was cut off is told by a final `…` (or another mark). */
export function cutCells(text: string, width: number, mark = '…'): string {
  if (width <= 0) return '';
  if (cellWidth(text) <= width) return text;
  const room = width - cellWidth(mark);
  if (room < 0) return '';
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
