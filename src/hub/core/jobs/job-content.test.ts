import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFrameRange } from '../../../shared/frames/frame-notation.ts';
import { countFrames, hasFrame, rangeOfFrames } from '../../../shared/frames/frame-range.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { madeUpSequence } from '../../testing/made-up-report.ts';
import { mergeSightings } from './job-content.ts';
import { streamPlaceOf } from './job-key.ts';
import { readSighting, type Sighting } from './sighting.ts';

const received = { wall: Date.UTC(2026, 0, 1, 12), monotonic: 500_000 };

function sighting(fields: Partial<SequenceReport>, shift = 0): Sighting {
  const sequence = madeUpSequence(fields);
  return readSighting({ sequence, place: streamPlaceOf(sequence), shift, received }, null);
}

function merged(...views: readonly [Partial<SequenceReport>, ...Partial<SequenceReport>[]]) {
  const [first, ...rest] = views;
  return mergeSightings([sighting(first), ...rest.map((view) => sighting(view))]);
}

test('mergeSightings lets done win over writing over placeholder when nodes see a frame differently', () => {
  const content = merged(
    { done: '1-3', writing: '4', placeholders: '5-6', expected: '1-10' },
    { done: '1-2,4', writing: '5', placeholders: '3' },
  );
  expect(formatFrameRange(content.done)).toBe('1-4');
  expect(formatFrameRange(content.writing)).toBe('5');
  expect(formatFrameRange(content.placeholders)).toBe('6');
  expect(formatFrameRange(content.missing)).toBe('5-10');
  expect(content).toMatchObject({ doneCount: 4, total: 10 });
});

test('mergeSightings counts no frame outside the expected range when there is one', () => {
  const content = merged({ done: '1-5,900', expected: '1-10' });
  expect(content).toMatchObject({ doneCount: 5, total: 10 });
  expect(hasFrame(content.done, 900)).toBe(true);
});

test('mergeSightings calls only holes missing when no range is known, and a frame in writing no hole', () => {
  const content = merged({ done: '1-3,8', writing: '5', placeholders: '6' });
  expect(content).toMatchObject({ doneCount: 4, total: null });
  expect(formatFrameRange(content.missing)).toBe('4,7');
});

test('mergeSightings joins the expected ranges and takes the title that somebody gave', () => {
  const content = merged({ expected: '1-10' }, { expected: '11-20', title: 'Cat' }, { expected: null });
  expect(content).toMatchObject({ total: 20, title: 'Cat' });
});

test('mergeSightings counts no byte twice when several nodes see the same files', () => {
  expect(merged({ doneBytes: 100 }, { doneBytes: 80 }).doneBytes).toBe(100);
});

test('mergeSightings counts a completion once when two nodes see it at different times', () => {
  const content = merged(
    { recent: [{ frame: 1, at: '2026-01-01T11:00:03Z', sizeBytes: 5 }] },
    { recent: [{ frame: 1, at: '2026-01-01T11:00:00Z', sizeBytes: 5 }] },
  );
  expect(content.completions).toHaveLength(1);
  expect(content.completions[0]?.at.wall).toBe(Date.UTC(2026, 0, 1, 11));
});

test('mergeSightings takes the last time when a frame was rendered again', () => {
  const content = merged(
    { recent: [{ frame: 1, at: '2026-01-01T10:00:00Z', sizeBytes: 5 }] },
    { recent: [{ frame: 1, at: '2026-01-01T11:00:00Z', sizeBytes: 7 }] },
  );
  expect(content.completions.map((completion) => completion.sizeBytes)).toEqual([7]);
});

const layer = (name: string, fields: Partial<SequenceReport>): Partial<SequenceReport> => ({
  pattern: name === '' ? 'sh010.####.exr' : `sh010_${name}.####.exr`,
  ...fields,
});

test('mergeSightings takes a frame for done when each of its streams has it', () => {
  const content = merged(
    layer('beauty', { done: '1-10', expected: '1-20', doneBytes: 100 }),
    layer('depth', { done: '1-7', writing: '8', expected: '1-20', doneBytes: 10 }),
    layer('left_normal', { done: '1-9', placeholders: '10', doneBytes: 1 }),
  );
  expect(formatFrameRange(content.done)).toBe('1-7');
  expect(formatFrameRange(content.writing)).toBe('8');
  expect(formatFrameRange(content.placeholders)).toBe('10');
  expect(content).toMatchObject({ doneCount: 7, total: 20, doneBytes: 111, pattern: 'sh010_beauty.####.exr' });
  expect(content.streams.map(({ place }) => place.layer)).toEqual(['beauty', 'depth', 'normal']);
});

test('mergeSightings joins what the nodes see of each stream before it compares the streams', () => {
  const content = merged(
    layer('beauty', { done: '1-5' }),
    layer('depth', { done: '6-10' }),
    layer('beauty', { done: '6-10' }),
    layer('depth', { done: '1-5' }),
  );
  expect(formatFrameRange(content.done)).toBe('1-10');
});

test('mergeSightings waits for no stream that less than half of the frames have', () => {
  const content = merged(layer('', { done: '1-10' }), layer('depth', { done: '1-3', broken: '9' }));
  expect(formatFrameRange(content.done)).toBe('1-10');
  expect(content).toMatchObject({ pattern: 'sh010.####.exr', regularStreams: ['sq010/sh0010\0sh010.####.exr'] });
  expect(content.broken).toEqual([]);
});

