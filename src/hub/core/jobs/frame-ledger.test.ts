import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import {
  createFrameLedger,
  currentMarks,
  type FrameLedger,
  MOST_FRAMES_KEPT,
  marksOf,
  noteFinished,
  noteStart,
} from './frame-ledger.ts';
import type { FrameMark } from './mark-table.ts';

const START = Date.UTC(2026, 0, 1, 12);

function mark(seconds: number, fields: Partial<FrameMark> = {}): FrameMark {
  const at = START + seconds * 1000;
  return { frame: 1, at, startedAt: null, seconds: null, sizeBytes: 9, node: null, evidence: null, ...fields };
}

function ledgerOf(marks: readonly FrameMark[]): FrameLedger {
  const ledger = createFrameLedger();
  for (const one of marks) noteFinished(ledger, one);
  return ledger;
}

const own = (seconds: number, node: string, fields: Partial<FrameMark> = {}) =>
  mark(seconds, { node, evidence: 'descriptor', ...fields });

test.each<[string, readonly FrameMark[], Partial<FrameMark>]>([
  ['the earliest of several views of one completion', [mark(9), mark(2), mark(5)], mark(2)],
  ['the last when it was rendered again', [mark(2), mark(300)], mark(300)],
  ["the owner's word when others saw it too", [mark(2), own(5, 'rn-1'), mark(9)], own(5, 'rn-1')],
  ['the last owner of two', [own(5, 'rn-1'), own(40, 'rn-2')], own(40, 'rn-2')],
  ['a rendering of nobody known when it came long after', [own(5, 'rn-1'), mark(900, { sizeBytes: 8 })], mark(900)],
  ['its owner when the same file was merely seen late', [own(5, 'rn-1'), mark(900)], own(5, 'rn-1')],
  ['the surer evidence of one completion', [own(5, 'rn-1', { evidence: 'order' }), own(5, 'rn-1')], own(5, 'rn-1')],
])('a ledger keeps of a frame %s', (_, marks, kept) => {
  expect(currentMarks(ledgerOf(marks))[0]).toMatchObject({ at: kept.at, node: kept.node, evidence: kept.evidence });
  expect(currentMarks(ledgerOf(marks.toReversed()))[0]).toEqual(currentMarks(ledgerOf(marks))[0]);
});

test('a ledger keeps the work of both when two nodes have rendered one frame', () => {
  const ledger = ledgerOf([own(5, 'rn-1'), own(40, 'rn-2'), own(6, 'rn-1')]);
  expect(marksOf(ledger).map(({ node, at }) => [node, at])).toEqual([
    ['rn-2', START + 40_000],
    ['rn-1', START + 6_000],
  ]);
});

test('a ledger changes nothing when it is told the same again', () => {
  const marks = [own(5, 'rn-1'), mark(6), mark(7, { frame: 2 })];
  const ledger = ledgerOf(marks);
  const { revision } = ledger;
  for (const one of [...marks, mark(8, { frame: 2 })]) expect(noteFinished(ledger, one)).toBe(false);
  expect(ledger.revision).toBe(revision);
});

test('a ledger drops the frames that were finished first when there are too many', () => {
  const ledger = createFrameLedger();
  for (let frame = 1; frame <= MOST_FRAMES_KEPT + 1_500; frame++) noteFinished(ledger, mark(frame, { frame }));
  const frames = currentMarks(ledger).map((one) => one.frame);
  expect(frames.length).toBeLessThanOrEqual(MOST_FRAMES_KEPT + 1_000);
  expect(frames).toContain(MOST_FRAMES_KEPT + 1_500);
  expect(frames).not.toContain(1);
});

test('a ledger takes a start that is told again, a second off, for the same', () => {
  const ledger = createFrameLedger();
  expect([START, START + 900, START + 60_000].map((at) => noteStart(ledger, 'rn-1', at))).toEqual([true, false, true]);
  expect(ledger.starts.get('rn-1')).toEqual([START, START + 60_000]);
});

const anyMark = fc
  .record({
    seconds: fc.integer({ min: 0, max: 400 }),
    frame: fc.integer({ min: 1, max: 3 }),
    sizeBytes: fc.integer({ min: 1, max: 2 }),
    startedAt: fc.option(fc.integer({ min: 0, max: 3 }).map((seconds) => START + seconds * 1000)),
    told: fc.option(fc.integer({ min: 1, max: 2 })),
    owner: fc.option(
      fc.record({
        node: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        evidence: fc.constantFrom<Evidence | null>('log', 'descriptor', 'bytes', 'order', null),
      }),
    ),
  })
  .map(({ seconds, told, owner, ...rest }) =>
    mark(seconds, { ...rest, seconds: told, ...(owner ?? { node: null, evidence: null }) }),
  );

test('a ledger is the same in whatever order, and however often, it is told of the frames', () => {
  const sorted = (ledger: FrameLedger) =>
    marksOf(ledger)
      .map((one) => JSON.stringify(one))
      .toSorted();
  fc.assert(
    fc.property(
      fc
        .array(anyMark, { maxLength: 12 })
        .chain((marks) =>
          fc.tuple(fc.constant(marks), fc.shuffledSubarray(marks, { minLength: marks.length }), fc.subarray(marks)),
        ),
      ([marks, shuffled, again]) => {
        const ledger = ledgerOf(marks);
        const other = ledgerOf([...shuffled, ...again]);
        expect(sorted(other)).toEqual(sorted(ledger));
        // What a record keeps makes the same ledger.
        expect(sorted(ledgerOf(marksOf(ledger)))).toEqual(sorted(ledger));
      },
    ),
    { numRuns: 500 },
  );
});

test('a ledger uses the places of dropped marks again', () => {
  const ledger = createFrameLedger();
  for (let minute = 0; minute < 100; minute++)
    for (const frame of [1, 2, 3]) noteFinished(ledger, own(minute * 60, 'rn-1', { frame, startedAt: START }));
  expect(marksOf(ledger)).toEqual([1, 2, 3].map((frame) => own(99 * 60, 'rn-1', { frame, startedAt: START })));
  expect(ledger.marks.rows).toBeLessThanOrEqual(4);
});
