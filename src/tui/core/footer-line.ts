/** The last line: the keys of the open screen, made from the keymap; the least needed go first where it is narrow. */
import { contextOf } from './key-context.ts';
import { KEYMAP, type KeyBinding } from './keymap.ts';
import { justify, lineWidth, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type GlyphSet, glyphSet } from './theme.ts';

export function footerLine(state: TuiState): SpanLine {
  const glyphs = glyphSet(state.glyphs);
  const context = contextOf(state);
  const bound = KEYMAP.filter(({ footer }) => footer?.contexts.includes(context));
  const [quit, others] = [bound.filter(isQuit), bound.filter((binding) => !isQuit(binding))];
  const right = quit.length > 0 ? keysLine(quit.map((binding) => label(binding, glyphs))) : [];
  const kept = new Set(others);
  const byRank = others.toSorted((a, b) => (b.footer?.rank ?? 0) - (a.footer?.rank ?? 0));
  const lineOf = (): SpanLine =>
    keysLine(others.filter((binding) => kept.has(binding)).map((binding) => label(binding, glyphs)));
  for (const binding of byRank) {
    if (lineWidth(lineOf()) + lineWidth(right) < state.columns) break;
    kept.delete(binding);
  }
  return justify(lineOf(), right, state.columns);
}

function isQuit(binding: KeyBinding): boolean {
  return Object.values(binding.keys).includes('quit');
}

function label(binding: KeyBinding, glyphs: GlyphSet): readonly [string, string] {
  return [keyNames(binding, glyphs), binding.footer?.word ?? ''];
}

/** The keys of a binding in the glyphs of the theme. */
export function keyNames(binding: KeyBinding, glyphs: GlyphSet): string {
  return binding.shown.replace('{enter}', glyphs.enter).replace('{upDown}', glyphs.upDown);
}

function keysLine(keys: readonly (readonly [string, string])[]): SpanLine {
  return keys.flatMap(([key, word]) => [span(' '), span(key, 'key'), span(` ${word} `, 'dim')]);
}
