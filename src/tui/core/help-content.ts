/** The help, made from the keymap and from the looks of the states. */
import { cellWidth, fitCells } from '../../shared/text-cells.ts';
import { chromeOf } from './chrome.ts';
import { flowed } from './flowed.ts';
import { keyNames } from './footer-line.ts';
import { KEYMAP, type KeyBinding } from './keymap.ts';
import { STATUS_LOOKS } from './node-status.ts';
import { lineWidth, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type GlyphSet, glyphSet } from './theme.ts';

/** Groups that stand below each other in one block. */
const BLOCKS: readonly (readonly KeyBinding['group'][])[] = [['move', 'time'], ['list', 'filter'], ['screen']];
const TITLES: Readonly<Record<KeyBinding['group'], string>> = {
  move: 'MOVE',
  list: 'LIST',
  filter: 'TYPING A FILTER',
  time: 'THE JOB OF A NODE',
  screen: 'SCREEN',
};

/** All lines of the help; groups stand side by side where there is room for them. */
export function helpContent(state: TuiState): readonly SpanLine[] {
  const glyphs = glyphSet(state.glyphs);
  const blocks = BLOCKS.map((groups) => stacked(groups.map((group) => groupLines(group, glyphs))));
  const beside = sideBySide(blocks);
  const room = chromeOf(state.columns, state.rows).innerColumns - 2;
  const keys = beside.every((line) => lineWidth(line) <= room) ? beside : stacked(blocks);
  return [...keys, [], ...noteLines(glyphs, room)].map((line) => [span(' '), ...line]);
}

function groupLines(group: KeyBinding['group'], glyphs: GlyphSet): readonly SpanLine[] {
  const bindings = KEYMAP.filter((binding) => binding.group === group);
  const width = Math.max(...bindings.map((binding) => cellWidth(keyNames(binding, glyphs)))) + 1;
  return [
    [span(TITLES[group], 'strong')],
    ...bindings.map((binding) => [
      span(fitCells(keyNames(binding, glyphs), width), 'key'),
      span(glyphs.degree === '' ? binding.does.replaceAll('°', '') : binding.does),
    ]),
  ];
}

function sideBySide(blocks: readonly (readonly SpanLine[])[]): readonly SpanLine[] {
  const height = Math.max(...blocks.map((block) => block.length));
  const widths = blocks.map((block) => Math.max(...block.map(lineWidth)) + 3);
  return Array.from({ length: height }, (_, row) =>
    blocks.flatMap((block, index) => {
      const line = block[row] ?? [];
      const last = index === blocks.length - 1;
      return [...line, span(' '.repeat(last ? 0 : (widths[index] ?? 0) - lineWidth(line)))];
    }),
  );
}

function stacked(blocks: readonly (readonly SpanLine[])[]): readonly SpanLine[] {
  return blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
}

function noteLines(glyphs: GlyphSet, room: number): readonly SpanLine[] {
  const states = Object.values(STATUS_LOOKS)
    .toSorted((a, b) => a.severity - b.severity)
    .map(({ glyph, word, tone }) => span(`${glyphs[glyph]} ${word}`, tone));
  const filter = [span('all words must occur:'), span('node, host, state, job or tag')];
  const place = { width: room, glyphs };
  return [
    ...flowed([span('STATES', 'strong'), ...states], place),
    ...flowed([span('FILTER', 'strong'), ...filter], place),
  ].map((line) => line.slice(1));
}
