import { expect, test } from 'vitest';
import { later, OPTIONS } from '../testing/made-up-dashboard.ts';
import { initialState, type TuiEffect } from './state.ts';
import { createTuiStore } from './store.ts';

test('createTuiStore tells listeners of changes alone, and hands on effects', () => {
  const effects: TuiEffect[] = [];
  const store = createTuiStore(initialState(OPTIONS), (asked) => effects.push(...asked));
  let heard = 0;
  const stop = store.subscribe(() => heard++);
  store.dispatch({ kind: 'resize', columns: 80, rows: 24 });
  expect(heard).toBe(0);
  store.dispatch({ kind: 'resize', columns: 100, rows: 24 });
  expect(heard).toBe(1);
  store.dispatch({ kind: 'input', input: { kind: 'key', name: 'q' }, at: later(1) });
  expect(effects).toEqual([{ kind: 'quit' }]);
  stop();
  store.dispatch({ kind: 'resize', columns: 120, rows: 24 });
  expect(store.getState().columns).toBe(120);
  expect(heard).toBe(2);
});
