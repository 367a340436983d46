import { expect, test } from 'vitest';
import type { Report } from '../../../shared/protocol/report.ts';
import { at, fleetOf, iso, rendering, withSequence } from '../../testing/made-up-fleet.ts';
import { idleHardware, madeUpGpu, madeUpHardware, madeUpReport, madeUpSequence } from '../../testing/made-up-report.ts';

test('a fleet drops a completed job from the node line when ten minutes have passed, not from the jobs', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 10), at(270));
  fleet.applyReport(rendering('rn-1', 10, { timestamp: iso(900) }), at(900));
  fleet.tick(at(900));
  expect(fleet.nodes(at(900))[0]?.job).toBeNull();
  expect(fleet.jobs(at(900))).toHaveLength(1);
});

test('a fleet keeps a job that ended short of its range on the node line over night', () => {
  const fleet = fleetOf();
  const ended = { pid: 7, program: 'Blender', startedAt: iso(0), endedAt: iso(60), exitStatus: 0, cpuPercent: null };
  const renderers = [{ ...ended, outputDirectories: ['/mnt/renders/sq010/sh0010'], frames: null, scene: null }];
  for (const seconds of [60, 8 * 3600]) {
    fleet.applyReport(rendering('rn-1', 5, { timestamp: iso(seconds), renderers }), at(seconds));
    fleet.tick(at(seconds));
  }
  expect(fleet.nodes(at(8 * 3600))).toMatchObject([{ state: 'idle', job: { state: 'aborted', done: 5 } }]);
});

test.each([
  [14, 'idle', 'online', null],
  [16, 'stale', 'stale', 'silent for 15s'],
  [48, 'stale', 'stale', 'silent for 45s'],
  [61, 'offline', 'offline', 'silent for 1m'],
  [7200, 'offline', 'offline', 'silent for 2h00'],
])('a fleet tells of silence when a node was not heard for %d s', (seconds, state, liveness, reason) => {
  const fleet = fleetOf();
  fleet.applyReport(madeUpReport('rn-1'), at(0));
  fleet.tick(at(seconds));
  expect(fleet.nodes(at(seconds))).toMatchObject([{ state, liveness, reason, seenSecondsAgo: seconds }]);
});

test('a fleet judges silence by the monotonic clock when the wall clock jumps', () => {
  const fleet = fleetOf();
  fleet.applyReport(madeUpReport('rn-1'), at(0));
  const jumped = { wall: at(3600).wall, monotonic: at(2).monotonic };
  fleet.tick(jumped);
  expect(fleet.nodes(jumped)).toMatchObject([{ liveness: 'online', seenSecondsAgo: 2 }]);
});

test('a fleet shows a node as offline at once when its agent says that it leaves', () => {
  const fleet = fleetOf();
  fleet.applyReport(madeUpReport('rn-1', { leaving: true }), at(0));
  expect(fleet.nodes(at(0))).toMatchObject([{ state: 'offline', liveness: 'offline', reason: 'agent stopped' }]);
});

test('a fleet keeps and flags a time of the year 9999 and does not let it count', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 2, { timestamp: '9999-12-31T23:59:59Z' }), at(30));
  fleet.tick(at(31));
  const node = fleet.node('rn-1', at(31));
  expect(node?.liveness).toBe('online');
  expect(node?.report.timestamp).toBe('9999-12-31T23:59:59Z');
  expect(node?.clockSkewSeconds).toBeLessThan(-2e11);
  expect(node?.reason).toMatch(/^its clock is \d+d ahead of the hub's$/);
});

test("a fleet tells times as the hub's when a node's clock is an hour slow", () => {
  const fleet = fleetOf();
  const changedAt = iso(-3605);
  fleet.applyReport(withSequence('rn-1', { done: '1-3', changedAt }, { timestamp: iso(-3600) }), at(0));
  expect(fleet.jobs(at(0))).toMatchObject([{ state: 'running', updatedAt: iso(-5) }]);
  // The next report took 700 ms longer on its way: no time moves for that.
  fleet.applyReport(withSequence('rn-1', { done: '1-3', changedAt }, { timestamp: iso(-3595.7) }), at(5));
  expect(fleet.jobs(at(5))).toMatchObject([{ updatedAt: iso(-5) }]);
});

