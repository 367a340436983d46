import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { afterKeys, later, liveState, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpFarm } from '../testing/made-up-farm.ts';
import { screenLines } from './screen-lines.ts';
import { initialState, reduce, type TuiState } from './state.ts';

function textOf(state: TuiState): string {
  return screenLines(state).map(stripVTControlCharacters).join('\n');
}

test('the alerts never say that all is well of a hub that tells nothing of alerts', () => {
  const shown = textOf(afterKeys(liveState(), 'a'));
  expect(shown).toContain('The hub is version 0.1.0, which does not tell of alerts yet.');
  expect(shown).not.toMatch(/No alerts|0 open|new 0/);
});

test('the alerts say that there are none when the hub says so', () => {
  const snapshot = { ...madeUpFarm(), alerts: [] };
  const update = { kind: 'snapshot', snapshot, latencyMillis: 1 } as const;
  const told = reduce(liveState(), { kind: 'hub', update, at: later(0) }).state;
  expect(textOf(afterKeys(told, 'a'))).toContain('No alerts: nothing calls for anybody.');
});

test('the alerts do not say that there are none while the hub is gone', () => {
  const snapshot = { ...madeUpFarm(), alerts: [] };
  const told = reduce(liveState(), {
    kind: 'hub',
    update: { kind: 'snapshot', snapshot, latencyMillis: 1 },
    at: later(0),
  });
  const lost = { kind: 'lost', cause: 'unreachable', reason: 'Nothing listens there.', retryIn: 1000 } as const;
  const gone = reduce(told.state, { kind: 'hub', update: lost, at: later(1) }).state;
  const shown = textOf(afterKeys(gone, 'a'));
  expect(shown).toContain('There was no alert when the hub was last heard.');
  expect(shown).not.toContain('nothing calls for anybody');
});

test('the alerts and the farm say what is awaited while no hub has answered', () => {
  const lost = { kind: 'lost', cause: 'unauthorised', reason: 'The hub refuses this secret.', retryIn: 1000 } as const;
  const state = reduce(initialState(OPTIONS), { kind: 'hub', update: lost, at: later(0) }).state;
  for (const key of ['a', 'F']) {
    const shown = textOf(afterKeys(state, key));
    expect(shown).toContain('The hub refuses this secret.');
    expect(shown).toContain('r tries again now, esc goes back.');
  }
  expect(textOf(state)).toContain('r tries again now, q quits.');
});
