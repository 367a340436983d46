import { expect, test } from 'vitest';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { madeUpBlender, madeUpMember } from '../../testing/made-up-crew.ts';
import { at, iso } from '../../testing/made-up-fleet.ts';
import { madeUpSequence } from '../../testing/made-up-report.ts';
import type { Forecast } from '../forecast/forecast-input.ts';
import type { CrewMember } from '../group/crew.ts';
import type { LiveClaim } from '../group/group-rendering.ts';
import type { OrphanFound } from '../group/orphans.ts';
import { mergeSightings } from './job-content.ts';
import { streamPlaceOf } from './job-key.ts';
import { standingOf } from './job-standing.ts';
import type { JobSituation } from './job-state.ts';
import { readSighting } from './sighting.ts';

const FORECAST: Forecast = {
  p50Seconds: 100,
  p90Seconds: 130,
  unsure: false,
  late: false,
  overdue: null,
  secondsPerFrame: 30,
  framesPerHour: 240,
  workers: 2,
  factors: new Map(),
};

const IDLE = { cpuPercent: 1, gpuPercent: 0 };
const BUSY = { cpuPercent: 95, gpuPercent: 98 };

interface Case {
  readonly now: number;
  readonly sequence?: Partial<SequenceReport>;
  readonly crew: readonly CrewMember[];
  readonly forecast?: Partial<Forecast>;
  readonly orphans?: readonly number[];
  readonly inHand?: readonly Partial<LiveClaim>[];
  readonly presumed?: JobSituation['presumed'];
  readonly hadRenderer?: boolean;
}

/** A job of ten frames of which five are done, the last at 120 s, as seen at `now`. */
function standing(given: Case) {
  const sequence = madeUpSequence({ expected: '1-10', done: '1-5', changedAt: iso(120), ...given.sequence });
  const source = { sequence, place: streamPlaceOf(sequence), shift: 0, received: at(given.now) };
  const group = { orphans: (given.orphans ?? []).map(orphan), inHand: (given.inHand ?? []).map(inHand) };
  const situation: JobSituation = {
    content: mergeSightings([readSighting(source, null)]),
    crew: given.crew,
    group,
    presumed: given.presumed ?? [],
    forecast: { ...FORECAST, ...given.forecast },
    hadRenderer: given.hadRenderer ?? given.crew.some((member) => member.renderers?.some((one) => one.isOnJob)),
    firstSeen: at(0).monotonic,
    stallAfterSeconds: 300,
  };
  return standingOf(situation, at(given.now).monotonic);
}

function orphan(frame: number): OrphanFound {
  return { stream: '', frame, path: `/r/${frame}`, sizeBytes: 0, since: 0, node: null, why: '' };
}

function inHand(claim: Partial<LiveClaim>): LiveClaim {
  const nothing = { node: null, evidence: null, sizeBytes: 0, fraction: null };
  return { stream: '', frame: 6, ...nothing, since: at(120).monotonic, changedAt: at(120).monotonic, ...claim };
}

function node(id: string, fields: Partial<CrewMember>): CrewMember {
  return madeUpMember(id, fields);
}

const running = node('rn-1', { ...BUSY, renderers: [madeUpBlender(0)] });
const idling = node('rn-1', { ...IDLE, renderers: [madeUpBlender(0, null, { cpuPercent: 0.4 })] });
const ended = (seconds: number, exitStatus: number | null = null) =>
  node('rn-2', { ...IDLE, renderers: [madeUpBlender(0, seconds, { exitStatus })] });

const DONE = { sequence: { done: '1-10' } };

test.each<[string, Case, string, string | null]>([
  ['all is done', { now: 9_000, ...DONE, crew: [node('rn-1', IDLE)] }, 'completed', null],
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
    { now: 300, ...DONE, crew: [node('rn-1', { ...IDLE, renderers: [madeUpBlender(200, null, { cpuPercent: 0 })] })] },
    'completed',
    null,
  ],
  [
    'somebody sits at its renderer',
    {
      now: 300,
      ...DONE,
      crew: [node('rn-1', { ...IDLE, renderers: [madeUpBlender(0, null, { cpuPercent: 0, isInteractive: true })] })],
    },
    'completed',
    null,
  ],
])('standingOf completes a job and tells of renderers that hang at exit when %s', (_, given, state, reason) => {
  expect(standing(given)).toMatchObject({ state, reason, etaSeconds: 0, etaP90Seconds: 0, etaUnsure: false });
});

test.each<[string, Case, string, string | null]>([
  ['a frame was finished lately', { now: 400, crew: [node('rn-1', IDLE)] }, 'running', null],
  [
    'machines idle',
    { now: 840, crew: [node('rn-1', IDLE)] },
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
    { now: 9_000, crew: [node('rn-1', { ...IDLE, renderers: [madeUpBlender(0, null, { cpuPercent: 100 })] })] },
    'running',
    'no new frame for 2h28 (usual 30s), but the CPU is busy',
  ],
  [
    'only a machine that does not render it is busy',
    { now: 840, crew: [idling, node('ws-1', { ...BUSY, renderers: [] })] },
    'stalled',
    'no new frame for 12m (usual 30s), CPU and GPU idle',
  ],
  [
    'a new renderer was started lately',
    { now: 840, crew: [node('rn-1', { ...IDLE, renderers: [madeUpBlender(700)] })] },
    'running',
    null,
  ],
  [
    'all nodes are offline',
    { now: 200, crew: [node('rn-1', { liveness: 'offline' })] },
    'stalled',
    'its node rn-1 is offline',
  ],
  [
    'those that rendered it are offline',
    {
      now: 840,
      crew: [
        node('rn-1', { liveness: 'offline', renderers: [madeUpBlender(0)] }),
        node('ws-1', { ...IDLE, renderers: [] }),
      ],
    },
    'stalled',
    'its node rn-1 is offline',
  ],
  [
    'nothing is expected and nothing new comes',
    { now: 840, sequence: { expected: null }, crew: [node('rn-1', IDLE)] },
    'quiet',
    null,
  ],
  [
    'nothing is expected, but its renderer idles',
    { now: 840, sequence: { expected: null }, crew: [idling] },
    'stalled',
    'no new frame for 12m (usual 30s), CPU and GPU idle',
  ],
])('standingOf judges silence by what the renderers do when %s', (_, given, state, reason) => {
  expect(standing(given)).toMatchObject({ state, reason });
});

test.each<[string, Case, string, string | null]>([
  ['it has just ended', { now: 210, crew: [ended(180)] }, 'running', null],
  ['it has ended', { now: 211, crew: [ended(180)] }, 'aborted', 'Blender on rn-2 ended with 5 of 10 frames missing'],
  ['a script may start the next', { now: 270, crew: [ended(180)], forecast: { secondsPerFrame: 90 } }, 'running', null],
  ['another renders on', { now: 300, crew: [running, ended(180)] }, 'running', null],
  ['another node tells of no renderers', { now: 300, crew: [ended(180), node('rn-3', BUSY)] }, 'running', null],
  [
    'two have ended',
    { now: 300, crew: [node('rn-1', { renderers: [madeUpBlender(0, 170)] }), ended(180)] },
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
        node('rn-2', {
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
    { now: 9_000, crew: [node('rn-2', { ...IDLE, renderers: [] })], hadRenderer: true },
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
])('standingOf tells how a job came to its end when its renderer is gone: %s', (_, given, state, reason) => {
  expect(standing(given)).toMatchObject({ state, reason });
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
