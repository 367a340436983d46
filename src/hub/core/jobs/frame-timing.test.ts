import { expect, test } from 'vitest';
import { createFrameLedger, noteFinished, noteStart } from './frame-ledger.ts';
import { timelineOf, worksOf } from './frame-timing.ts';
import type { FrameMark } from './mark-table.ts';

const START = Date.UTC(2026, 0, 1, 12);
const time = (seconds: number) => START + seconds * 1000;

interface Finished extends Partial<Omit<FrameMark, 'at' | 'startedAt'>> {
  readonly frame: number;
  readonly end: number;
  readonly begin?: number;
}

function ledgerOf(frames: readonly Finished[], starts: readonly number[] = []) {
  const ledger = createFrameLedger();
  for (const { end, begin, ...rest } of frames) {
    const startedAt = begin === undefined ? null : time(begin);
    const node = { node: 'rn-1', evidence: 'bytes' } as const;
    noteFinished(ledger, { at: time(end), startedAt, seconds: null, sizeBytes: 9, ...node, ...rest });
  }
  for (const at of starts) noteStart(ledger, 'rn-1', time(at));
  return ledger;
}

const ASKED = { monotonic: (wall: number) => wall };
const NOBODY = { node: null, evidence: null };

test.each<[string, readonly Finished[], readonly number[], readonly (number | null)[], readonly boolean[]]>([
  [
    'since its placeholder appeared',
    [1, 2, 3].map((frame) => ({ frame, begin: frame * 30 - 29, end: frame * 30 })),
    [],
    [29, 29, 29],
    [true, false, false],
  ],
  [
    'since the frame before where files are written at the end',
    [1, 2, 3].map((frame) => ({ frame, begin: frame * 30 - 0.1, end: frame * 30 })),
    [],
    [null, 30, 30],
    [true, false, false],
  ],
  [
    "since its renderer's start for the first of a run",
    [1, 2, 3, 4].map((frame) => ({ frame, end: frame * 30 + (frame > 2 ? 40 : 0) })),
    [10, 75],
    [20, 30, 55, 30],
    [true, false, true, false],
  ],
  [
    'nobody knows how long after a pause',
    [1, 2, 3, 4].map((frame) => ({ frame, end: frame * 30 + (frame > 3 ? 900 : 0) })),
    [],
    [null, 30, 30, null],
    [true, false, false, true],
  ],
  [
    'as its renderer says',
    [1, 2].map((frame) => ({ frame, end: frame * 30, seconds: 25 + frame })),
    [],
    [26, 27],
    [true, false],
  ],
  [
    'nobody knows how long where nobody knows by whom',
    [1, 2, 3].map((frame) => ({ frame, end: frame * 30, ...NOBODY })),
    [],
    [null, null, null],
    [true, false, false],
  ],
  [
    'since its placeholder appeared, whoever rendered it',
    [1, 2, 3, 4].map((frame) => ({ frame, begin: frame * 15 - 30, end: frame * 15, ...NOBODY })),
    [],
    [30, 30, 30, 30],
    [true, false, false, false],
  ],
  ['nobody knows how long when a single file appeared whole', [{ frame: 1, begin: 29.9, end: 30 }], [], [null], [true]],
  ['since its placeholder when it is the only one', [{ frame: 1, begin: 0, end: 30 }], [], [30], [true]],
])('timelineOf tells that a frame took %s', (_, frames, starts, seconds, firsts) => {
  const timeline = timelineOf(ledgerOf(frames, starts), ASKED);
  expect(timeline.map((frame) => frame.seconds)).toEqual(seconds);
  expect(timeline.map((frame) => frame.isFirst)).toEqual(firsts);
});

test("timelineOf keeps the nodes' frames apart", () => {
  const frames = [1, 2, 3, 4].map((frame) => ({ frame, end: frame * 30, node: frame % 2 ? 'rn-1' : 'rn-2' }));
  expect(timelineOf(ledgerOf(frames), ASKED).map(({ seconds }) => seconds)).toEqual([null, null, 60, 60]);
});

test('worksOf tells of the rendering that was lost too when two nodes rendered one frame', () => {
  const twice = [
    { frame: 1, begin: 0, end: 30, node: 'rn-1' },
    { frame: 1, begin: 1, end: 41, node: 'rn-2' },
  ];
  expect(worksOf(ledgerOf(twice), ASKED).map(({ node, seconds }) => [node, seconds])).toEqual([
    ['rn-1', 30],
    ['rn-2', 40],
  ]);
});

test('timelineOf tells of the latest frames alone what it tells of them among all', () => {
  const frames = Array.from({ length: 40 }, (_, i) => ({ frame: i + 1, end: i * 30 + (i % 7), node: `rn-${i % 3}` }));
  const ledger = ledgerOf(frames, [200]);
  const all = timelineOf(ledger, ASKED);
  expect(timelineOf(ledger, { ...ASKED, most: 9 })).toEqual(all.slice(-9));
});