test('mergeSightings takes a frame for finished when the last of its streams was, begun with the first', () => {
  const recent = (seconds: number, startedAt: string | null) => [
    { frame: 1, at: `2026-01-01T11:00:${seconds}Z`, sizeBytes: 5, startedAt },
  ];
  const content = merged(
    layer('beauty', { done: '1-2', recent: recent(30, '2026-01-01T11:00:10Z') }),
    layer('depth', { done: '1-2', recent: recent(45, null) }),
  );
  expect(content.completions).toMatchObject([
    {
      frame: 1,
      at: { wall: Date.UTC(2026, 0, 1, 11, 0, 45) },
      startedAt: { wall: Date.UTC(2026, 0, 1, 11, 0, 10) },
      sizeBytes: 10,
    },
  ]);
});

test.each<[string, readonly [Partial<SequenceReport>, ...Partial<SequenceReport>[]], string | null, string | null]>([
  [
    'the flag before the scene',
    [
      { expected: '1-9', expectedFrom: 'scene' },
      { expected: '2-4', expectedFrom: 'flag' },
    ],
    '2-4',
    'flag',
  ],
  [
    'all command lines together',
    [
      { expected: '1-3', expectedFrom: 'command line' },
      { expected: '7-9', expectedFrom: 'command line' },
      { expected: '1-99', expectedFrom: 'scene' },
    ],
    '1-3,7-9',
    'command line',
  ],
  [
    'a sidecar before command lines',
    [
      { expected: '1-5', expectedFrom: 'sidecar' },
      { expected: '1-3', expectedFrom: 'command line' },
    ],
    '1-5',
    'sidecar',
  ],
  [
    'an agent that does not say where from as a flag',
    [{ expected: '1-5' }, { expected: '1-9', expectedFrom: 'sidecar' }],
    '1-5',
    'flag',
  ],
  ['nothing where nobody says', [{ expected: null }, { expected: '', expectedFrom: 'scene' }], null, null],
])('mergeSightings takes for the expected range %s', (_, views, expected, from) => {
  const content = merged(...views);
  expect(content.expected && formatFrameRange(content.expected)).toBe(expected);
  expect(content.expectedFrom).toBe(from);
});

test('readSighting translates times to the hub when the node clock is off, never beyond the receipt', () => {
  const slow = sighting({ startedAt: '2026-01-01T11:00:00Z', changedAt: '2026-01-01T13:00:00Z' }, 60_000);
  expect(slow.startedAt).toEqual({ wall: Date.UTC(2026, 0, 1, 11, 1), monotonic: 500_000 - 59 * 60_000 });
  expect(slow.changedAt).toEqual(received);
});

test('readSighting takes a notation that cannot be read for no frames and keeps the rest', () => {
  const odd = sighting({ done: '1-20x0', writing: '4', expected: 'all' });
  expect(odd).toMatchObject({ done: [], writing: [[4, 4]], expected: null });
});

test('readSighting parses a notation again only when it changed', () => {
  const before = sighting({ done: '1-3', writing: '4', expected: '1-9' });
  const sequence = madeUpSequence({ done: '1-4', writing: '4', expected: '1-9' });
  const after = readSighting({ sequence, place: streamPlaceOf(sequence), shift: 0, received }, before);
  expect(after.writing).toBe(before.writing);
  expect(after.expected).toBe(before.expected);
  expect(after.done).toEqual([[1, 4]]);
});

const frames = fc.uniqueArray(fc.integer({ min: 1, max: 40 })).map((list) => formatFrameRange(rangeOfFrames(list)));
const completion = fc.record({
  frame: fc.integer({ min: 1, max: 10 }),
  at: fc.integer({ min: 0, max: 3_600 }).map((second) => new Date(received.wall - second * 1000).toISOString()),
  sizeBytes: fc.integer({ min: 1, max: 3 }),
});
const view = fc.record({
  done: frames,
  writing: frames,
  placeholders: frames,
  expected: fc.option(frames),
  doneBytes: fc.nat(),
  recent: fc.array(completion, { maxLength: 8 }),
});

test('mergeSightings gives the same whatever the order of the nodes', () => {
  fc.assert(
    fc.property(fc.array(view, { minLength: 1, maxLength: 4 }), (views) => {
      const sightings = views.map((fields) => sighting(fields));
      const [first, ...rest] = sightings as [Sighting, ...Sighting[]];
      const [last, ...others] = sightings.toReversed() as [Sighting, ...Sighting[]];
      expect(mergeSightings([last, ...others])).toEqual(mergeSightings([first, ...rest]));
    }),
  );
});

test('mergeSightings keeps done, writing and placeholders apart and loses no frame of them', () => {
  fc.assert(
    fc.property(view, view, (a, b) => {
      const views = [a, b].map((fields) => sighting(fields));
      const content = mergeSightings(views as [Sighting, Sighting]);
      for (let frame = 1; frame <= 40; frame++) {
        const seen = (field: 'done' | 'writing' | 'placeholders') => views.some((one) => hasFrame(one[field], frame));
        expect(hasFrame(content.done, frame)).toBe(seen('done'));
        expect(hasFrame(content.writing, frame)).toBe(seen('writing') && !seen('done'));
        const claimed = seen('placeholders') && !seen('done') && !seen('writing');
        expect(hasFrame(content.placeholders, frame)).toBe(claimed);
      }
      if (content.total !== null) expect(content.doneCount + countFrames(content.missing)).toBe(content.total);
    }),
  );
});
