import { expect, test } from 'vitest';
import {
  endedNode,
  type GroupCase,
  madeUpBlender,
  madeUpClaim,
  madeUpMember,
  madeUpSighting,
  OWNED,
  orphansIn,
  runningNode,
  SEEN,
} from '../../testing/made-up-crew.ts';
import { at } from '../../testing/made-up-fleet.ts';

/** The test's clock begins at noon: 180 s later it is 12:03. */
const ENDED = 'claimed by rn-2, whose Blender ended at 12:03 UTC';

test.each<[string, GroupCase, { node: string | null; why: string } | null]>([
  [
    'its owner was killed',
    { now: 190, crew: [runningNode('rn-1'), endedNode('rn-2', 180, [OWNED])] },
    { node: 'rn-2', why: ENDED },
  ],
  ['its owner was killed just now', { now: 189, crew: [runningNode('rn-1'), endedNode('rn-2', 180, [OWNED])] }, null],
  ['its owner renders on, for hours', { now: 90_000, crew: [runningNode('rn-1'), runningNode('rn-2', [OWNED])] }, null],
  [
    'it grew after its owner had ended',
    { now: 190, crew: [endedNode('rn-2', 180, [{ ...OWNED, sizeBytes: 900, changedAt: at(185).monotonic }])] },
    null,
  ],
  [
    'it is cut and its writer was killed',
    {
      now: 230,
      crew: [
        endedNode('rn-2', 180, [
          { ...OWNED, kind: 'cut', sizeBytes: 900, since: at(215).monotonic, changedAt: at(215).monotonic },
        ]),
      ],
    },
    { node: 'rn-2', why: 'left cut by rn-2, whose Blender ended at 12:03 UTC' },
  ],
  [
    'its owner was started again',
    {
      now: 190,
      crew: [madeUpSighting(madeUpMember('rn-2', { renderers: [madeUpBlender(0, 180), madeUpBlender(182)] }), [OWNED])],
    },
    { node: 'rn-2', why: ENDED },
  ],
  [
    'its owner runs another renderer elsewhere',
    {
      now: 190,
      crew: [
        madeUpSighting(
          madeUpMember('rn-2', { renderers: [madeUpBlender(0, 180), madeUpBlender(0, null, { isOnJob: false })] }),
          [OWNED],
        ),
      ],
    },
    { node: 'rn-2', why: ENDED },
  ],
  [
    'its owner runs a renderer that may write here under another name',
    {
      now: 190,
      crew: [
        madeUpSighting(madeUpMember('rn-2', { renderers: [madeUpBlender(0, null, { isOnJob: false })] }), [OWNED]),
      ],
    },
    null,
  ],
  [
    'the renderer of its owner is remembered no more',
    { now: 9_000, crew: [madeUpSighting(madeUpMember('rn-2', { renderers: [] }), [OWNED])] },
    { node: 'rn-2', why: 'claimed by rn-2, where its renderer runs no more' },
  ],
  [
    'its owner is stale',
    {
      now: 300,
      crew: [
        runningNode('rn-1'),
        madeUpSighting(madeUpMember('rn-2', { liveness: 'stale', renderers: [madeUpBlender(0)] }), [OWNED]),
      ],
    },
    null,
  ],
  [
    'its owner is silent',
    {
      now: 300,
      crew: [
        runningNode('rn-1'),
        madeUpSighting(madeUpMember('rn-2', { liveness: 'offline', heard: at(180), renderers: [madeUpBlender(0)] }), [
          OWNED,
        ]),
      ],
    },
    { node: 'rn-2', why: 'claimed by rn-2, whose node is silent since 12:03 UTC' },
  ],
  [
    'the agent of its owner was stopped by somebody',
    {
      now: 300,
      crew: [
        runningNode('rn-1'),
        madeUpSighting(
          madeUpMember('rn-2', { liveness: 'offline', isLeaving: true, heard: at(180), renderers: [madeUpBlender(0)] }),
          [OWNED],
        ),
      ],
    },
    null,
  ],
  [
    'nobody sees it any more',
    {
      now: 300,
      crew: [
        runningNode('rn-1', []),
        madeUpSighting(madeUpMember('rn-2', { liveness: 'offline', heard: at(180), renderers: [madeUpBlender(0)] }), [
          OWNED,
        ]),
      ],
    },
    null,
  ],
])('a claim with a known owner is judged by its renderer when %s', (_, given, expected) => {
  expect(orphansIn(given)).toEqual(expected ? [{ frame: 17, ...expected }] : []);
});

const AGED = 'empty since 12:01 UTC, and no renderer that runs can have it in hand';
const idle = { cpuPercent: 1, gpuPercent: 0 };

test.each<[string, GroupCase, { node: string | null; why: string } | null]>([
  [
    'nobody renders',
    { now: 701, crew: [madeUpSighting(madeUpMember('rn-1', { renderers: [] }), [SEEN])] },
    { node: null, why: AGED },
  ],
  [
    'it is ten minutes old',
    { now: 700, crew: [madeUpSighting(madeUpMember('rn-1', { renderers: [] }), [SEEN])] },
    null,
  ],
  [
    'frames take longer',
    { now: 1_000, crew: [madeUpSighting(madeUpMember('rn-1', { renderers: [] }), [SEEN])], slowest: 301 },
    null,
  ],
  ['those that render began later', { now: 800, crew: [runningNode('rn-1', [SEEN], 400)] }, { node: null, why: AGED }],
  ['one that renders may have it', { now: 90_000, crew: [runningNode('rn-1')] }, null],
  [
    'its owner has gone on',
    { now: 800, crew: [runningNode('rn-2', [OWNED, madeUpClaim(18, 200, { evidence: 'log' })])] },
    { node: 'rn-2', why: AGED },
  ],
  [
    'its owner has many frames in hand',
    {
      now: 800,
      crew: [
        runningNode('rn-2', [
          OWNED,
          madeUpClaim(18, 200, { evidence: 'log' }),
          madeUpClaim(19, 201, { evidence: 'log' }),
        ]),
      ],
    },
    null,
  ],
  [
    'a node that tells of no renderers is idle',
    { now: 800, crew: [madeUpSighting(madeUpMember('rn-1', idle), [SEEN])] },
    { node: null, why: AGED },
  ],
  [
    'a node that tells of no renderers is busy',
    { now: 90_000, crew: [madeUpSighting(madeUpMember('rn-1'), [SEEN])] },
    null,
  ],
  [
    'it holds half a frame, which is told as cut in its time',
    { now: 90_000, crew: [madeUpSighting(madeUpMember('rn-1', { renderers: [] }), [{ ...SEEN, sizeBytes: 900 }])] },
    null,
  ],
])('an old claim is judged by who can have it when %s', (_, given, expected) => {
  expect(orphansIn(given)).toEqual(expected ? [{ frame: 17, ...expected }] : []);
});
