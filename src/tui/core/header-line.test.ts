import { expect, test } from 'vitest';
import { alarmedState, later, liveState, OPTIONS } from '../testing/made-up-dashboard.ts';
import { headerLine } from './header-line.ts';
import { initialState, reduce, type TuiState } from './state.ts';

function textOf(state: TuiState): string {
  return headerLine(state)
    .map(({ text }) => text)
    .join('');
}

test.each([
  ['unreachable', '✕ offline 0s, retry in 4s'],
  ['unauthorised', '✕ secret refused, retry in 4s'],
  ['forbidden', '✕ not allowed, retry in 4s'],
  ['not_a_hub', '✕ no hub there, retry in 4s'],
  ['wrong_version', '✕ other version, retry in 4s'],
] as const)('headerLine tells of a loss because of %s', (cause, told) => {
  const update = { kind: 'lost', cause, reason: 'Why.', retryIn: 4000 } as const;
  expect(textOf(reduce(initialState(OPTIONS), { kind: 'hub', update, at: later(0) }).state)).toContain(told);
});

test('headerLine counts down to the next try and up from the loss', () => {
  const update = { kind: 'lost', cause: 'unreachable', reason: 'Why.', retryIn: 4000 } as const;
  const lost = reduce(liveState(), { kind: 'hub', update, at: later(0) }).state;
  expect(textOf(reduce(lost, { kind: 'tick', at: later(1) }).state)).toContain('offline 1s, retry in 3s');
  expect(textOf(reduce(lost, { kind: 'hub', update: { kind: 'connecting' }, at: later(5) }).state)).toContain(
    'offline 5s, trying',
  );
});

test('headerLine still tells why there is no hub while it is tried again', () => {
  const update = { kind: 'lost', cause: 'unauthorised', reason: 'Why.', retryIn: 4000 } as const;
  const lost = reduce(initialState(OPTIONS), { kind: 'hub', update, at: later(0) }).state;
  const trying = reduce(lost, { kind: 'hub', update: { kind: 'connecting' }, at: later(4) }).state;
  expect(textOf(trying)).toContain('✕ secret refused, trying');
});

test('headerLine has seconds and words on a wide screen, and lets go of the farm first on a narrow one', () => {
  expect(textOf(liveState({ columns: 120 }))).toMatch(/● live 180ms .* 9 render .* 14:32:07 $/);
  expect(textOf(liveState({ columns: 80 }))).toMatch(/lon-farm ● live .* 14:32 $/);
  expect(textOf(liveState({ columns: 42 }))).not.toContain('lon-farm');
  expect(textOf(liveState({ columns: 42 }))).toContain('✕2');
});

test.each([80, 120])('headerLine counts the open alerts by the sign of the worst, at %i columns', (columns) => {
  const state = alarmedState({ columns });
  const alerts = headerLine(state).find(({ text }) => text.includes('alert'));
  expect(alerts).toEqual({ text: '✕ 6 alerts', tone: 'bad' });
  expect(textOf(liveState({ columns }))).not.toContain('alert');
});
