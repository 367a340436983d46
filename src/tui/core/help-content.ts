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

/** Which groups stand below each other, in blocks side by side; the first that fits is taken, the last always fits. */
const ARRANGEMENTS: readonly (readonly (readonly KeyBinding['group'][])[])[] = [
  [['move', 'time'], ['list', 'filter'], ['columns', 'graphs', 'alerts'], ['screen']],
  [
    ['move', 'time', 'alerts'],
    ['list', 'filter', 'columns'],
    ['screen', 'graphs'],
  ],
  [['move', 'time', 'list', 'filter', 'columns', 'graphs', 'alerts', 'screen']],
];
const TITLES: Readonly<Record<KeyBinding['group'], string>> = {
  move: 'MOVE',
  list: 'LIST',
  filter: 'TYPING A FILTER',
  time: 'THE JOB OF A NODE',
  alerts: 'ALERTS',
  columns: 'COLUMNS',
  graphs: 'GRAPHS',
  screen: 'SCREEN',
};

/** All lines of the help; groups stand side by side where there is room for them. */
export function helpContent(state: TuiState): readonly SpanLine[] {
  const glyphs = glyphSet(state.glyphs);
  const room = chromeOf(state.columns, state.rows).innerColumns - 2;
  const arranged = ARRANGEMENTS.map((blocks) =>
    sideBySide(blocks.map((groups) => stacked(groups.map((group) => groupLines(group, glyphs))))),
  );
  const keys = arranged.find((lines) => lines.every((line) => lineWidth(line) <= room)) ?? arranged.at(-1) ?? [];
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
