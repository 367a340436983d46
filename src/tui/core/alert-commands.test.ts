import { expect, test } from 'vitest';
import type { Alert } from '../../shared/protocol/alert.ts';
import { madeUpAlert, madeUpAlerts } from '../testing/made-up-alerts.ts';
import { afterKeys, alarmedState, later, liveState } from '../testing/made-up-dashboard.ts';
import { alertsPanel } from './alerts-panel.ts';
import type { HubUpdate } from './hub-update.ts';
import { contextOf } from './key-context.ts';
import { type Reduced, reduce, type TuiState } from './state.ts';
import { troubleLine } from './trouble-line.ts';

function press(state: TuiState, name: string, seconds = 5): Reduced {
  return reduce(state, { kind: 'input', input: { kind: 'key', name }, at: later(seconds) });
}

function rowOf(state: TuiState, node: string): string {
  const rows = alertsPanel(state).map((line) => line.map(({ text }) => text).join(''));
  return rows.find((row) => row.includes(node)) ?? '';
}

function told(state: TuiState): string {
  return troubleLine(state)
    .map(({ text }) => text)
    .join('');
}

function changed(state: TuiState, alerts: readonly Alert[], seconds = 6): Reduced {
  const change = { at: '2026-01-31T14:32:08Z', nodes: [], jobs: [], removedNodes: [], removedJobs: [] };
  const update: HubUpdate = { kind: 'change', change: { ...change, alerts: [...alerts] } };
  return reduce(state, { kind: 'hub', update, at: later(seconds) });
}

const OPEN = ['a'];
const deedsOf = ({ effects }: Reduced) => effects.filter(({ kind }) => kind === 'alert-deed');

test.each([
  ['the list', []],
  ['an open node', ['enter']],
  ['the help', ['?']],
  ['the help over an open node', ['enter', '?']],
])('a opens the alerts from %s, and a goes back', (_, keys) => {
  const from = afterKeys(alarmedState(), ...keys);
  const open = afterKeys(from, 'a');
  expect(contextOf(open)).toBe('alerts');
  expect(contextOf(afterKeys(open, 'a'))).toBe(from.detail ? 'detail' : 'nodes');
});

test('q does not quit from the alerts, esc clears the filter and then goes back', () => {
  const state = afterKeys(alarmedState(), ...OPEN, '/', 'r', 'n', 'enter');
  expect(press(state, 'q').effects).toEqual([]);
  const unfiltered = afterKeys(state, 'esc');
  expect([unfiltered.alerts.list.filter, contextOf(unfiltered)]).toEqual(['', 'alerts']);
  expect(contextOf(afterKeys(unfiltered, 'esc'))).toBe('nodes');
});

test('enter goes to the alert’s node, and esc from there back to the alerts', () => {
  const node = afterKeys(alarmedState(), ...OPEN, 'j', 'enter');
  expect(node.detail?.nodeId).toBe('rn-042');
  const back = afterKeys(node, 'esc');
  expect(contextOf(back)).toBe('alerts');
  expect(back.alerts.list.selectedId).toBe('a-042');
  expect(contextOf(afterKeys(back, 'esc'))).toBe('nodes');
});

test('enter on an alert of a job goes to a node that works on it, and says so where there is none', () => {
  const ofJob = (job: string) => [madeUpAlert('j', later(0).wall, { node: null, job, severity: 'crit' })];
  const first = (job: string): TuiState => afterKeys(changed(liveState(), ofJob(job), 0).state, ...OPEN, 'enter');
  expect(first('turntable').detail?.nodeId).toBe('rn-009');
  expect(first('unknown').detail).toBeNull();
  expect(told(first('unknown'))).toContain('No node');
});

test.each([
  ['e', 'acknowledge', 'ack…'],
  ['m', 'mute', 'muting…'],
  ['x', 'clear', 'closing…'],
])('%s asks the hub to %s the alert and shows at once %s', (key, deed, shown) => {
  const pressed = press(afterKeys(alarmedState(), ...OPEN), key);
  expect(deedsOf(pressed)).toEqual([{ kind: 'alert-deed', deed, ids: ['a-017'] }]);
  expect(rowOf(pressed.state, 'rn-017')).toContain(shown);
  expect(deedsOf(press(pressed.state, key))).toEqual([]);
});

test('the hub’s answer takes the place of what is pending', () => {
  const { state } = press(afterKeys(alarmedState(), ...OPEN), 'e');
  const known = madeUpAlerts(later(0).wall).find(({ id }) => id === 'a-017');
  const alert: Alert = { ...(known as Alert), state: 'acknowledged', acknowledgedBy: 'jo' };
  const done = reduce(state, { kind: 'alert-done', alert, at: later(6) }).state;
  expect(done.alerts.pending.size).toBe(0);
  expect(rowOf(done, 'rn-017')).toContain('ack jo');
});

