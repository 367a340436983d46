import { expect, test } from 'vitest';
import { afterKeys, later, liveState } from '../testing/made-up-dashboard.ts';
import { madeUpNode } from '../testing/made-up-farm.ts';
import { filterWords, matchesFilter } from './node-filter.ts';
import { nextSort, SORT_KEYS, type SortOrder } from './node-sort.ts';
import { reduce, type TuiState } from './state.ts';
import { COLUMN_NAMES } from './table-columns.ts';

function changed(state: TuiState, seconds: number, ...nodes: { id: string; [field: string]: unknown }[]): TuiState {
  const change = { at: '2026-01-31T14:32:08Z', nodes, jobs: [], removedNodes: [], removedJobs: [] };
  return reduce(state, { kind: 'hub', update: { kind: 'change', change }, at: later(seconds) }).state;
}

test('nodes stand by severity and then in natural order', () => {
  expect(liveState().list.order.slice(0, 7)).toEqual([
    'rn-017',
    'rn-042',
    'rn-024',
    'rn-023',
    'rn-031',
    'rn-001',
    'rn-002',
  ]);
});

test('sorting puts what is unknown last in both directions', () => {
  const descending = afterKeys(liveState(), ...Array<string>(6).fill('s'));
  expect(descending.list.sort).toEqual({ key: 'gpu', descending: true });
  expect(descending.list.order.slice(-2)).toEqual(['rn-016', 'rn-042']);
  const ascending = afterKeys(descending, 'S');
  expect(ascending.list.order.slice(-2)).toEqual(['rn-016', 'rn-042']);
  expect(ascending.list.order[0]).not.toBe(descending.list.order[0]);
});

test('nextSort goes through every column and comes back', () => {
  let sort: SortOrder = { key: 'state', descending: false };
  const seen = SORT_KEYS.map(() => {
    sort = nextSort(sort, COLUMN_NAMES);
    return sort.key;
  });
  expect(new Set(seen).size).toBe(SORT_KEYS.length);
  expect(sort.key).toBe('state');
});

test('the selection stays on its node when rows move', () => {
  const state = afterKeys(liveState(), 'j', 'j');
  const selected = state.list.selectedId;
  const moved = changed(state, 60, { id: 'rn-009', state: 'error', seenSecondsAgo: 0 });
  expect(moved.list.selectedId).toBe(selected);
  expect(moved.list.order).not.toEqual(state.list.order);
});

test('no row moves within two seconds of a movement, and all move after', () => {
  const state = afterKeys(liveState(), 'j');
  const worse = { id: 'rn-009', state: 'error', seenSecondsAgo: 0 };
  const held = changed(state, 1.5, worse);
  expect(held.list.order).toEqual(state.list.order);
  const released = reduce(held, { kind: 'tick', at: later(2.5) }).state;
  expect(released.list.order.slice(0, 2)).toEqual(['rn-009', 'rn-017']);
});

test('no row moves while the hub is out of reach, however silent the nodes get', () => {
  const lost = { kind: 'lost', cause: 'unreachable', reason: 'Gone.', retryIn: 4000 } as const;
  const state = reduce(liveState(), { kind: 'hub', update: lost, at: later(1) }).state;
  const silent = reduce(state, { kind: 'tick', at: later(60) }).state;
  expect(silent.list.order).toBe(state.list.order);
  expect(afterKeys(silent, 'S').list.order).not.toEqual(state.list.order);
});

test('rows come and go even while they are held, at the end and in place', () => {
  const state = afterKeys(liveState(), 'j');
  const added = changed(state, 0.5, madeUpNode('aa-new', { state: 'error', reason: 'new' }));
  expect(added.list.order.at(-1)).toBe('aa-new');
});

test('a removed selection passes to the row that took its place', () => {
  const state = afterKeys(liveState(), 'j');
  const change = { at: '2026-01-31T14:32:08Z', nodes: [], jobs: [], removedNodes: ['rn-042'], removedJobs: [] };
  const gone = reduce(state, { kind: 'hub', update: { kind: 'change', change }, at: later(10) }).state;
  expect(state.list.selectedId).toBe('rn-042');
  expect(gone.list.selectedId).toBe('rn-024');
});

test('a frozen list keeps rows and figures until it is thawed', () => {
  const frozen = afterKeys(liveState(), 'f');
  const later60 = changed(frozen, 60, { id: 'rn-009', state: 'error', seenSecondsAgo: 0 });
  expect(later60.list.order).toBe(frozen.list.order);
  expect(later60.list.frozen?.nodes.get('rn-009')?.summary.state).toBe('rendering');
  expect(afterKeys(later60, 'f').list.order[0]).toBe('rn-009');
});

test('movement keeps the selection in view', () => {
  const state = liveState({ rows: 15 });
  const end = afterKeys(state, 'G');
  expect(end.list.selectedId).toBe(end.list.order.at(-1));
  expect(end.list.top).toBe(end.list.order.length - 9);
  expect(afterKeys(end, 'g').list.top).toBe(0);
  expect(afterKeys(state, 'pgdn').list.order.indexOf(afterKeys(state, 'pgdn').list.selectedId ?? '')).toBe(9);
});

test.each([
  ['', true],
  ['RN-001', true],
  ['sq010 render', true],
  ['sq010 idle', false],
  ['gpu', true],
  ['  SH0010  ', true],
  ['sh0011', false],
])('the filter %j lets rn-001 through: %s', (filter, passes) => {
  const entry = liveState().fleet?.nodes.get('rn-001');
  if (!entry) throw new Error('There is no rn-001.');
  expect(matchesFilter(entry, 'rendering', filterWords(filter))).toBe(passes);
});
