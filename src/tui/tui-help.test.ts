import { expect, test } from 'vitest';
import { COLUMN_NAMES, COLUMN_SET_NAMES } from './core/table-columns.ts';
import { TUI_HELP } from './tui-help.ts';

test('the help names every column and every set of columns', () => {
  const words = new Set(TUI_HELP.split(/[\s,;:]+/));
  expect([...COLUMN_NAMES, ...COLUMN_SET_NAMES].filter((name) => !words.has(name))).toEqual([]);
});

test('no line of the help is wider than 88 cells', () => {
  expect(TUI_HELP.split('\n').filter((line) => line.length > 88)).toEqual([]);
});
