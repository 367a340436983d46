import { expect, test } from 'vitest';
import { afterKeys, later, liveState, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { initialState, type Reduced, reduce, type TuiState } from './state.ts';

function press(state: TuiState, name: string, seconds = 5): Reduced {
  return reduce(state, { kind: 'input', input: { kind: 'key', name }, at: later(seconds) });
}

test.each([
  ['q', 'quit'],
  ['ctrl-c', 'quit'],
  ['ctrl-z', 'suspend'],
  ['ctrl-l', 'redraw'],
  ['r', 'reconnect'],
])('%s at the top level asks to %s', (key, kind) => {
  expect(press(liveState(), key).effects).toEqual([{ kind }]);
});

test.each([
  ['detail', ['enter']],
  ['help', ['?']],
  ['filter', ['/']],
])('q does not quit from %s, ctrl-c does', (_, keys) => {
  const state = afterKeys(liveState(), ...keys);
  expect(press(state, 'q').effects).toEqual([]);
  expect(press(state, 'ctrl-c').effects).toEqual([{ kind: 'quit' }]);
});

test('esc goes back one level at a time and never quits', () => {
  let state = afterKeys(liveState(), '/', 'r', 'n', 'enter', 'f', 'enter', '?');
  const levels: unknown[] = [];
  for (let step = 0; step < 5; step++) {
    levels.push([state.helpTop !== null, state.detail !== null, state.list.filter, state.list.frozen !== null]);
    const back = press(state, 'esc');
    expect(back.effects).toEqual([]);
    state = back.state;
  }
  expect(levels).toEqual([
    [true, true, 'rn', true],
    [false, true, 'rn', true],
    [false, false, 'rn', true],
    [false, false, '', true],
    [false, false, '', false],
  ]);
});

test('the filter takes typing, pastes and editing keys, and lists what matches at once', () => {
  const typed = afterKeys(liveState(), '/', 's', 'q', '0', '1', '0');
  expect(typed.list.order).toHaveLength(6);
  const pasted = reduce(typed, { kind: 'input', input: { kind: 'paste', text: '\trender\r\nq' }, at: later(6) });
  expect(pasted.effects).toEqual([]);
  expect(pasted.state.list.filter).toBe('sq010 render q');
  expect(afterKeys(pasted.state, 'backspace', 'backspace').list.order).toHaveLength(4);
  expect(afterKeys(pasted.state, 'ctrl-w').list.filter).toBe('sq010 render ');
  expect(afterKeys(pasted.state, 'ctrl-u').list.filter).toBe('');
  expect(afterKeys(pasted.state, 'esc').list).toMatchObject({ filter: '', editingFilter: false });
});

test('a paste outside of the filter does nothing', () => {
  const state = liveState();
  const pasted = reduce(state, { kind: 'input', input: { kind: 'paste', text: 'q' }, at: later(1) });
  expect(pasted.effects).toEqual([]);
  expect(pasted.state.list).toBe(state.list);
});

test('opening a node loads it, and news of it loads it again at most once a second', () => {
  const opened = press(liveState(), 'enter', 0);
  expect(opened.effects).toEqual([
    { kind: 'load-node', id: 'rn-017' },
    { kind: 'load-history', subject: { node: 'rn-017', range: '30m' } },
  ]);
  const loaded = reduce(opened.state, {
    kind: 'node-detail',
    id: 'rn-017',
    detail: madeUpDetail('rn-017'),
    at: later(0.1),
  });
  expect(reduce(loaded.state, { kind: 'tick', at: later(9) }).effects).toEqual([]);
  const change = {
    at: '2026-01-31T14:32:08Z',
    nodes: [{ id: 'rn-017', seenSecondsAgo: 0 }],
    jobs: [],
    removedNodes: [],
    removedJobs: [],
  };
  const soon = reduce(loaded.state, { kind: 'hub', update: { kind: 'change', change }, at: later(0.5) });
  expect(soon.effects).toEqual([]);
  const due = reduce(soon.state, { kind: 'tick', at: later(1.1) });
  expect(due.effects).toEqual([{ kind: 'load-node', id: 'rn-017' }]);
  expect(reduce(due.state, { kind: 'tick', at: later(3) }).effects).toEqual([]);
});

test('a load that failed says so and is tried again', () => {
  const opened = press(liveState(), 'enter', 0);
  const failed = reduce(opened.state, { kind: 'node-detail-failed', id: 'rn-017', reason: 'No.', at: later(0.2) });
  expect(failed.state.detail?.problem).toBe('No.');
  expect(reduce(failed.state, { kind: 'tick', at: later(2) }).effects).toEqual([{ kind: 'load-node', id: 'rn-017' }]);
});

test('an answer for a node that is no longer open is dropped', () => {
  const opened = press(liveState(), 'enter', 0).state;
  const other = reduce(opened, { kind: 'node-detail', id: 'rn-001', detail: madeUpDetail('rn-001'), at: later(1) });
  expect(other.state.detail?.loaded).toBeNull();
});

test('[ and ] go through the nodes in the order of the list and stop at its ends', () => {
  const opened = afterKeys(liveState(), 'enter');
  const next = press(opened, ']');
  expect(next.state.detail?.nodeId).toBe('rn-042');
  expect(next.effects).toContainEqual({ kind: 'load-node', id: 'rn-042' });
  expect(press(opened, '[').state.detail?.nodeId).toBe('rn-017');
});

test('a lost connection keeps the farm, counts from the first loss and never quits', () => {
  const lost = (seconds: number, state: TuiState): Reduced =>
    reduce(state, {
      kind: 'hub',
      update: { kind: 'lost', cause: 'unreachable', reason: 'Gone.', retryIn: 4000 },
      at: later(seconds),
    });
  const first = lost(10, liveState());
  const connecting = reduce(first.state, { kind: 'hub', update: { kind: 'connecting' }, at: later(14) });
  const again = lost(15, connecting.state);
  expect(again.effects).toEqual([]);
  expect(again.state.fleet?.nodes.size).toBe(17);
  expect(again.state.connection).toMatchObject({
    kind: 'lost',
    loss: { since: later(10).monotonic },
    retryAt: later(19).monotonic,
  });
});

test('a resize to the same size changes nothing', () => {
  const state = initialState(OPTIONS);
  expect(reduce(state, { kind: 'resize', columns: 80, rows: 24 }).state).toBe(state);
  expect(reduce(state, { kind: 'resize', columns: 81, rows: 24 }).state.columns).toBe(81);
});

test('u changes the unit of temperatures and back', () => {
  const state = afterKeys(liveState(), 'u');
  expect(state.temperatureUnit).toBe('F');
  expect(afterKeys(state, 'u').temperatureUnit).toBe('C');
});
