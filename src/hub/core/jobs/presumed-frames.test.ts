import { expect, test } from 'vitest';
import { at } from '../../testing/made-up-fleet.ts';
import type { CrewMember, CrewRenderer } from '../group/crew.ts';
import type { LiveClaim } from '../group/group-rendering.ts';
import type { TimedFrame } from './frame-timing.ts';
import { type PresumptionInput, presumedInHand } from './presumed-frames.ts';

const BLENDER: CrewRenderer = {
  pid: 7,
  program: 'Blender',
  startedAt: at(0).monotonic,
  endedAt: null,
  exitStatus: null,
  cpuPercent: 98,
  isInteractive: false,
  isOnJob: true,
};

function member(id: string, renderer: Partial<CrewRenderer> = {}, fields: Partial<CrewMember> = {}): CrewMember {
  return {
    id,
    liveness: 'online',
    isLeaving: false,
    heard: at(140),
    cpuPercent: 98,
    gpuPercent: null,
    lastBusy: null,
    renderers: [{ ...BLENDER, ...renderer }],
    ...fields,
  };
}

/** Finished at `seconds`, and its file was written in an instant. */
function finished(frame: number, node: string | null, seconds: number, appeared = seconds): TimedFrame {
  const times = { at: at(seconds).wall, startedAt: at(appeared).wall, seconds: 10 };
  return { frame, node, ...times, sizeBytes: 9, evidence: null, isFirst: false, finishedAt: at(seconds).monotonic };
}

function claim(frame: number, node: string | null): LiveClaim {
  const file = { stream: '', sizeBytes: 0, fraction: null, evidence: null };
  return { ...file, frame, node, since: at(80).monotonic, changedAt: at(80).monotonic };
}

function presumed(given: Partial<Omit<PresumptionInput, 'group'>> & { readonly inHand?: readonly LiveClaim[] }) {
  const { crew = [member('rn-1')], timeline = [finished(1, 'rn-1', 70), finished(2, 'rn-1', 80)] } = given;
  return presumedInHand({
    now: given.now ?? at(140).monotonic,
    crew,
    group: { inHand: given.inHand ?? [], liveNodes: crew.map(({ id }) => id) },
    timeline,
    missing: given.missing ?? [[3, 10]],
  }).map(({ frame, node, since }) => [frame, node, (since - at(0).monotonic) / 1000]);
}

test('presumedInHand takes the frame after the last for in hand when the renderer runs on', () => {
  expect(presumed({})).toEqual([[3, 'rn-1', 80]]);
});

test('presumedInHand goes on at the first frame that is missing when the last is done', () => {
  expect(presumed({ timeline: [finished(10, 'rn-1', 80)], missing: [[4, 6]] })).toEqual([[4, 'rn-1', 80]]);
});

test('presumedInHand gives each node a frame of its own', () => {
  const crew = [member('rn-1'), member('rn-2')];
  const timeline = [finished(1, 'rn-1', 70), finished(2, 'rn-2', 75)];
  expect(presumed({ crew, timeline })).toEqual([
    [3, 'rn-1', 70],
    [4, 'rn-2', 75],
  ]);
});

test.each([
  ['a second', [0, 1, 2, 3, 4], 10],
  ['twelve seconds, as a polled share shows them,', [0, 0, 12, 12, 24, 24], 36],
  ['half an hour', [0, 1800, 3600], 60],
])('presumedInHand waits as long as a frame may be unseen where one comes each %s', (_, ends, waits) => {
  const timeline = ends.map((seconds, i) => finished(i + 1, 'rn-1', seconds));
  const last = ends.at(-1) ?? 0;
  const presumedAfter = (seconds: number) => {
    const heard = at(last + seconds);
    return presumed({ timeline, now: heard.monotonic, crew: [member('rn-1', {}, { heard })], missing: [[7, 9]] })
      .length;
  };
  expect([presumedAfter(waits - 1), presumedAfter(waits + 1)]).toEqual([0, 1]);
});

test.each<[string, Parameters<typeof presumed>[0]]>([
  ['its file in hand is seen', { inHand: [claim(3, 'rn-1')] }],
  ['a file in hand is nobody knows whose', { inHand: [claim(3, null)] }],
  ['files of the job appear when their frames are begun', { timeline: [finished(2, 'rn-1', 80, 71)] }],
  ['nothing is missing', { missing: [] }],
  ['nobody knows whose the finished frames are', { timeline: [finished(2, null, 80)] }],
  ['a frame may be done that is not seen yet', { timeline: [finished(2, 'rn-1', 81)] }],
  ['it was not heard of since', { crew: [member('rn-1', {}, { heard: at(100) })] }],
  ['its renderer was started since', { crew: [member('rn-1', { startedAt: at(85).monotonic })] }],
  ['its renderer has ended', { crew: [member('rn-1', { endedAt: at(85) })] }],
  ['somebody sits at it', { crew: [member('rn-1', { isInteractive: true })] }],
  ['it may write elsewhere', { crew: [member('rn-1', { isOnJob: null })] }],
])('presumedInHand presumes nothing of a node when %s', (_, given) => {
  expect(presumed(given)).toEqual([]);
});
