/** Each kind of alert is raised by what a node reports, or fails to, and goes through its whole life. */
import { expect, test } from 'vitest';
import { AlertKind } from '../../../shared/protocol/alert.ts';
import type { HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { RendererProcess } from '../../../shared/protocol/renderer.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { DriveSample } from '../../../shared/protocol/upkeep.ts';
import { VERSION } from '../../../shared/version.ts';
import { createDuties } from '../../notify/duties.ts';
import { at, iso, withSequence } from '../../testing/made-up-fleet.ts';
import { idleHardware, madeUpGpu } from '../../testing/made-up-report.ts';
import { type WatchedFarm, watchedFarm, wellNode } from '../../testing/watched-farm.ts';

type Told = (second: number) => readonly Report[];

const CALM = { agentVersion: VERSION, hardware: idleHardware() };
const each5s =
  (make: (second: number) => Report): Told =>
  (second) =>
    second % 5 === 0 ? [make(second)] : [];
const machine = (fields: Partial<HardwareSample>) =>
  each5s(() => wellNode('rn-1', { hardware: { ...idleHardware(), ...fields } }));
const card = (fields: object) => machine({ gpus: [madeUpGpu({ percent: 0, celsius: 36, ...fields })] });
const drive: DriveSample = {
  ...{ device: 'nvme0n1', model: null, serial: null, celsius: null, limitCelsius: null, wearPercent: null },
  ...{ sparePercent: null, errors: null, powerOnSeconds: null, readBytes: null, writtenBytes: null, healthy: false },
};
const supply = { name: 'PSU2', ok: false, status: null, watts: null, celsius: null };
const ipmi = { temperatures: [], fans: [], voltages: [], systemWatts: null, powerSupplies: [supply] };
const disk = { mount: '/scratch', source: '/dev/md0', type: 'xfs', totalBytes: 100, freeBytes: 9, holdsOutput: true };

/** Frames of a job of ten, all of them done after a while unless the fields say otherwise. */
const job = (
  fields: (second: number) => Partial<SequenceReport>,
  more: (second: number) => Partial<Report> = () => ({}),
) =>
  each5s((second) => {
    const done = Math.min(5, 1 + Math.floor(second / 30));
    const recent = Array.from({ length: done }, (_, i) => ({ frame: i + 1, at: iso(i * 30), sizeBytes: 9e6 }));
    const times = { startedAt: iso(0), changedAt: iso((done - 1) * 30), recent };
    const sequence = { expected: '1-10', done: `1-${done}`, ...times, ...fields(second) };
    return withSequence('rn-1', sequence, { ...CALM, timestamp: iso(second), ...more(second) });
  });

function renderer(fields: Partial<RendererProcess> = {}): RendererProcess {
  const outputDirectories = ['/mnt/renders/sq010/sh0010'];
  const told = { pid: 7, program: 'Blender', startedAt: iso(-60), endedAt: null, exitStatus: null, cpuPercent: 800 };
  return { ...told, outputDirectories, frames: '1-10', scene: null, ...fields };
}

const BUSY = { hardware: { ...idleHardware(), cpu: { percent: 95, perCore: [], loadAverage: 30, cores: 32 } } };
const endedWith = (exitStatus: number) => (second: number) => ({
  renderers: [second < 125 ? renderer() : renderer({ endedAt: iso(125), exitStatus })],
});

/** The sixth frame, from its beginning on. */
function inHand(second: number): Partial<SequenceReport> {
  if (second < 121) return {};
  const since = iso(121);
  const claim = { frame: 6, since, changedAt: since, sizeBytes: 0, fraction: null, evidence: 'descriptor' } as const;
  return { placeholders: '6', changedAt: since, claims: [claim] };
}

/** What is told until second 900. */
const RAISED_BY: Readonly<Record<AlertKind, Told>> = {
  'node-offline': (second) => (second === 0 ? [wellNode('rn-1')] : []),
  'node-stale': each5s((second) => wellNode(second < 860 ? 'rn-1' : 'rn-2')),
  'job-stalled': job(() => ({})),
  'job-failed': job(() => ({}), endedWith(1)),
  'job-completed': job((second) => (second < 300 ? {} : { done: '1-10', changedAt: iso(300) })),
  'frames-missing': job(() => ({}), endedWith(0)),
  'frames-broken': job(() => ({ broken: '3' })),
  'frames-suspicious': job(() => ({ suspicious: '3' })),
  'frames-orphaned': job(inHand, endedWith(1)),
  'frame-overdue': job(inHand, () => ({ renderers: [renderer()], ...BUSY })),
  'output-unreadable': each5s(() =>
    wellNode('rn-1', { roots: [{ path: '/mnt/a', status: 'unreadable', reason: null, directories: 0, files: 0 }] }),
  ),
  'disk-filling': machine({ fileSystems: [disk] }),
  'gpu-lost': card({ lost: true }),
  'gpu-error': card({ xid: 79 }),
  'gpu-throttled': card({ throttleReasons: ['hw_thermal_slowdown'] }),
  'power-supply': machine({ ipmi }),
  'drive-failing': machine({ drives: [drive] }),
  'clock-skew': each5s((second) => wellNode('rn-1', { timestamp: iso(second - 300) })),
  'agent-version': each5s(() => wellNode('rn-1', { agentVersion: '0.0.1' })),
  threshold: card({ celsius: 95 }),
};

/** Those that are of a figure: the alert tells its least, mean and most. */
const WITH_FIGURE: readonly AlertKind[] = ['disk-filling', 'clock-skew', 'threshold'];

function raised(kind: AlertKind): WatchedFarm {
  const farm = watchedFarm();
  farm.run(0, 900, RAISED_BY[kind]);
  return farm;
}

test('there is a rule for each kind of alert of the protocol', () => {
  expect(Object.keys(RAISED_BY).sort()).toEqual(AlertKind.anyOf.map((each) => each.const).sort());
});

test.each(Object.keys(RAISED_BY) as AlertKind[])('%s is raised, acknowledged, muted, told and cleared', (kind) => {
  const farm = raised(kind);
  const { book } = farm;
  const found = book.list().find((alert) => alert.kind === kind);
  expect(found, farm.said().join('; ')).toMatchObject({
    kind,
    times: 1,
    message: expect.stringMatching(/^\S[^\n]+[^.]$/),
  });
  const id = found?.id ?? '';
  // A time in a message would be somebody's own.
  expect(found?.message).not.toMatch(/\d{1,2}:\d{2}/);
  if (WITH_FIGURE.includes(kind))
    expect(found?.figure).toEqual({ ...Object.fromEntries(FIGURES.map((each) => [each, expect.any(Number)])) });
  const duties = (quiet: boolean) => createDuties({ ...RECEIVER, ...(quiet ? QUIET : {}) }, () => []);
  const record = book.record(id);
  expect(duties(false)(record ? [record] : [], at(920).wall).due).toMatchObject([{ alert: { kind } }]);
  expect(duties(true)(record ? [record] : [], at(920).wall)).toMatchObject({ due: [], hasWaiting: true });
  if (kind === 'job-completed') {
    expect(found?.state).toBe('cleared');
    return;
  }
  expect(found?.state).toBe('raised');
  expect(book.acknowledge(id, 'mira', at(901))).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'mira' });
  expect(book.mute(id, 3_600, at(902))?.mutedUntil).toBe(iso(4_502));
  if (kind.startsWith('job-') || kind.startsWith('frame')) {
    const [{ id: jobId } = { id: '' }] = farm.fleet.jobs(at(902));
    farm.fleet.forgetJob(jobId);
    farm.fleet.forget('rn-1');
    farm.run(903, 910);
  } else
    farm.run(
      901,
      1_100,
      each5s((second) => wellNode('rn-1', { timestamp: iso(second) })),
    );
  expect(book.list().find((alert) => alert.id === id)).toMatchObject({ state: 'cleared', acknowledgedBy: 'mira' });
});

const FIGURES = ['last', 'least', 'mean', 'most', 'limit'];
const RECEIVER = { name: 'ops', kind: 'json', url: 'http://127.0.0.1/', severity: 'info' } as const;
const QUIET = { quietHours: [{ from: '00:00', to: '23:59', timeZone: 'UTC' }] };
