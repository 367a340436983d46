/** The help, laid over the screen that it was asked from; it fills the body where that is small. */
import { VERSION } from '../../shared/version.ts';
import { type Chrome, chromeOf } from './chrome.ts';
import { helpContent } from './help-content.ts';
import { panel } from './panel.ts';
import { lineWidth, overlay, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { glyphSet } from './theme.ts';

/** The body with the help over it; as many lines of the same width. */
export function helpOver(body: readonly SpanLine[], state: TuiState, helpTop: number): readonly SpanLine[] {
  const glyphs = glyphSet(state.glyphs);
  const full = chromeOf(state.columns, state.rows);
  const content = helpContent(state);
  const widest = Math.max(...content.map(lineWidth)) + 1;
  const chrome: Chrome = {
    ...full,
    innerColumns: Math.min(full.innerColumns, Math.max(widest, 40)),
    innerRows: Math.min(full.innerRows, content.length),
  };
  const top = Math.max(0, Math.min(helpTop, content.length - chrome.innerRows));
  const below = content.length - top - chrome.innerRows;
  const more = below > 0 ? `${glyphs.more} ${below} more` : '';
  const text = {
    title: [span('help', 'strong')],
    settings: [span('? or esc closes', 'dim')],
    position: more === '' ? [] : [span(more, 'dim')],
    remains: [span(`sentry ${VERSION}`, 'dim')],
  };
  const box = panel(text, content.slice(top), chrome, glyphs);
  const left = Math.floor((state.columns - lineWidth(box[0] ?? [])) / 2);
  const above = Math.min(2, Math.floor((body.length - box.length) / 2));
  return body.map((line, row) => {
    const patch = box[row - above];
    return patch ? overlay(line, patch, left) : line;
  });
}
