import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterKeys, liveState } from '../testing/made-up-dashboard.ts';
import { contextOf } from './key-context.ts';
import type { TuiState } from './state.ts';
import { COLUMN_NAMES, COLUMN_SETS } from './table-columns.ts';

const opened = (): TuiState => afterKeys(liveState({ columns: 120, rows: 40 }), 'c');

test('c opens the choice with what is shown first and every column after it', () => {
  const { chooser } = opened();
  expect(chooser?.order.slice(0, 13)).toEqual(COLUMN_SETS.default);
  expect(new Set(chooser?.order)).toEqual(new Set(COLUMN_NAMES));
});

test('space shows and hides the column at once, but never the node', () => {
  const hidden = afterKeys(opened(), 'j', 'space');
  expect(hidden.tableColumns).toEqual(COLUMN_SETS.default.filter((name) => name !== 'state'));
  expect(afterKeys(hidden, 'space').tableColumns).toEqual(COLUMN_SETS.default);
  expect(afterKeys(opened(), 'space').tableColumns).toEqual(COLUMN_SETS.default);
});

test('J and K move the column, and the cursor with it', () => {
  const moved = afterKeys(opened(), 'J', 'J');
  expect(moved.tableColumns.slice(0, 3)).toEqual(['state', 'job', 'node']);
  expect(moved.chooser?.selectedId).toBe('node');
  expect(afterKeys(moved, 'K', 'K', 'K').tableColumns).toEqual(COLUMN_SETS.default);
});

test('enter keeps, esc drops what was chosen', () => {
  const chosen = afterKeys(opened(), 'j', 'space');
  const kept = afterKeys(chosen, 'enter');
  expect([contextOf(kept), kept.tableColumns]).toEqual(['nodes', chosen.tableColumns]);
  const dropped = afterKeys(chosen, 'esc');
  expect([contextOf(dropped), dropped.tableColumns]).toEqual(['nodes', COLUMN_SETS.default]);
});

test('p goes through the sets, r takes the default', () => {
  const health = afterKeys(opened(), 'p');
  expect(health.tableColumns).toEqual(COLUMN_SETS.health);
  expect(afterKeys(health, 'p').tableColumns).toEqual(COLUMN_SETS.default);
  expect(afterKeys(health, 'j', 'space', 'r').tableColumns).toEqual(COLUMN_SETS.default);
});

test('s sorts by the columns that are shown', () => {
  let state = afterKeys(opened(), 'p', 'enter');
  const keys: string[] = [];
  do {
    state = afterKeys(state, 's');
    keys.push(state.list.sort.key);
  } while (state.list.sort.key !== 'state');
  expect(keys).toEqual([
    'node',
    'cpu',
    'ram',
    'cpu-temp',
    'vrm',
    'gpu-temp',
    'gpu-watts',
    'gpu-limit',
    'gpu-fan',
    'root',
    'docker',
    'state',
  ]);
});

test('whatever is pressed, every column is listed once, the node is shown and the cursor is in view', () => {
  const key = fc.constantFrom('j', 'k', 'G', 'g', 'J', 'K', 'space', 'p', 'r', 'pgdn');
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), fc.integer({ min: 5, max: 40 }), (keys, rows) => {
      const { chooser, tableColumns } = afterKeys(liveState({ rows }), 'c', ...keys);
      if (!chooser) throw new Error('The choice is closed.');
      expect([...chooser.order].sort()).toEqual([...COLUMN_NAMES].sort());
      expect(tableColumns).toContain('node');
      expect(chooser.order.indexOf(chooser.selectedId)).toBeGreaterThanOrEqual(chooser.top);
      expect(chooser.order.filter((name) => chooser.shown.has(name))).toEqual(tableColumns);
    }),
    { numRuns: 60 },
  );
});
