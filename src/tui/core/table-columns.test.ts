import { expect, test } from 'vitest';
import { COLUMN_NAMES, COLUMN_SETS, chosenColumns, setNameOf } from './table-columns.ts';

test.each([
  [
    ['node', 'cpu'],
    ['node', 'cpu'],
  ],
  [
    [' CPU ', 'Node'],
    ['cpu', 'node'],
  ],
  [
    ['cpu', 'cpu-temp'],
    ['node', 'cpu', 'cpu-temp'],
  ],
  [['health'], COLUMN_SETS.health],
  [
    ['default', 'alerts', 'cpu'],
    [...COLUMN_SETS.default, 'alerts'],
  ],
  [
    ['60s', 'GPU W', 'full in', ''],
    ['node', 'spark', 'gpu-watts', 'full-in'],
  ],
])('chosenColumns of %j is %j', (names, columns) => {
  expect(chosenColumns(names)).toEqual({ ok: true, columns });
});

test('chosenColumns names what there is where a name is none', () => {
  const choice = chosenColumns(['node', 'colour']);
  expect(choice).toMatchObject({ ok: false });
  if (choice.ok) return;
  expect(choice.problem).toContain('no column colour;');
  for (const name of [...COLUMN_NAMES, 'health']) expect(choice.problem).toContain(name);
});

test('setNameOf knows a set by its columns in their order', () => {
  expect(setNameOf(COLUMN_SETS.health)).toBe('health');
  expect(setNameOf(COLUMN_SETS.health.toReversed())).toBeNull();
});
