import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFrameRange } from '../../../shared/frames/frame-notation.ts';
import { rangeOfFrames } from '../../../shared/frames/frame-range.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { at, fleetOf, iso } from '../../testing/made-up-fleet.ts';
import { madeUpReport, madeUpSequence } from '../../testing/made-up-report.ts';

const layer = (name: string, fields: Partial<SequenceReport>) =>
  madeUpSequence({ pattern: `sh010_${name}.####.exr`, ...fields });

test('a fleet makes one job of the layers of a frame, whoever sees them', () => {
  const fleet = fleetOf();
  const beauty = layer('beauty', { done: '1-10', expected: '1-20', doneBytes: 100 });
  const depth = layer('depth', { done: '1-8', expected: '1-20', doneBytes: 10 });
  fleet.applyReport(madeUpReport('rn-1', { sequences: [depth, beauty] }), at(0));
  fleet.applyReport(madeUpReport('rn-2', { sequences: [{ ...depth, done: '1-9' }] }), at(0));
  const jobs = fleet.jobs(at(0));
  expect(jobs).toMatchObject([{ done: 9, total: 20, pattern: 'sh010_beauty.####.exr', nodes: ['rn-1', 'rn-2'] }]);
  expect(fleet.job(jobs[0]?.id ?? '', at(0))?.streams).toMatchObject([
    { layer: 'beauty', done: 10, doneBytes: 100 },
    { layer: 'depth', done: 9, doneBytes: 10 },
  ]);
  const query = { states: new Set(['missing'] as const), frames: [[10, 11] as const], limit: 9, after: null };
  expect(fleet.frames(jobs[0]?.id ?? '', query, at(0))?.frames).toMatchObject([
    { frame: 10, why: 'not there yet: depth' },
    { frame: 11, why: null },
  ]);
});

test('a fleet goes on with the layers that are left when a node no longer sees one', () => {
  const fleet = fleetOf();
  const [beauty, depth] = [layer('beauty', { done: '1-10' }), layer('depth', { done: '1-8' })];
  fleet.applyReport(madeUpReport('rn-1', { sequences: [beauty, depth] }), at(0));
  expect(fleet.jobs(at(0))).toMatchObject([{ done: 8 }]);
  fleet.applyReport(madeUpReport('rn-1', { sequences: [beauty] }), at(5));
  expect(fleet.jobs(at(5))).toMatchObject([{ done: 10 }]);
  fleet.applyReport(madeUpReport('rn-1'), at(10));
  expect(fleet.jobs(at(10))).toEqual([]);
});

test('a fleet moves a sequence to another job when a sidecar says that its directory is a layer', () => {
  const fleet = fleetOf();
  const fog = madeUpSequence({ directory: 'sh010/fog', pattern: 'fog.####.exr', done: '1-4' });
  fleet.applyReport(madeUpReport('rn-1', { sequences: [fog] }), at(0));
  const [before] = fleet.jobs(at(0));
  const layerOf = { directory: 'sh010', layer: 'fog' };
  fleet.applyReport(madeUpReport('rn-1', { sequences: [{ ...fog, layerOf }] }), at(5));
  const jobs = fleet.jobs(at(5));
  expect(jobs).toHaveLength(1);
  expect(jobs[0]?.id).not.toBe(before?.id);
  expect(fleet.job(jobs[0]?.id ?? '', at(5))?.streams).toMatchObject([{ layer: 'fog', done: 4 }]);
});

const frames = fc.uniqueArray(fc.integer({ min: 1, max: 20 })).map((list) => formatFrameRange(rangeOfFrames(list)));
const sequence = fc
  .record({
    name: fc.constantFrom('beauty', 'depth'),
    done: frames,
    writing: frames,
    broken: frames,
    placeholders: frames,
    expected: fc.option(frames),
    expectedFrom: fc.constantFrom('flag' as const, 'scene' as const),
    recent: fc.array(
      fc.record({
        frame: fc.integer({ min: 1, max: 20 }),
        at: fc.integer({ min: 0, max: 300 }).map((seconds) => iso(-seconds)),
        sizeBytes: fc.integer({ min: 1, max: 2 }),
        evidence: fc.constantFrom(null, 'order' as const, 'descriptor' as const),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ name, ...fields }) => layer(name, fields));

test('a fleet tells the same of its jobs in whatever order the reports came', () => {
  const nodes = fc.array(fc.uniqueArray(sequence, { maxLength: 2, selector: ({ pattern }) => pattern }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(nodes, (all) => {
      const reports = all.map((sequences, i) => madeUpReport(`rn-${i}`, { sequences }));
      const [inOrder, reversed] = [reports, reports.toReversed()].map((list) => {
        const fleet = fleetOf();
        for (const report of list) fleet.applyReport(report, at(0));
        fleet.tick(at(1));
        return fleet.jobs(at(1)).map(({ id }) => fleet.job(id, at(1)));
      });
      expect(reversed).toEqual(inOrder);
    }),
    { numRuns: 100 },
  );
});
