import { expect, test } from 'vitest';
import { liveState } from '../testing/made-up-dashboard.ts';
import { figures, type TableColumn, tableLines } from './detail-table.ts';
import { span } from './spans.ts';
import { glyphSet } from './theme.ts';

interface Row {
  readonly name: string;
  readonly heat: number | null;
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { title: 'NAME', cell: ({ name }) => span(name) },
  figures(
    'HEAT',
    ({ heat }) => (heat === null ? null : `${heat}°`),
    ({ heat }) => ((heat ?? 0) >= 90 ? 'bad' : (heat ?? 0) >= 70 ? 'warn' : 'plain'),
  ),
  { title: 'MODEL', cell: () => span('a model of a long name') },
];

function linesOf(rows: readonly Row[], width: number, glyphs: 'unicode' | 'ascii' = 'unicode'): readonly string[] {
  const look = { width, glyphs: glyphSet(glyphs), state: liveState() };
  return tableLines(rows, COLUMNS, look).map((line) => line.map(({ text }) => text).join(''));
}

const ROWS = [
  { name: 'a', heat: 95 },
  { name: 'b', heat: 72 },
  { name: 'c', heat: null },
];

test('tableLines tells by a sign what a colour tells', () => {
  expect(linesOf(ROWS, 60).map((line) => line.slice(0, 13))).toEqual([
    ' NAME  HEAT  ',
    ' a     ✕95°  ',
    ' b     ▲72°  ',
    ' c        —  ',
  ]);
  expect(linesOf(ROWS, 60, 'ascii')[1]).toMatch(/^ a {6}x95 /);
});

test('tableLines leaves out a column that nothing is known of', () => {
  expect(linesOf([{ name: 'c', heat: null }], 60)[0]?.trimEnd()).toBe(' NAME  MODEL');
});

test('tableLines cuts a text at the border, and leaves it out where nothing of it could be read', () => {
  expect(linesOf(ROWS, 24)[1]).toBe(' a     ✕95°  a model of…');
  expect(linesOf(ROWS, 18)).toEqual([' NAME  HEAT', ' a     ✕95°', ' b     ▲72°', ' c        —']);
});

test('tableLines never cuts a figure for a long name before it', () => {
  const [, row] = linesOf([{ name: 'n'.repeat(300), heat: 95 }], 40);
  expect(row).toMatch(/^ n{12}… {2}✕95° {2}a model/);
  expect(row?.length).toBeLessThanOrEqual(40);
});
