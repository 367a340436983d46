import { cellText } from './cell-text.ts';
import type { NodeList } from './node-list.ts';
import { type SpanLine, span } from './spans.ts';
import type { GlyphSet } from './theme.ts';

const LONGEST_SHOWN_FILTER = 24;

/** The end of a long filter, where the cursor is. */
export function filterSpans(list: NodeList, glyphs: GlyphSet): SpanLine {
  const characters = [...cellText(list.filter)];
  const tail = characters.slice(-LONGEST_SHOWN_FILTER).join('');
  const text = characters.length > LONGEST_SHOWN_FILTER ? glyphs.ellipsis + tail : tail;
  return [span(text, 'accent'), ...(list.editingFilter ? [span(glyphs.cursor, 'key')] : [])];
}
