import { cellText } from './cell-text.ts';
import { type SpanLine, span } from './spans.ts';
import type { GlyphSet } from './theme.ts';

const LONGEST_SHOWN_FILTER = 24;

interface Filtered {
  readonly filter: string;
  readonly editingFilter: boolean;
}

/** The end of a long filter, where the cursor is. */
export function filterSpans(list: Filtered, glyphs: GlyphSet): SpanLine {
  const characters = [...cellText(list.filter)];
  const tail = characters.slice(-LONGEST_SHOWN_FILTER).join('');
  const text = characters.length > LONGEST_SHOWN_FILTER ? glyphs.ellipsis + tail : tail;
  return [span(text, 'accent'), ...(list.editingFilter ? [span(glyphs.cursor, 'key')] : [])];
}
