import { expect, test } from 'vitest';
import { madeUpBlender, madeUpMember } from '../../testing/made-up-crew.ts';
import { at } from '../../testing/made-up-fleet.ts';
import {
  BUSY,
  ended,
  IDLE,
  idling,
  madeUpSituation,
  running,
  type SituationCase,
} from '../../testing/made-up-situation.ts';
import { jobStateOf } from './job-state.ts';

function stateOf(given: SituationCase) {
  return jobStateOf(madeUpSituation(given), at(given.now).monotonic);
}

test.each<[string, SituationCase, string, string | null]>([
  ['a frame was finished lately', { now: 400, crew: [madeUpMember('rn-1', IDLE)] }, 'running', null],
  [
    'machines idle',
    { now: 840, crew: [madeUpMember('rn-1', IDLE)] },
    'stalled',
    'no new frame for 12m (usual 30s), CPU and GPU idle',
  ],
  ['its renderer idles', { now: 840, crew: [idling] }, 'stalled', 'no new frame for 12m (usual 30s), CPU and GPU idle'],
  ['frames take longer', { now: 840, crew: [idling], forecast: { secondsPerFrame: 481 } }, 'running', null],
  [
    'frames take nearly as long',
    { now: 840, crew: [idling], forecast: { secondsPerFrame: 479 } },
    'stalled',
    'no new frame for 12m (usual 8.0m), CPU and GPU idle',
  ],
  [
    'its machine is busy',
    { now: 90_000, crew: [running] },
    'running',
    'no new frame for 1d 0h (usual 30s), but the GPU is busy',
  ],
  [
    'its renderer is busy on one core of many',
    { now: 9_000, crew: [madeUpMember('rn-1', { ...IDLE, renderers: [madeUpBlender(0, null, { cpuPercent: 100 })] })] },
    'running',
    'no new frame for 2h28 (usual 30s), but the CPU is busy',
  ],
  [
    'only a machine that does not render it is busy',
    { now: 840, crew: [idling, madeUpMember('ws-1', { ...BUSY, renderers: [] })] },
    'stalled',
    'no new frame for 12m (usual 30s), CPU and GPU idle',
  ],
  [
    'a new renderer was started lately',
    { now: 840, crew: [madeUpMember('rn-1', { ...IDLE, renderers: [madeUpBlender(700)] })] },
    'running',
    null,
  ],
  [
    'all nodes are offline',
    { now: 200, crew: [madeUpMember('rn-1', { liveness: 'offline' })] },
    'stalled',
    'its node rn-1 is offline',
  ],
  [
    'those that rendered it are offline',
    {
      now: 840,
      crew: [
        madeUpMember('rn-1', { liveness: 'offline', renderers: [madeUpBlender(0)] }),
        madeUpMember('ws-1', { ...IDLE, renderers: [] }),
      ],
    },
    'stalled',
    'its node rn-1 is offline',
  ],
  [
    'nothing is expected and nothing new comes',
    { now: 840, sequence: { expected: null }, crew: [madeUpMember('rn-1', IDLE)] },
    'quiet',
    null,
  ],
  [
    'nothing is expected, but its renderer idles',
    { now: 840, sequence: { expected: null }, crew: [idling] },
    'stalled',
    'no new frame for 12m (usual 30s), CPU and GPU idle',
  ],
])('jobStateOf judges silence by what the renderers do when %s', (_, given, state, reason) => {
  expect(stateOf(given)).toEqual({ state, reason });
});

test.each<[string, SituationCase, string, string | null]>([
  ['it has just ended', { now: 210, crew: [ended(180)] }, 'running', null],
  ['it has ended', { now: 211, crew: [ended(180)] }, 'aborted', 'Blender on rn-2 ended with 5 of 10 frames missing'],
  ['a script may start the next', { now: 270, crew: [ended(180)], forecast: { secondsPerFrame: 90 } }, 'running', null],
  ['another renders on', { now: 300, crew: [running, ended(180)] }, 'running', null],
  ['another node tells of no renderers', { now: 300, crew: [ended(180), madeUpMember('rn-3', BUSY)] }, 'running', null],
  [
    'two have ended',
    { now: 300, crew: [madeUpMember('rn-1', { renderers: [madeUpBlender(0, 170)] }), ended(180)] },
    'aborted',
    'all 2 renderers ended with 5 of 10 frames missing',
  ],
  [
    'frames come from elsewhere',
    { now: 300, crew: [ended(180)], inHand: [{ since: at(250).monotonic }] },
    'running',
    null,
  ],
  [
    'it ended with an error',
    { now: 211, crew: [ended(180, 1)] },
    'failed',
    'Blender on rn-2 ended with status 1, 5 of 10 frames missing',
  ],
  [
    'it ended well in the end',
    {
      now: 300,
      crew: [
        madeUpMember('rn-2', {
          renderers: [madeUpBlender(0, 100, { exitStatus: 1 }), madeUpBlender(110, 180, { exitStatus: 0 })],
        }),
      ],
    },
    'aborted',
    'all 2 renderers ended with 5 of 10 frames missing',
  ],
  [
    'it wrote only broken frames',
    { now: 300, sequence: { done: '', broken: '1-3' }, crew: [ended(180)] },
    'failed',
    'Blender on rn-2 ended with only broken frames: 1-3',
  ],
  ['nothing is expected', { now: 300, sequence: { expected: null }, crew: [ended(180)] }, 'quiet', null],
  [
    'nobody remembers it',
    { now: 9_000, crew: [madeUpMember('rn-2', { ...IDLE, renderers: [] })], hadRenderer: true },
    'aborted',
    'its renderers ended with 5 of 10 frames missing',
  ],
  [
    'it has left an orphan',
    { now: 300, crew: [ended(180)], orphans: [6] },
    'aborted',
    'Blender on rn-2 ended with 5 of 10 frames missing, 1 orphaned frame: 6; delete its file and render it again',
  ],
  [
    'nothing but orphans is missing',
    { now: 185, sequence: { done: '1-8' }, crew: [ended(180)], orphans: [10, 9] },
    'aborted',
    'done but for 2 orphaned frames: 9-10; delete their files and render them again',
  ],
  [
    'the others go on past an orphan',
    { now: 185, crew: [running, ended(100)], orphans: [6] },
    'running',
    '1 orphaned frame: 6; delete its file and render it again',
  ],
])('jobStateOf tells how a job came to its end when its renderer is gone: %s', (_, given, state, reason) => {
  expect(stateOf(given)).toEqual({ state, reason });
});
