/** What a farm's reports may cost: what is told again, told by all, or told by a liar. */
import { expect, test } from 'vitest';
import { JobDetail, JobForecast } from '../../../shared/protocol/job.ts';
import type { FrameClaim, SequenceReport } from '../../../shared/protocol/sequence.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';
import { madeUpClaim, madeUpMember, madeUpSighting } from '../../testing/made-up-crew.ts';
import { at, fleetOf, iso, withSequence } from '../../testing/made-up-fleet.ts';
import { madeUpReport, madeUpSequence } from '../../testing/made-up-report.ts';
import { jobForecast } from '../forecast/job-forecast.ts';
import { claimedFiles } from '../group/claimed-files.ts';
import { streamPlaceOf } from '../jobs/job-key.ts';
import { readSighting } from '../jobs/sighting.ts';
import type { Fleet } from './fleet.ts';

/** Frames 1-5 of 10 done, the sixth in writing and as large as given at that time. */
function growing(sizeBytes: number, seconds: number): Partial<SequenceReport> {
  const claim: FrameClaim = {
    frame: 6,
    since: iso(0),
    changedAt: iso(seconds),
    sizeBytes,
    fraction: null,
    evidence: null,
  };
  return { expected: '1-10', done: '1-5', writing: '6', changedAt: iso(seconds), claims: [claim] };
}

function jobIn(fleet: Fleet, seconds: number) {
  const [job] = fleet.jobs(at(seconds));
  if (!job) throw new Error('there is no job');
  return job;
}

test('takeChange leaves files that merely grow to the tick, and whoever asks sees them at once', () => {
  const fleet = fleetOf();
  fleet.applyReport(withSequence('rn-1', growing(100, 0)), at(0));
  fleet.takeChange(at(0));
  fleet.applyReport(withSequence('rn-1', growing(200, 2)), at(2));
  expect(fleet.takeChange(at(2))?.jobs).toEqual([]);
  fleet.tick(at(3));
  expect(fleet.takeChange(at(3))?.jobs).toMatchObject([{ updatedAt: iso(2) }]);
  fleet.applyReport(withSequence('rn-1', growing(300, 4)), at(4));
  expect(jobIn(fleet, 4).updatedAt).toBe(iso(4));
});

test('takeChange tells of a frame at once when the first node does, and once though all others do', () => {
  const fleet = fleetOf();
  const told = (done: string): Partial<SequenceReport> => ({ expected: '1-10', done });
  for (const node of ['rn-1', 'rn-2']) fleet.applyReport(withSequence(node, told('1-5')), at(0));
  fleet.takeChange(at(0));
  fleet.applyReport(withSequence('rn-1', told('1-6')), at(1));
  expect(fleet.takeChange(at(1))?.jobs).toMatchObject([{ done: 6 }]);
  fleet.applyReport(withSequence('rn-2', told('1-6')), at(2));
  expect(fleet.takeChange(at(2))?.jobs).toEqual([]);
  fleet.applyReport(withSequence('rn-2', told('1-7')), at(3));
  expect(fleet.takeChange(at(3))?.jobs).toMatchObject([{ done: 7 }]);
});

test('applyReport changes no job when the same sequences come in another order, or twice', () => {
  const fleet = fleetOf();
  const [a, b] = ['a', 'b'].map((directory) => madeUpSequence({ directory, done: '1-5' }));
  if (!a || !b) throw new Error('there are no sequences');
  const report = (sequences: SequenceReport[]) => madeUpReport('rn-1', { sequences });
  fleet.applyReport(report([a, b]), at(0));
  const before = fleet.jobs(at(0));
  expect(fleet.applyReport(report([b, a]), at(1)).kind).toBe('applied');
  expect(fleet.applyReport(report([b, a, { ...b, done: '1' }]), at(2)).kind).toBe('applied');
  expect(fleet.jobs(at(2))).toEqual(before);
  expect(fleet.applyReport(report([a]), at(3)).kind).toBe('progressed');
  expect(fleet.jobs(at(3)).map((job) => job.outputDir)).toHaveLength(1);
});

test("readSighting shares the ranges of another node's view that says the same", () => {
  const view = (sequence: SequenceReport, peer: ReturnType<typeof readSighting> | null) =>
    readSighting({ sequence, place: streamPlaceOf(sequence), shift: 0, received: at(0) }, null, peer);
  const peer = view(madeUpSequence({ done: '1-100x3', expected: '1-200', writing: '7' }), null);
  const own = view(madeUpSequence({ done: '1-100x3', expected: '1-200', writing: '8' }), peer);
  expect(own.done).toBe(peer.done);
  expect(own.expected).toBe(peer.expected);
  expect(own.writing).toEqual([[8, 8]]);
});

test('claimedFiles looks at those that appeared first when there are more than any farm has in hand', () => {
  const claims = Array.from({ length: 700 }, (_, i) => madeUpClaim(i + 1, 700 - i));
  const files = claimedFiles({ crew: [madeUpSighting(madeUpMember('rn-1'), claims)], done: new Map() });
  expect(files).toHaveLength(500);
  expect(files[0]?.frame).toBe(201);
});

test('what a job tells are numbers of the protocol, whatever times, sizes and durations a node makes up', () => {
  const fleet = fleetOf();
  const recent = Array.from({ length: 64 }, (_, i) => ({
    frame: i + 0.5,
    at: i % 2 === 0 ? '1970-01-01T00:00:00Z' : '9999-12-31T23:59:59Z',
    startedAt: '0000-01-01T00:00:00Z',
    sizeBytes: 1.7e308,
    seconds: 1.7e308,
    evidence: 'log' as const,
  }));
  const layers = ['beauty', 'depth'].map((layer) =>
    madeUpSequence({
      directory: layer,
      expected: '-999999999-999999999',
      done: '0.5-63.5',
      recent,
      doneBytes: 1.7e308,
    }),
  );
  fleet.applyReport(madeUpReport('rn-1', { sequences: layers }), at(0));
  for (const seconds of [1, 100, 100_000]) {
    fleet.tick(at(seconds));
    const { id } = jobIn(fleet, seconds);
    expect(checkerFor(JobDetail)(fleet.job(id, at(seconds)))).toMatchObject({ ok: true });
    const question = { id, input: fleet.forecastInput(id, at(seconds)), now: at(seconds), by: at(0).wall };
    expect(checkerFor(JobForecast)(jobForecast(question))).toMatchObject({ ok: true });
  }
});
