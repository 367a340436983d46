import { expect, test } from 'vitest';
import type { FleetChange, FleetSnapshot } from '../../shared/protocol/fleet.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { later } from '../testing/made-up-dashboard.ts';
import { madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import type { Connection } from './connection.ts';
import { applyFleetChange, etaLeft, type FleetView, shownState, silenceOf, viewOfSnapshot } from './fleet-view.ts';

function snapshotOf(...nodes: RenderNodeSummary[]): FleetSnapshot {
  return { at: '2026-01-31T14:32:07Z', farm: 'farm', hubVersion: '1', nodes, jobs: [madeUpJob('sh', 3, 10, 60)] };
}

function viewOf(...nodes: RenderNodeSummary[]): FleetView {
  return viewOfSnapshot(snapshotOf(...nodes), later(0), null);
}

function changeOf(change: Partial<FleetChange>): FleetChange {
  return { at: '2026-01-31T14:32:08Z', nodes: [], jobs: [], removedNodes: [], removedJobs: [], ...change };
}

function entryOf(view: FleetView, id: string) {
  const entry = view.nodes.get(id);
  if (!entry) throw new Error(`There is no ${id}.`);
  return entry;
}

test('applyFleetChange changes only what a patch bears', () => {
  const view = applyFleetChange(
    viewOf(madeUpNode('a', { cpuPercent: 5 }), madeUpNode('b')),
    changeOf({ nodes: [{ id: 'a', gpuPercent: 50 }] }),
    later(1),
  );
  expect(entryOf(view, 'a').summary).toMatchObject({ cpuPercent: 5, gpuPercent: 50 });
  expect(view.nodes.size).toBe(2);
});

test('applyFleetChange adds whole nodes, ignores parts of unknown ones, and removes', () => {
  const change = changeOf({
    nodes: [madeUpNode('new'), { id: 'ghost', cpuPercent: 1 }],
    removedNodes: ['a'],
    removedJobs: ['sh'],
  });
  const view = applyFleetChange(viewOf(madeUpNode('a')), change, later(1));
  expect([...view.nodes.keys()]).toEqual(['new']);
  expect(view.jobs.size).toBe(0);
});

test('ages start from what the hub said and go on by the clock here', () => {
  const view = viewOf(madeUpNode('a', { seenSecondsAgo: 4 }));
  expect(silenceOf(entryOf(view, 'a'), later(6))).toBe(10);
  const quiet = applyFleetChange(view, changeOf({ nodes: [{ id: 'a', state: 'hot' }] }), later(6));
  expect(silenceOf(entryOf(quiet, 'a'), later(7))).toBe(11);
  const heard = applyFleetChange(quiet, changeOf({ nodes: [{ id: 'a', seenSecondsAgo: 0 }] }), later(8));
  expect(silenceOf(entryOf(heard, 'a'), later(9))).toBe(1);
});

const LIVE: Connection = { kind: 'live', latencyMillis: null };
const CONNECTING: Connection = { kind: 'connecting', loss: null };
const LOST: Connection = { kind: 'lost', loss: { cause: 'unreachable', reason: 'Gone.', since: 0 }, retryAt: 0 };

test.each([
  ['rendering', 29, 'rendering'],
  ['rendering', 30, 'stale'],
  ['error', 119, 'stale'],
  ['stale', 20, 'stale'],
  ['idle', 120, 'offline'],
  ['offline', 1, 'offline'],
] as const)('shownState of a node that was %s and is silent for %i s is %s while the hub is lost', (...row) => {
  const [state, seenSecondsAgo, shown] = row;
  const entry = entryOf(viewOf(madeUpNode('a', { state, seenSecondsAgo })), 'a');
  for (const connection of [LOST, CONNECTING]) expect(shownState(entry, { now: later(0), connection })).toBe(shown);
});

test.each(['rendering', 'idle', 'stale', 'offline'] as const)(
  'shownState is what the hub says, here %s, while it is connected: it knows how often a node reports',
  (state) => {
    const entry = entryOf(viewOf(madeUpNode('a', { state, seenSecondsAgo: 55 })), 'a');
    for (const seconds of [0, 600]) expect(shownState(entry, { now: later(seconds), connection: LIVE })).toBe(state);
  },
);

test('etaLeft runs down from when it came, to nought', () => {
  const entry = entryOf(viewOf(madeUpNode('a', { job: madeUpJob('sh', 3, 10, 60) })), 'a');
  expect(etaLeft(entry, later(20))).toBe(40);
  expect(etaLeft(entry, later(90))).toBe(0);
});

test('viewOfSnapshot keeps the last minute of known nodes over a reconnection', () => {
  const before = viewOf(madeUpNode('a', { cpuPercent: 10 }));
  const again = viewOfSnapshot(snapshotOf(madeUpNode('a', { cpuPercent: 20 })), later(5), before);
  expect(entryOf(again, 'a').samples.map(({ cpu }) => cpu)).toEqual([10, 20]);
});

test('ranks follow the natural order and stay the same object while the nodes do', () => {
  const view = viewOf(madeUpNode('rn-10'), madeUpNode('rn-2'), madeUpNode('RN-1'));
  expect([...view.ranks.keys()]).toEqual(['RN-1', 'rn-2', 'rn-10']);
  expect(applyFleetChange(view, changeOf({ nodes: [{ id: 'rn-2', cpuPercent: 3 }] }), later(1)).ranks).toBe(view.ranks);
});

test('names and titles are made safe once, when they come', () => {
  const entry = entryOf(viewOf(madeUpNode('a\u001b[2J', { job: madeUpJob('\u202eevil', 1, 2, null) })), 'a\u001b[2J');
  expect(entry.name).toBe('a\\x1b[2J');
  expect(entry.jobTitle).toBe('\\u202eevil');
});
