import { expect, test } from 'vitest';
import { afterKeys, later, liveState } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { farmState, madeUpHistory, withHistory } from '../testing/made-up-history.ts';
import { graphValues } from './history-series.ts';
import { trailValues } from './history-trail.ts';
import { reduce, type TuiState } from './state.ts';

function press(state: TuiState, name: string, seconds = 0.1) {
  return reduce(state, { kind: 'input', input: { kind: 'key', name }, at: later(seconds) });
}

const tick = (state: TuiState, seconds: number) => reduce(state, { kind: 'tick', at: later(seconds) });

test('z goes through the ranges of what is shown, and back to the first', () => {
  let state = afterKeys(liveState(), 'enter');
  const ranges = ['2h', '24h', '7d', '5m', '30m'];
  for (const range of ranges) {
    const { state: next, effects } = press(state, 'z');
    expect(next.graphs.view).toMatchObject({ node: 'rn-017', range, waiting: true });
    expect(effects).toEqual([{ kind: 'load-history', subject: { node: 'rn-017', range } }]);
    state = next;
  }
});

test('a history that is not of what is shown any more is dropped', () => {
  const state = afterKeys(liveState(), 'enter');
  for (const subject of [
    { node: 'rn-042', range: '30m' },
    { node: 'rn-017', range: '24h' },
    { node: null, range: '30m' },
  ] as const)
    expect(
      reduce(state, { kind: 'history', subject, history: madeUpHistory(subject), at: later(1) }).state.graphs.view,
    ).toBe(state.graphs.view);
});

test('a report of the open node is appended to its graphs', () => {
  const open = withHistory(afterKeys({ ...liveState(), list: { ...liveState().list, selectedId: 'rn-023' } }, 'enter'));
  const detail = { ...madeUpDetail('rn-023'), seenSecondsAgo: 0 };
  const { state } = reduce(open, { kind: 'node-detail', id: 'rn-023', detail, at: later(30) });
  const { view } = state.graphs;
  const last = (key: string) => view && graphValues(view, { keys: [key], over: 'max' }, 90, later(31).monotonic).at(-1);
  expect([last('cpuPercent'), last('gpuPercent[1]'), last('netSentBytesPerSecond[enp65s0]')]).toEqual([97, 98, 48.9e6]);
});

test('F opens the farm, whose figures and history are asked for at once and at their pace', () => {
  const opened = press(liveState(), 'F');
  expect(opened.effects).toEqual([
    { kind: 'load-history', subject: { node: null, range: '30m' } },
    { kind: 'load-farm-summary' },
  ]);
  const shown = farmState(liveState());
  expect(tick(shown, 4).effects).toEqual([]);
  expect(tick(shown, 6).effects).toEqual([{ kind: 'load-farm-summary' }]);
  expect(tick(shown, 11).effects).toContainEqual({ kind: 'load-history', subject: { node: null, range: '30m' } });
  const failed = reduce(tick(shown, 6).state, { kind: 'farm-summary-failed', reason: 'It is gone.', at: later(7) });
  expect(failed.state.graphs.farm?.problem).toBe('It is gone.');
});

test('esc and F lead back from the farm to the list', () => {
  const shown = farmState(liveState());
  for (const key of ['esc', 'F']) {
    const { state } = press(shown, key);
    expect(state.graphs).toMatchObject({ farm: null, view: null });
  }
});

test('the farm scrolls no further than its end', () => {
  const shown = farmState(liveState());
  expect(afterKeys(shown, 'j', 'j').graphs.farm?.top).toBeLessThanOrEqual(2);
  expect(afterKeys(shown, 'G', 'k', 'g').graphs.farm?.top).toBe(0);
});

const trends = (state: TuiState): TuiState => ({ ...state, tableColumns: ['node', 'trend'] });

test('the nodes in view are seeded once each, by one question, and only where the column is chosen', () => {
  expect(tick(liveState(), 1).effects).toEqual([]);
  const asked = tick(trends(liveState({ rows: 15 })), 1);
  const [effect] = asked.effects;
  const nodes = effect?.kind === 'load-trails' ? effect.nodes : [];
  expect(nodes).toHaveLength(9);
  expect(nodes).toEqual(asked.state.list.order.slice(0, 9));
  expect(tick(asked.state, 3).effects).toEqual([]);
  const history = madeUpHistory({ node: 'rn-017', range: '30m' });
  const answered = reduce(asked.state, { kind: 'trails', nodes, history, at: later(3) }).state;
  expect(tick(answered, 5).effects).toEqual([]);
  const scrolled = tick(afterKeys(answered, 'G'), 6);
  expect(scrolled.effects).toEqual([{ kind: 'load-trails', nodes: answered.list.order.slice(9) }]);
});

test('a seeded trail is the mean of the cards, before what was heard here', () => {
  const state = trends(liveState());
  const history = madeUpHistory({ node: 'rn-017', range: '30m' }, { step: 30 });
  const flat = (value: number) => Array.from({ length: 60 }, () => value);
  const series = history.series
    .filter(({ metric }) => metric === 'gpuPercent')
    .map((each, index) => ({ ...each, average: flat(20 + 20 * index) }));
  const told = { ...history, series };
  const { fleet } = reduce(state, { kind: 'trails', nodes: ['rn-017', 'gone'], history: told, at: later(0) }).state;
  const trail = fleet?.nodes.get('rn-017')?.trail;
  const values = trail ? trailValues(trail, later(0).monotonic) : [];
  expect(values.slice(5, 50)).toEqual(Array.from({ length: 45 }, () => 30));
  expect(values.at(-1)).not.toBe(30);
});

test('a hub that tells no history is asked for trails again after a minute only', () => {
  const asked = tick(trends(liveState()), 1).state;
  const failed = reduce(asked, { kind: 'trails-failed', at: later(2) }).state;
  expect(tick(failed, 30).effects).toEqual([]);
  expect(tick(failed, 70).effects[0]?.kind).toBe('load-trails');
});

test('refreshGraphs asks for no trail of a list that lies under the alerts', () => {
  const press = (name: string) =>
    reduce(trends(liveState({ rows: 15 })), { kind: 'input', input: { kind: 'key', name }, at: later(1) }).effects;
  expect(press('j')).toMatchObject([{ kind: 'load-trails' }]);
  expect(press('a')).toEqual([]);
});
