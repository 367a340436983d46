import { expect, test } from 'vitest';
import type { RendererProcess } from '../../../shared/protocol/renderer.ts';
import type { Evidence, FrameClaim, FrameCompletion } from '../../../shared/protocol/sequence.ts';
import { at, fleetOf, iso } from '../../testing/made-up-fleet.ts';
import { idleHardware, madeUpHardware, madeUpReport, madeUpSequence } from '../../testing/made-up-report.ts';
import type { Fleet } from './fleet.ts';

const NODES = ['rn-1', 'rn-2', 'rn-3'];
const FRAMES = 24;
const SECONDS_PER_FRAME = 30;

/** A render by placeholders on one directory, as all of its nodes see it, told each five seconds. */
interface Group {
  readonly fleet: Fleet;
  /** Frame by frame: who has it, since when, when it was done. */
  readonly frames: Map<number, { readonly node: string; readonly since: number; done: number | null }>;
  readonly killed: Map<string, number>;
  /** Agents that report no more. */
  readonly silent: Set<string>;
  /** How a node knows which of the claims are its own; of what it has finished it knows by the bytes. */
  readonly evidence: Evidence | null;
  seconds: number;
}

function groupOf(evidence: Evidence | null): Group {
  const frames = new Map();
  return { fleet: fleetOf(), frames, killed: new Map(), silent: new Set(), evidence, seconds: 0 };
}

/** Lets the nodes render, claim and report until `seconds`. */
function renderUntil(group: Group, seconds: number): void {
  for (; group.seconds <= seconds; group.seconds += 5) {
    for (const [i, node] of NODES.entries()) if (!group.killed.has(node)) work(group, node, i);
    for (const node of NODES) if (!group.silent.has(node)) report(group, node);
    group.fleet.tick(at(group.seconds));
  }
}

function work({ frames, seconds }: Group, node: string, started: number): void {
  if (seconds < started * 5) return;
  const current = [...frames.values()].find((frame) => frame.node === node && frame.done === null);
  if (current && seconds - current.since < SECONDS_PER_FRAME) return;
  if (current) current.done = seconds;
  const next = Array.from({ length: FRAMES }, (_, i) => i + 1).find((frame) => !frames.has(frame));
  if (next !== undefined) frames.set(next, { node, since: seconds, done: null });
}

function report(group: Group, node: string): void {
  const { fleet, frames, killed, seconds, evidence } = group;
  const recent: FrameCompletion[] = [];
  const claims: FrameClaim[] = [];
  for (const [frame, { node: owner, since, done }] of frames) {
    const own = <T>(value: T): T | null => (owner === node ? value : null);
    const written = { startedAt: iso(since), seconds: null, sizeBytes: 900, evidence: own('bytes' as const) };
    const claimed = { since: iso(since), changedAt: iso(since), sizeBytes: 0, fraction: null, evidence: own(evidence) };
    if (done !== null) recent.push({ frame, at: iso(done), ...written });
    else claims.push({ frame, ...claimed });
  }
  const times = [...frames.values()].flatMap(({ since, done }) => [since, done ?? since]);
  const sequence = madeUpSequence({
    expected: `1-${FRAMES}`,
    done: recent.map(({ frame }) => frame).join(),
    placeholders: claims.map(({ frame }) => frame).join(),
    startedAt: iso(0),
    changedAt: iso(Math.max(0, ...times)),
    recent: recent.sort((a, b) => (a.at < b.at ? -1 : 1)),
    claims,
  });
  const isOver = frames.size === FRAMES && ![...frames.values()].some((one) => one.node === node && one.done === null);
  const endedAt = killed.get(node) ?? (isOver ? Math.max(...times) : null);
  const fields = {
    timestamp: iso(seconds),
    sequences: frames.size > 0 ? [sequence] : [],
    renderers: [blender(endedAt)],
    hardware: endedAt === null ? madeUpHardware() : idleHardware(),
  };
  fleet.applyReport(madeUpReport(node, fields), at(seconds));
}

function blender(endedAt: number | null): RendererProcess {
  return {
    pid: 77,
    program: 'Blender',
    startedAt: iso(-20),
    endedAt: endedAt === null ? null : iso(endedAt),
    exitStatus: null,
    cpuPercent: endedAt === null ? 1500 : null,
    outputDirectories: ['/mnt/renders/sq010/sh0010'],
    frames: `1-${FRAMES}`,
    scene: 'sh0010.blend',
  };
}

function jobOf({ fleet, seconds }: Group) {
  const [summary] = fleet.jobs(at(seconds));
  const job = summary && fleet.job(summary.id, at(seconds));
  if (!job) throw new Error('there is no job');
  return job;
}

/** Kills the renderer of rn-2 in mid-frame and gives the frame. */
function killSecond(group: Group): number {
  group.killed.set('rn-2', group.seconds);
  return [...group.frames].find(([, frame]) => frame.node === 'rn-2' && frame.done === null)?.[0] ?? 0;
}

