import { expect, test } from 'vitest';
import { madeUpBlender, madeUpMember } from '../../testing/made-up-crew.ts';
import { at } from '../../testing/made-up-fleet.ts';
import { ended, IDLE, idling, madeUpSituation, running, type SituationCase } from '../../testing/made-up-situation.ts';
import { standingOf } from './job-standing.ts';

function standing(given: SituationCase) {
  return standingOf(madeUpSituation(given), at(given.now).monotonic);
}

const DONE = { sequence: { done: '1-10' } };

test.each<[string, SituationCase, string, string | null]>([
  ['all is done', { now: 9_000, ...DONE, crew: [madeUpMember('rn-1', IDLE)] }, 'completed', null],
  ['its renderer has just finished', { now: 240, ...DONE, crew: [idling] }, 'completed', null],
  [
    'its renderer does not end',
    { now: 300, ...DONE, crew: [idling] },
    'completed',
    'hung at exit: Blender (pid 123) on rn-1 idle for 3m after the last frame',
  ],
  ['its renderer is busy with something else', { now: 300, ...DONE, crew: [running] }, 'completed', null],
  [
    'another renderer looks what is left to do',
    {
      now: 300,
      ...DONE,
      crew: [madeUpMember('rn-1', { ...IDLE, renderers: [madeUpBlender(200, null, { cpuPercent: 0 })] })],
    },
    'completed',
    null,
  ],
  [
    'somebody sits at its renderer',
    {
      now: 300,
      ...DONE,
      crew: [
        madeUpMember('rn-1', { ...IDLE, renderers: [madeUpBlender(0, null, { cpuPercent: 0, isInteractive: true })] }),
      ],
    },
    'completed',
    null,
  ],
])('standingOf completes a job and tells of renderers that hang at exit when %s', (_, given, state, reason) => {
  expect(standing(given)).toMatchObject({ state, reason, etaSeconds: 0, etaP90Seconds: 0, etaUnsure: false });
});

test('standingOf tells which frame is overdue and keeps the job running', () => {
  const claims = [
    { frame: 7, node: 'rn-1', since: at(180).monotonic },
    { frame: 6, since: at(150).monotonic },
  ];
  const overdue = { now: 280, crew: [running], inHand: claims, forecast: { overdue: 'amber', late: true } as const };
  expect(standing(overdue)).toMatchObject({
    state: 'running',
    overdue: 'amber',
    late: true,
    reason: 'frame 6 in hand for 2m (usual 30s)',
  });
});

test('standingOf tells whose frame is overdue when no file shows which one it is', () => {
  const presumed = [{ frame: 6, node: 'rn-1', since: at(150).monotonic, fraction: null, remainingSeconds: null }];
  const overdue = { now: 280, crew: [running], presumed, forecast: { overdue: 'red' } as const };
  expect(standing(overdue)).toMatchObject({
    state: 'running',
    overdue: 'red',
    reason: 'no frame of rn-1 for 2m (usual 30s)',
  });
});

test.each([
  ['one', { done: '1-4', broken: '5' }, '1 broken frame: 5; delete its file and render it again'],
  ['several', { done: '1-3', broken: '4-5' }, '2 broken frames: 4-5; delete their files and render them again'],
])('standingOf tells which frames are broken while the job goes on: %s', (_, sequence, reason) => {
  expect(standing({ now: 130, crew: [running], sequence })).toMatchObject({ state: 'running', reason });
});

test('standingOf tells that the machine is busy with something else than the renderer', () => {
  const idling = { ...running, renderers: running.renderers?.map((one) => ({ ...one, cpuPercent: 0 })) ?? null };
  expect(standing({ now: 840, crew: [{ ...idling, cpuPercent: 95, gpuPercent: 0 }] })).toMatchObject({
    state: 'running',
    reason: 'no new frame for 12m (usual 30s), but the CPU is busy, though not with Blender',
  });
});

test('standingOf tells the forecast in steps while somebody renders, and none of what has ended', () => {
  const forecast = { p50Seconds: 101, p90Seconds: 130.2 };
  expect(standing({ now: 130, crew: [running], forecast })).toMatchObject({
    etaSeconds: 110,
    etaP90Seconds: 140,
    etaUnsure: false,
    framesPerHour: 240,
  });
  expect(standing({ now: 840, crew: [idling], forecast })).toMatchObject({
    etaSeconds: 110,
    etaUnsure: true,
    framesPerHour: 0,
  });
  expect(standing({ now: 300, crew: [ended(180)], forecast })).toMatchObject({
    etaSeconds: null,
    etaUnsure: false,
    framesPerHour: 0,
  });
});