test.each([
  ['idle machines', idleHardware(), 'stalled', 'no new frame for 12m (usual 30s), CPU and GPU idle'],
  ['a busy machine', madeUpHardware(), 'running', 'no new frame for 12m (usual 30s), but the GPU is busy'],
  ['machines that say nothing', null, 'stalled', 'no new frame for 12m (usual 30s)'],
])('a fleet judges twelve silent minutes by what the machines do: %s', (_, hardware, state, reason) => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 5, { hardware }), at(120));
  fleet.applyReport(rendering('rn-1', 5, { hardware, timestamp: iso(840) }), at(840));
  fleet.tick(at(840));
  expect(fleet.jobs(at(840))).toMatchObject([{ state, reason, etaUnsure: state === 'stalled' }]);
  expect(fleet.nodes(at(840))).toMatchObject([{ state: state === 'running' ? 'rendering' : 'stalled', reason }]);
});

test('a fleet calls a job stalled, and names its nodes, when all of them are offline', () => {
  const fleet = fleetOf();
  for (const name of ['rn-1', 'rn-2', 'rn-3', 'rn-4']) fleet.applyReport(rendering(name, 5), at(120));
  fleet.tick(at(200));
  expect(fleet.jobs(at(200))).toMatchObject([
    { state: 'stalled', reason: 'its nodes rn-1, rn-2, rn-3 and 1 more are offline', etaUnsure: true, done: 5 },
  ]);
});

test('a fleet calls a job quiet when its frames were there before and none is expected, and shows it', () => {
  const fleet = fleetOf();
  fleet.applyReport(withSequence('rn-1', { done: '1-40' }), at(0));
  expect(fleet.jobs(at(0))).toMatchObject([
    { state: 'quiet', done: 40, total: null, percent: null, etaSeconds: null, updatedAt: null },
  ]);
  expect(fleet.nodes(at(0))).toMatchObject([{ state: 'idle', job: { state: 'quiet', done: 40 } }]);
});

test('a fleet lets a job without a range fall quiet when nothing new comes', () => {
  const fleet = fleetOf();
  const sequence = { done: '1-40', changedAt: iso(0) };
  fleet.applyReport(withSequence('rn-1', sequence, { timestamp: iso(0) }), at(0));
  expect(fleet.jobs(at(0))[0]?.state).toBe('running');
  fleet.applyReport(withSequence('rn-1', sequence, { timestamp: iso(400) }), at(400));
  fleet.tick(at(400));
  expect(fleet.jobs(at(400))[0]?.state).toBe('quiet');
});

test('a fleet shows the running job of a node when it sees a completed one that is newer', () => {
  const fleet = fleetOf();
  const running = madeUpSequence({ pattern: 'fx.####.exr', expected: '1-9', done: '1', changedAt: iso(0) });
  const completed = madeUpSequence({ pattern: 'bg.####.exr', expected: '1-9', done: '1-9', changedAt: iso(9) });
  fleet.applyReport(madeUpReport('rn-1', { sequences: [completed, running] }), at(10));
  expect(fleet.nodes(at(10))).toMatchObject([{ state: 'rendering', job: { title: 'fx' } }]);
});

test.each([
  [
    'a root cannot be read',
    { roots: [{ path: '/r', status: 'unreadable', reason: 'No right to read /r.', directories: 0, files: 0 }] },
    'error',
    'No right to read /r.',
  ],
  [
    'the GPU is too hot',
    { hardware: madeUpHardware({ gpus: [madeUpGpu({ celsius: 91 })] }) },
    'hot',
    'GPU 91° above 88°',
  ],
  [
    'a root is not there',
    { roots: [{ path: '/r', status: 'missing', reason: null, directories: 0, files: 0 }] },
    'idle',
    'there is no /r',
  ],
] as const)('a fleet tells the state and its reason when %s', (_, fields, state, reason) => {
  const fleet = fleetOf();
  fleet.applyReport(madeUpReport('rn-1', fields as Partial<Report>), at(0));
  expect(fleet.nodes(at(0))).toMatchObject([{ state, reason }]);
});

test('a fleet shows a node as stale, then offline, when it was restored and never reports', () => {
  const before = fleetOf();
  before.applyReport(rendering('rn-1', 5), at(120));
  const record = before.record('rn-1');
  const fleet = fleetOf();
  if (record) fleet.restore(record, at(8_000));
  expect(fleet.nodes(at(8_000))).toMatchObject([
    { liveness: 'stale', reason: 'silent for 2h11', seenSecondsAgo: 7880 },
  ]);
  fleet.tick(at(8_050));
  expect(fleet.nodes(at(8_050))).toMatchObject([{ liveness: 'offline' }]);
  expect(fleet.jobs(at(8_050))).toMatchObject([{ done: 5, total: 10, updatedAt: iso(120) }]);
  fleet.applyReport(rendering('rn-1', 5), at(8_060));
  expect(fleet.nodes(at(8_060))).toMatchObject([{ liveness: 'online' }]);
  expect(fleet.record('rn-1')?.firstSeenAt).toBe(iso(120));
});
