/** Pieces one after the other, three blanks between them, on as many lines as they need. */
import { fitLine, lineWidth, type Span, type SpanLine, span } from './spans.ts';
import type { GlyphSet } from './theme.ts';

export function flowed(
  pieces: readonly Span[],
  { width, glyphs }: { readonly width: number; readonly glyphs: GlyphSet },
): readonly SpanLine[] {
  const lines: SpanLine[] = [];
  let line: Span[] = [];
  for (const piece of pieces) {
    const longer = line.length === 0 ? [span(' '), piece] : [...line, span('   '), piece];
    if (line.length > 0 && lineWidth(longer) > width) {
      lines.push(line);
      line = [span(' '), piece];
    } else line = longer;
  }
  if (line.length > 0) lines.push(line);
  return lines.map((whole) => (lineWidth(whole) > width ? fitLine(whole, width, glyphs.ellipsis) : whole));
}