test('a failure is told and what was shown as done is undone', () => {
  const { state } = press(afterKeys(alarmedState(), ...OPEN), 'e');
  const failure = { id: 'a-017', deed: 'acknowledge', reason: 'The hub said \u001b[31mno.' } as const;
  const failed = reduce(state, { kind: 'alert-failed', ...failure, at: later(6) }).state;
  expect(rowOf(failed, 'rn-017')).toMatch(/ new +│$/);
  expect(told(failed)).toMatch(/Not acknowledged: The hub said .*no\./);
  expect(told(reduce(failed, { kind: 'tick', at: later(13) }).state)).not.toContain('Not acknowledged');
});

test('E acknowledges what is new in the list as it is filtered, and nothing else', () => {
  const all = press(afterKeys(alarmedState(), ...OPEN), 'E');
  expect(deedsOf(all)).toEqual([
    { kind: 'alert-deed', deed: 'acknowledge', ids: ['a-017', 'a-042', 'a-023', 'a-006', 'a-031'] },
  ]);
  const some = press(afterKeys(alarmedState(), ...OPEN, '/', 'c', 'r', 'i', 't', 'enter'), 'E');
  expect(deedsOf(some)).toMatchObject([{ ids: ['a-017', 'a-042'] }]);
  const none = press(afterKeys(alarmedState(), ...OPEN, '/', 'm', 'i', 'r', 'a', 'enter'), 'E');
  expect(deedsOf(none)).toEqual([]);
  expect(told(none.state)).toContain('Nothing in this list is new.');
});

test('m on a muted alert ends its mute', () => {
  const state = afterKeys(alarmedState(), ...OPEN, 'j', 'j', 'j', 'j');
  expect(state.alerts.list.selectedId).toBe('a-006');
  expect(deedsOf(press(state, 'm'))).toMatchObject([{ deed: 'unmute', ids: ['a-006'] }]);
});

test.each([
  ['e', ['G'], 'closed already'],
  ['e', ['j', 'j', 'j'], 'mira has acknowledged'],
])('%s after %j only says why it does nothing', (key, keys, why) => {
  const pressed = press(afterKeys(alarmedState(), ...OPEN, ...keys), key);
  expect(deedsOf(pressed)).toEqual([]);
  expect(told(pressed.state)).toContain(why);
});

test('nothing is asked of a hub that is out of reach', () => {
  const lost = { kind: 'lost', cause: 'unreachable', reason: 'Gone.', retryIn: 4000 } as const;
  const state = reduce(afterKeys(alarmedState(), ...OPEN), { kind: 'hub', update: lost, at: later(1) }).state;
  const pressed = press(state, 'e');
  expect(deedsOf(pressed)).toEqual([]);
  expect(told(pressed.state)).toContain('out of reach');
});

test('a job’s alert stands by its job where there is no room for a column of jobs', () => {
  const alert = madeUpAlert('j', later(0).wall, { node: null, job: 'turntable', jobTitle: 'turntable' });
  const row = (columns: number) =>
    rowOf(afterKeys(changed(liveState({ columns }), [alert], 0).state, 'a'), 'turntable');
  expect(row(80)).toMatch(/ 0s +turntable +GPU0/);
  expect(row(120)).toMatch(/ 0s +— +turntable +GPU0/);
});

test('v hides what is closed and shows it again', () => {
  const hidden = afterKeys(alarmedState(), ...OPEN, 'v');
  expect(rowOf(hidden, 'rn-012')).toBe('');
  expect(rowOf(afterKeys(hidden, 'v'), 'rn-012')).toContain('closed');
});

test('the selection stays on its alert when the list changes', () => {
  const state = afterKeys(alarmedState(), ...OPEN, 'j');
  const worse = madeUpAlert('a-000', later(9).wall, { severity: 'crit', node: 'rn-001' });
  const next = changed(state, [worse], 9).state;
  expect(next.alerts.list.order[0]).toBe('a-000');
  expect(next.alerts.list.selectedId).toBe('a-042');
});

test('a new critical alert asks for the bell, wherever the person is; what the hub tells at first does not', () => {
  const crit = madeUpAlert('b', later(6).wall, { severity: 'crit' });
  expect(changed(liveState(), [crit]).effects).toContainEqual({ kind: 'bell' });
  expect(changed(liveState(), [{ ...crit, severity: 'warn' }]).effects).not.toContainEqual({ kind: 'bell' });
  const fresh = { ...liveState(), fleet: null };
  const snapshot = { at: '2026-01-31T14:32:07Z', farm: 'f', hubVersion: '1', nodes: [], jobs: [], alerts: [crit] };
  const update = { kind: 'snapshot', snapshot, latencyMillis: 1 } as const;
  expect(reduce(fresh, { kind: 'hub', update, at: later(0) }).effects).not.toContainEqual({ kind: 'bell' });
});
