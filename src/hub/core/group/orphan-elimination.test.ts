import { expect, test } from 'vitest';
import {
  endedNode,
  type GroupCase,
  madeUpBlender,
  madeUpClaim,
  madeUpMember,
  madeUpSighting,
  madeUpWork,
  orphansIn,
  runningNode,
  SEEN,
} from '../../testing/made-up-crew.ts';

/** The test's clock begins at noon: 180 s later it is 12:03. */
const GONE_ON = 'claimed before Blender on rn-2 ended at 12:03 UTC; every renderer that still runs has gone on';

test.each<[string, GroupCase, { node: string | null; why: string } | null]>([
  [
    'all that run have finished a frame since',
    { now: 240, crew: [runningNode('rn-1'), endedNode('rn-2', 180)], works: [madeUpWork(18, 'rn-1', 230)] },
    { node: 'rn-2', why: GONE_ON },
  ],
  [
    'all that run have claimed a newer one',
    {
      now: 240,
      crew: [runningNode('rn-1', [SEEN, madeUpClaim(19, 200, { evidence: 'bytes' })]), endedNode('rn-2', 180)],
    },
    { node: 'rn-2', why: GONE_ON },
  ],
  [
    'one of two that run may have it',
    {
      now: 240,
      crew: [runningNode('rn-1', [SEEN, madeUpClaim(19, 200)]), endedNode('rn-2', 180), runningNode('rn-3')],
    },
    null,
  ],
  [
    'the newer claim is of nobody known',
    { now: 240, crew: [runningNode('rn-1', [SEEN, madeUpClaim(19, 200)]), endedNode('rn-2', 180)] },
    null,
  ],
  [
    'all have ended, and one had another frame in hand before',
    {
      now: 240,
      crew: [endedNode('rn-1', 170), endedNode('rn-2', 180)],
      works: [madeUpWork(18, 'rn-1', 168)],
    },
    { node: 'rn-2', why: 'claimed before Blender on rn-2 ended at 12:03 UTC; no renderer is left' },
  ],
  ['one has finished nothing since', { now: 240, crew: [runningNode('rn-1'), endedNode('rn-2', 180)] }, null],
  [
    'one has finished a frame before',
    { now: 240, crew: [runningNode('rn-1'), endedNode('rn-2', 180)], works: [madeUpWork(16, 'rn-1', 95)] },
    null,
  ],
  [
    'one that runs was started later',
    { now: 240, crew: [runningNode('rn-1', [SEEN], 190), endedNode('rn-2', 180)] },
    { node: 'rn-2', why: 'claimed before Blender on rn-2 ended at 12:03 UTC; no renderer is left' },
  ],
  [
    'a renderer may write anywhere',
    {
      now: 240,
      crew: [
        madeUpSighting(madeUpMember('rn-1', { renderers: [madeUpBlender(0, null, { isOnJob: null })] }), [SEEN]),
        endedNode('rn-2', 180),
      ],
    },
    null,
  ],
  [
    'a node tells of no renderers',
    { now: 240, crew: [endedNode('rn-2', 180), madeUpSighting(madeUpMember('rn-3'), [SEEN])] },
    null,
  ],
  [
    'a node is stale',
    {
      now: 240,
      crew: [
        endedNode('rn-2', 180),
        madeUpSighting(madeUpMember('rn-3', { liveness: 'stale', renderers: [] }), [SEEN]),
      ],
    },
    null,
  ],
  ['the renderer ended before it appeared', { now: 240, crew: [endedNode('rn-2', 90)] }, null],
  [
    'the last renderer ended',
    { now: 240, crew: [endedNode('rn-2', 180)] },
    { node: 'rn-2', why: 'claimed before Blender on rn-2 ended at 12:03 UTC; no renderer is left' },
  ],
  [
    'the last renderer ended, and it is too fresh for a stranger to be ruled out',
    { now: 190, crew: [endedNode('rn-2', 180)], slowest: 100 },
    null,
  ],
  [
    'two ended',
    { now: 240, crew: [endedNode('rn-1', 170), endedNode('rn-2', 180)] },
    { node: null, why: 'claimed before the renderers on rn-1, rn-2 ended; no renderer is left' },
  ],
])('a claim without an owner is judged by elimination when %s', (_, given, expected) => {
  expect(orphansIn(given)).toEqual(expected ? [{ frame: 17, ...expected }] : []);
});
