import { expect, test } from 'vitest';
import { JobRecord } from '../../../shared/protocol/job-record.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import type { FrameCompletion, SequenceReport } from '../../../shared/protocol/sequence.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';
import { at, fleetOf, iso, rendering, withSequence } from '../../testing/made-up-fleet.ts';
import { madeUpReport } from '../../testing/made-up-report.ts';
import type { Fleet } from './fleet.ts';

const DAY = 24 * 3600;

/** Frames of `node` at these seconds, known to be its own. */
function ownFrames(node: string, ends: readonly number[], fields: Partial<Report> = {}): Report {
  const recent = ends.map(
    (end, i): FrameCompletion => ({
      frame: i + 1,
      at: iso(end),
      startedAt: iso(end - 28),
      sizeBytes: 9,
      evidence: 'descriptor',
    }),
  );
  const sequence: Partial<SequenceReport> = {
    done: `1-${ends.length}`,
    expected: '1-40',
    recent,
    changedAt: iso(ends.at(-1) ?? 0),
  };
  return withSequence(node, sequence, fields);
}

function jobIdIn(fleet: Fleet, seconds: number): string {
  return fleet.jobs(at(seconds))[0]?.id ?? '';
}

test('a fleet has a record to write when a frame was finished, and none when nothing is new', () => {
  const fleet = fleetOf();
  fleet.applyReport(withSequence('rn-1', { done: '1-5' }), at(0));
  expect(fleet.takeHistoryChanges(at(0))).toEqual({ changed: [], dropped: [] });
  fleet.applyReport(ownFrames('rn-1', [30]), at(30));
  const id = jobIdIn(fleet, 30);
  expect(fleet.takeHistoryChanges(at(31)).changed).toEqual([id]);
  fleet.applyReport(ownFrames('rn-1', [30]), at(35));
  expect(fleet.takeHistoryChanges(at(36)).changed).toEqual([]);
  expect(fleet.takeHistoryChanges(at(2 * DAY)).changed).toEqual([id]);
  const checked = checkerFor(JobRecord)(JSON.parse(JSON.stringify(fleet.jobRecord(id))));
  expect(checked).toMatchObject({
    ok: true,
    value: { id, title: 'sh0010_lgt', frames: [{ frame: 1, node: 'rn-1', at: iso(30), startedAt: iso(2), bytes: 9 }] },
  });
});

test('a fleet knows from the records what frames took when the hub was restarted', () => {
  const before = fleetOf();
  const ends = Array.from({ length: 30 }, (_, i) => (i + 1) * 30);
  before.applyReport(ownFrames('rn-1', ends), at(900));
  const id = jobIdIn(before, 900);
  const { etaSeconds, secondsPerFrame, framesPerHour } = before.jobs(at(900))[0] ?? {};
  expect(secondsPerFrame).toBeCloseTo(30, -1);
  const record = before.jobRecord(id);
  if (!record) throw new Error('there is no record');
  const node = before.record('rn-1');
  const fleet = fleetOf();
  fleet.restoreJob(record, at(910));
  if (node) fleet.restore({ ...node, report: ownFrames('rn-1', ends.slice(-1)) }, at(910));
  fleet.applyReport(withSequence('rn-1', { done: '1-30', expected: '1-40', changedAt: iso(900) }), at(910));
  const [after] = fleet.jobs(at(910));
  expect(after).toMatchObject({ secondsPerFrame, framesPerHour });
  expect(Math.abs((after?.etaSeconds ?? 0) - (etaSeconds ?? 0))).toBeLessThanOrEqual(20);
  expect(fleet.frames(id, { states: null, frames: [[7, 7]], limit: 9, after: null }, at(910))?.frames).toMatchObject([
    { frame: 7, state: 'done', node: 'rn-1', seconds: 28, finishedAt: iso(210), startedAt: iso(182) },
  ]);
});

test('a fleet forgets a job and how it went until a report tells of it again', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 5), at(120));
  fleet.applyReport(rendering('rn-2', 5), at(120));
  const id = jobIdIn(fleet, 120);
  fleet.takeChange(at(120));
  expect(fleet.forgetJob(id)).toBe(true);
  expect(fleet.forgetJob(id)).toBe(false);
  expect(fleet.jobs(at(121))).toEqual([]);
  expect(fleet.nodes(at(121))).toMatchObject([{ job: null }, { job: null }]);
  expect(fleet.takeChange(at(121))).toMatchObject({ removedJobs: [id] });
  expect(fleet.jobRecord(id)).toBeNull();
  fleet.applyReport(rendering('rn-2', 5), at(125));
  expect(fleet.jobs(at(125))).toMatchObject([{ id, done: 5, nodes: ['rn-2'] }]);
});

test('a fleet keeps the history of a job that nobody sees for a week, and drops it then', () => {
  const fleet = fleetOf();
  fleet.applyReport(ownFrames('rn-1', [30]), at(30));
  const id = jobIdIn(fleet, 30);
  fleet.takeHistoryChanges(at(30));
  fleet.applyReport(madeUpReport('rn-1'), at(60));
  expect(fleet.jobs(at(60))).toEqual([]);
  expect(fleet.takeHistoryChanges(at(6 * DAY)).dropped).toEqual([]);
  expect(fleet.jobRecord(id)).not.toBeNull();
  expect(fleet.takeHistoryChanges(at(8 * DAY))).toEqual({ changed: [], dropped: [id] });
  expect(fleet.jobRecord(id)).toBeNull();
});

test('a fleet shows the frames of a job again as they went when a disk was away for a day', () => {
  const fleet = fleetOf();
  fleet.applyReport(ownFrames('rn-1', [30]), at(30));
  const id = jobIdIn(fleet, 30);
  fleet.applyReport(madeUpReport('rn-1'), at(60));
  fleet.applyReport(withSequence('rn-1', { done: '1' }), at(DAY));
  const page = fleet.frames(id, { states: null, frames: null, limit: 9, after: null }, at(DAY));
  expect(page?.frames).toMatchObject([{ frame: 1, node: 'rn-1', seconds: 28 }]);
});