test.each<[string, Evidence | null, number, string]>([
  ['by its descriptors', 'descriptor', 15, 'claimed by rn-2, whose Blender ended at 12:02 UTC'],
  [
    'by nothing, so that the others must have gone on',
    null,
    60,
    'claimed before Blender on rn-2 ended at 12:02 UTC; every renderer that still runs has gone on',
  ],
])('a fleet names the orphan of a killed renderer whose claims are known %s', (_, evidence, within, why) => {
  const group = groupOf(evidence);
  renderUntil(group, 130);
  const before = jobOf(group);
  expect(before).toMatchObject({ state: 'running', total: FRAMES, nodes: NODES, orphans: [] });
  expect(before.shares.map(({ rendering }) => rendering)).toEqual([true, true, true]);
  const orphan = killSecond(group);
  renderUntil(group, group.seconds + 5);
  expect(jobOf(group).orphans).toEqual([]);
  renderUntil(group, group.seconds + within);
  const job = jobOf(group);
  expect(job.orphans).toMatchObject([{ frame: orphan, node: 'rn-2', why, sizeBytes: 0 }]);
  expect(job).toMatchObject({ orphaned: 1, orphanedFrames: String(orphan), state: 'running' });
  expect(job.shares.map(({ rendering }) => rendering)).toEqual([true, false, true]);
  expect(group.fleet.nodes(at(group.seconds)).map(({ state }) => state)).toEqual(['rendering', 'idle', 'rendering']);
});

test('a fleet makes the estimate longer when a renderer is killed, and ends the job when only its orphan is missing', () => {
  const group = groupOf('descriptor');
  renderUntil(group, 130);
  const before = jobOf(group).etaSeconds ?? Number.NaN;
  const orphan = killSecond(group);
  renderUntil(group, group.seconds + 5);
  expect(jobOf(group).etaSeconds).toBeGreaterThan(1.2 * before);
  renderUntil(group, 600);
  expect(jobOf(group)).toMatchObject({
    state: 'aborted',
    reason: `done but for 1 orphaned frame: ${orphan}; delete its file and render it again`,
    done: FRAMES - 1,
    missing: String(orphan),
    etaSeconds: null,
  });
  expect(group.fleet.nodes(at(600)).map(({ state }) => state)).toEqual(['idle', 'idle', 'idle']);
});

test('a fleet takes no claim for an orphan while all renderers of a group run, and completes the job', () => {
  const group = groupOf('order');
  for (let seconds = 50; seconds < 300; seconds += 50) {
    renderUntil(group, seconds);
    expect(jobOf(group).orphans).toEqual([]);
  }
  expect(jobOf(group)).toMatchObject({ state: 'completed', reason: null, done: FRAMES });
  expect(jobOf(group).shares.map(({ frames }) => frames)).toEqual([8, 8, 8]);
});

test('a fleet names the orphan of a node that fell silent with its renderer', () => {
  const group = groupOf('bytes');
  renderUntil(group, 130);
  const orphan = killSecond(group);
  group.silent.add('rn-2');
  renderUntil(group, group.seconds + 55);
  expect(jobOf(group).orphans).toEqual([]);
  renderUntil(group, group.seconds + 10);
  expect(jobOf(group).orphans).toMatchObject([
    { frame: orphan, node: 'rn-2', why: 'claimed by rn-2, whose node is silent since 12:02 UTC' },
  ]);
});

test('a fleet forgets an orphan when its file is gone, and follows who renders it again', () => {
  const group = groupOf('log');
  renderUntil(group, 130);
  const orphan = killSecond(group);
  renderUntil(group, group.seconds + 20);
  expect(jobOf(group).orphaned).toBe(1);
  group.frames.delete(orphan);
  renderUntil(group, group.seconds + 60);
  expect(jobOf(group)).toMatchObject({ orphaned: 0, orphans: [], reason: null });
  renderUntil(group, 600);
  expect(jobOf(group)).toMatchObject({ state: 'completed', done: FRAMES, orphans: [] });
});

test('a fleet shows a completed job whose renderer does not end, and its node as stalled', () => {
  const fleet = fleetOf();
  const sequence = madeUpSequence({ expected: '1-3', done: '1-3', startedAt: iso(0), changedAt: iso(60) });
  const idle = { sequences: [sequence], hardware: idleHardware(), renderers: [{ ...blender(null), cpuPercent: 0.3 }] };
  for (let seconds = 60; seconds <= 900; seconds += 5) {
    fleet.applyReport(madeUpReport('rn-1', { ...idle, timestamp: iso(seconds) }), at(seconds));
    fleet.tick(at(seconds));
    if (seconds === 120) expect(fleet.jobs(at(120))).toMatchObject([{ state: 'completed', reason: null }]);
  }
  const reason = 'hung at exit: Blender (pid 77) on rn-1 idle for 14m after the last frame';
  expect(fleet.jobs(at(900))).toMatchObject([{ state: 'completed', reason }]);
  expect(fleet.nodes(at(900))).toMatchObject([{ state: 'stalled', reason, job: { state: 'completed' } }]);
  const gone = { ...idle, renderers: [blender(903)], timestamp: iso(905) };
  fleet.applyReport(madeUpReport('rn-1', gone), at(905));
  fleet.tick(at(905));
  expect(fleet.jobs(at(905))).toMatchObject([{ state: 'completed', reason: null }]);
  expect(fleet.nodes(at(905))).toMatchObject([{ state: 'idle', reason: null }]);
});
