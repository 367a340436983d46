import { expect, test } from 'vitest';
import { at, fleetOf, iso, rendering, withSequence } from '../../testing/made-up-fleet.ts';
import { madeUpReport, madeUpSequence } from '../../testing/made-up-report.ts';
import { nodeIdOf } from './fleet.ts';

test('nodeIdOf is one id when the name comes composed and decomposed, or with blanks around it', () => {
  expect(nodeIdOf({ hostname: ' A\u030angstrom ' })).toBe(nodeIdOf({ hostname: '\u00c5ngstrom' }));
  expect(nodeIdOf({ hostname: 'pc', nodeId: 'rn-1' })).toBe('rn-1');
  expect(nodeIdOf({ hostname: '   ' })).toBe('');
});

test('a fleet shows a node when it gets a six-field report, and keeps no secret', () => {
  const fleet = fleetOf();
  const seed = { hostname: 'render-node-01', os: 'macOS', cpu: 'M4', gpu: 'M4', timestamp: iso(0) };
  expect(fleet.applyReport({ ...seed, sentry_secret: 'correct-horse' }, at(0))).toEqual({
    kind: 'applied',
    nodeId: 'render-node-01',
  });
  expect(fleet.nodes(at(4))).toMatchObject([
    { id: 'render-node-01', state: 'idle', liveness: 'online', job: null, cpuPercent: null, seenSecondsAgo: 4 },
  ]);
  expect(fleet.record('render-node-01')).toEqual({
    id: 'render-node-01',
    firstSeenAt: iso(0),
    seenAt: iso(0),
    report: seed,
  });
});

test('a fleet ends a job at 100 % when all expected frames are done', () => {
  const fleet = fleetOf();
  for (let done = 1; done <= 9; done++) fleet.applyReport(rendering('rn-1', done), at((done - 1) * 30));
  expect(fleet.jobs(at(240))).toMatchObject([
    {
      state: 'running',
      done: 9,
      total: 10,
      percent: 90,
      missing: '10',
      etaSeconds: expect.closeTo(30, -1),
      secondsPerFrame: 30,
    },
  ]);
  expect(fleet.jobs(at(240))).toMatchObject([{ title: 'sh0010_lgt', framesPerHour: 120, nodes: ['rn-1'] }]);
  expect(fleet.nodes(at(240))).toMatchObject([{ state: 'rendering', job: { percent: 90 } }]);
  fleet.applyReport(rendering('rn-1', 10), at(270));
  expect(fleet.jobs(at(270))).toMatchObject([{ state: 'completed', percent: 100, missing: '', etaSeconds: 0 }]);
  expect(fleet.nodes(at(270))).toMatchObject([{ state: 'idle', job: { state: 'completed' } }]);
});

test('a fleet makes one job of one sequence when several nodes see it on the same share', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-10', 3), at(60));
  fleet.applyReport(rendering('rn-2', 5), at(120));
  fleet.applyReport(withSequence('rn-3', { share: 'rn-3:local', done: '1-9' }), at(120));
  const jobs = fleet.jobs(at(120));
  expect(jobs).toHaveLength(2);
  expect(jobs[0]).toMatchObject({ nodes: ['rn-2', 'rn-10'], done: 5, total: 10 });
});

test('a fleet lists rn-2 before rn-10', () => {
  const fleet = fleetOf();
  for (const name of ['rn-10', 'RN-1', 'rn-2', 'rn-1']) fleet.applyReport(madeUpReport(name), at(0));
  expect(fleet.nodes(at(0)).map((node) => node.id)).toEqual(['rn-1', 'RN-1', 'rn-2', 'rn-10']);
});

test('a fleet ignores a report that is not newer: neither its truth nor its sign of life counts', () => {
  const fleet = fleetOf();
  const session = (sequenceNumber: number) => ({ sessionId: 's', sequenceNumber });
  fleet.applyReport(rendering('rn-1', 5, session(50)), at(120));
  const revision = fleet.revision;
  expect(fleet.applyReport(rendering('rn-1', 3, session(30)), at(160)).kind).toBe('superseded');
  expect(fleet.applyReport(rendering('rn-1', 5, session(50)), at(160)).kind).toBe('superseded');
  expect(fleet.revision).toBe(revision);
  expect(fleet.jobs(at(160))).toMatchObject([{ done: 5 }]);
  fleet.tick(at(160));
  expect(fleet.nodes(at(160))).toMatchObject([{ liveness: 'stale', seenSecondsAgo: 40 }]);
});

test('a fleet takes a restarted agent at once when its session is new', () => {
  const fleet = fleetOf();
  fleet.applyReport(madeUpReport('rn-1', { sessionId: 'a', sequenceNumber: 900 }), at(0));
  expect(fleet.applyReport(madeUpReport('rn-1', { sessionId: 'b', sequenceNumber: 1 }), at(1)).kind).toBe('applied');
  expect(fleet.applyReport(madeUpReport('rn-1', { sessionId: 'a', sequenceNumber: 901 }), at(2)).kind).toBe(
    'superseded',
  );
});

test('a fleet loses a job when the only node that saw it is forgotten or no longer reports it', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 5), at(120));
  fleet.applyReport(rendering('rn-2', 5), at(120));
  expect(fleet.forget('rn-1')).toBe(true);
  expect(fleet.forget('rn-1')).toBe(false);
  expect(fleet.jobs(at(120))).toMatchObject([{ nodes: ['rn-2'] }]);
  fleet.applyReport(madeUpReport('rn-2'), at(125));
  expect(fleet.jobs(at(125))).toEqual([]);
});

test('a fleet refuses a new node when it is full, and goes on with those that it has', () => {
  const fleet = fleetOf({ maxNodes: 1 });
  fleet.applyReport(madeUpReport('rn-1'), at(0));
  expect(fleet.applyReport(madeUpReport('rn-2'), at(0))).toEqual({ kind: 'full' });
  expect(fleet.applyReport(madeUpReport('rn-1'), at(1)).kind).toBe('applied');
});

test('a fleet tells news of frames and a farewell from other figures when it takes a report', () => {
  const fleet = fleetOf();
  const sent = (sequenceNumber: number, done: string | null, leaving = false) => {
    const sequences = done === null ? [] : [madeUpSequence({ done })];
    return fleet.applyReport(madeUpReport('rn-1', { sessionId: 's', sequenceNumber, sequences, leaving }), at(0)).kind;
  };
  expect(sent(1, '1-3')).toBe('progressed');
  expect(sent(2, '1-3')).toBe('applied');
  expect(sent(3, '1-4')).toBe('progressed');
  expect(sent(4, null)).toBe('progressed');
  expect(sent(5, null)).toBe('applied');
  expect(sent(6, null, true)).toBe('progressed');
  expect(sent(6, null)).toBe('superseded');
});
