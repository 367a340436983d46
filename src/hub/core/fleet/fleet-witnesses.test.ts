import { expect, test } from 'vitest';
import { at, fleetOf, iso, withSequence } from '../../testing/made-up-fleet.ts';

const RANGE = { expected: '1-10', changedAt: iso(0) };

test('a fleet believes the living when a node that is gone saw frames that are there no more', () => {
  const fleet = fleetOf();
  fleet.applyReport(withSequence('a', { ...RANGE, done: '1-10' }), at(0));
  fleet.applyReport(withSequence('b', { ...RANGE, done: '1-10' }), at(0));
  expect(fleet.jobs(at(0))).toMatchObject([{ state: 'completed', done: 10 }]);
  for (let second = 5; second <= 100; second += 5) {
    fleet.applyReport(withSequence('b', { ...RANGE, done: '1-2' }), at(second));
    fleet.tick(at(second));
  }
  expect(fleet.node('a', at(100))?.liveness).toBe('offline');
  expect(fleet.jobs(at(100))).toMatchObject([{ state: 'running', done: 2, missing: '3-10', nodes: ['a', 'b'] }]);
});

test('a fleet believes a node again when it is back', () => {
  const fleet = fleetOf();
  fleet.applyReport(withSequence('a', { ...RANGE, done: '1-4' }), at(0));
  fleet.applyReport(withSequence('b', { ...RANGE, done: '1-2' }), at(100));
  fleet.tick(at(100));
  expect(fleet.jobs(at(100))).toMatchObject([{ done: 2 }]);
  fleet.applyReport(withSequence('a', { ...RANGE, done: '1-4' }), at(101));
  expect(fleet.jobs(at(101))).toMatchObject([{ done: 4 }]);
});

test('a fleet keeps what the last of its nodes saw when all are gone', () => {
  const fleet = fleetOf();
  fleet.applyReport(withSequence('a', { ...RANGE, done: '1-10' }), at(0));
  fleet.applyReport(withSequence('b', { ...RANGE, done: '1-2' }), at(500));
  fleet.applyReport(withSequence('c', { ...RANGE, done: '3' }), at(510));
  fleet.tick(at(2_000));
  expect(fleet.jobs(at(2_000))).toMatchObject([{ state: 'stalled', done: 3 }]);
});

test('a fleet believes no record of a node that was long gone before the hub was restarted', () => {
  const before = fleetOf();
  before.applyReport(withSequence('a', { ...RANGE, done: '1-10' }), at(0));
  before.applyReport(withSequence('b', { ...RANGE, done: '1-2' }), at(5_000));
  const fleet = fleetOf();
  for (const id of ['a', 'b']) {
    const record = before.record(id);
    if (record) fleet.restore(record, at(5_010));
  }
  expect(fleet.jobs(at(5_010))).toMatchObject([{ done: 2 }]);
});

test('a fleet counts the frames of a node that tells of too many as none, and says so', () => {
  const fleet = fleetOf();
  const done = '1-390000x2';
  fleet.applyReport(withSequence('a', { done }), at(0));
  expect(fleet.nodes(at(0))).toMatchObject([{ reason: null, job: { done: 195_000 } }]);
  fleet.applyReport(withSequence('a', { done, writing: '2-300000x2', expected: '1-9' }), at(5));
  expect(fleet.nodes(at(5))).toMatchObject([
    { reason: 'its sequences have more separate frames than are kept of one node', job: { done: 0 } },
  ]);
});

test('a fleet counts the revision of its jobs apart from that of its nodes', () => {
  const fleet = fleetOf();
  const revisions = (seconds: number) => {
    fleet.jobs(at(seconds));
    return fleet.jobsRevision;
  };
  fleet.applyReport(withSequence('a', { ...RANGE, done: '1-2' }), at(0));
  const first = revisions(0);
  fleet.applyReport(withSequence('a', { ...RANGE, done: '1-2' }, { tags: ['gpu'] }), at(5));
  expect(revisions(5)).toBe(first);
  fleet.applyReport(withSequence('a', { ...RANGE, done: '1-3' }), at(10));
  const third = revisions(10);
  expect(third).toBeGreaterThan(first);
  fleet.forget('a');
  expect(revisions(11)).toBeGreaterThan(third);
});
