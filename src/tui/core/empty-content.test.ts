import { expect, test } from 'vitest';
import { later, OPTIONS } from '../testing/made-up-dashboard.ts';
import { chromeOf } from './chrome.ts';
import { emptyContent } from './empty-content.ts';
import { initialState, reduce, type TuiState } from './state.ts';

function textOf(state: TuiState): string {
  const lines = emptyContent(state, chromeOf(state.columns, state.rows));
  return lines
    .map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trim(),
    )
    .join('\n');
}

test('emptyContent keeps the reason of a loss until the hub answers, through every try', () => {
  const lost = { kind: 'lost', cause: 'unauthorised', reason: 'The secret is refused.', retryIn: 1000 } as const;
  let { state } = reduce(initialState(OPTIONS), { kind: 'hub', update: lost, at: later(0) });
  const told = textOf(state);
  expect(told).toContain('The secret is refused.');
  for (const update of [{ kind: 'connecting' }, lost, { kind: 'connecting' }] as const) {
    state = reduce(state, { kind: 'hub', update, at: later(1) }).state;
    expect(textOf(state)).toBe(told);
  }
});

test('emptyContent tells what is awaited before the first answer', () => {
  expect(textOf(initialState(OPTIONS))).toContain('The nodes appear as soon as the hub answers.');
});
