import { expect, test } from 'vitest';
import { madeUpWork } from '../../testing/made-up-crew.ts';
import { doubleClaimsOf } from './double-claims.ts';
import type { FrameWork } from './group-input.ts';

const first = madeUpWork(7, 'rn-2', 100, { seconds: 30 });

test.each<[string, readonly FrameWork[], { nodes: string[]; wastedSeconds: number | null } | null]>([
  [
    'the second began before the first was done',
    [madeUpWork(7, 'rn-10', 110)],
    { nodes: ['rn-2', 'rn-10'], wastedSeconds: 30 },
  ],
  ['it was rendered again later', [madeUpWork(7, 'rn-10', 131)], null],
  [
    'nobody knows when the second began, but it ended soon after',
    [madeUpWork(7, 'rn-10', 131, { seconds: null })],
    { nodes: ['rn-2', 'rn-10'], wastedSeconds: 30 },
  ],
  [
    'nobody knows when the second began, and it ended long after',
    [madeUpWork(7, 'rn-10', 161, { seconds: null })],
    null,
  ],
  [
    'three had it in hand',
    [madeUpWork(7, 'rn-1', 105, { seconds: 20 }), madeUpWork(7, 'rn-10', 110)],
    { nodes: ['rn-1', 'rn-2', 'rn-10'], wastedSeconds: 50 },
  ],
  [
    'nobody knows what the lost work took',
    [madeUpWork(7, 'rn-10', 95, { seconds: null })],
    { nodes: ['rn-2', 'rn-10'], wastedSeconds: null },
  ],
  ['one is known by the order alone', [madeUpWork(7, 'rn-10', 110, { evidence: 'order' })], null],
  ['the other is unknown', [madeUpWork(7, null, 110)], null],
  ['it is the same node', [madeUpWork(7, 'rn-2', 110)], null],
])('doubleClaimsOf judges two works of one frame when %s', (_, others, expected) => {
  const doubles = expected ? [{ frame: 7, ...expected }] : [];
  expect(doubleClaimsOf([first, ...others, madeUpWork(8, 'rn-1', 100)])).toEqual(doubles);
  expect(doubleClaimsOf([madeUpWork(8, 'rn-1', 100), ...others.toReversed(), first])).toEqual(doubles);
});
