import { expect, test } from 'vitest';
import type { Report } from '../../../shared/protocol/report.ts';
import { VERSION } from '../../../shared/version.ts';
import { at, fleetOf, iso, rendering } from '../../testing/made-up-fleet.ts';
import { idleHardware, madeUpGpu, madeUpHardware, madeUpReport } from '../../testing/made-up-report.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { type AlertBook, createAlertBook } from './alert-book.ts';
import { type AlertWatch, createAlertWatch } from './alert-watch.ts';

interface Farm {
  readonly fleet: Fleet;
  readonly book: AlertBook;
  readonly watch: AlertWatch;
}

function farm(fleet: Fleet = fleetOf(), book: AlertBook = createAlertBook(), second = 0): Farm {
  return { fleet, book, watch: createAlertWatch({ fleet, book }, [], at(second)) };
}

/** Ticks of each second from `from` to `to`; before each the reports that `told` gives for it are taken. */
function run(
  { fleet, watch }: Farm,
  from: number,
  to: number,
  told: (second: number) => readonly Report[] = () => [],
): void {
  for (let second = from; second <= to; second++) {
    for (const report of told(second)) fleet.applyReport(report, at(second));
    fleet.tick(at(second));
    watch.tick(at(second));
  }
}

const CALM = { agentVersion: VERSION, hardware: idleHardware() };
const well = (id: string, fields: Partial<Report> = {}) => madeUpReport(id, { ...CALM, ...fields });
const each5s = (second: number) => second % 5 === 0;
const said = ({ book }: Farm) =>
  book.list().map(({ kind, severity, state, message }) => `${kind} ${severity} ${state}: ${message}`);

test('an alert watch says nothing of a farm that is well', () => {
  const all = farm();
  run(all, 0, 600, (second) => (each5s(second) ? [well('rn-1'), well('rn-2')] : []));
  expect(all.book.list()).toEqual([]);
  expect(all.fleet.summary(at(600))).toMatchObject({ alerts: 0, alertsCritical: 0 });
});

test('an alert watch clears the alerts of a node with a line break in its name', () => {
  const all = farm();
  const name = 'rn\n1\\n';
  const broken = madeUpHardware({ gpus: [madeUpGpu({ lost: true })] });
  run(all, 0, 30, (second) => (each5s(second) ? [well(name, { hardware: broken })] : []));
  expect(said(all)).toEqual(['gpu-lost crit raised: GPU does not answer any more']);
  run(all, 31, 90, (second) => (each5s(second) ? [well(name)] : []));
  expect(said(all)).toEqual(['gpu-lost crit cleared: GPU does not answer any more, over after 35s']);
});

test('an alert watch tells of a node that is late, then offline, in one alert, and that it is back', () => {
  const all = farm();
  run(all, 0, 10, (second) => (each5s(second) ? [well('rn-1')] : []));
  run(all, 11, 35);
  expect(said(all)).toEqual([]);
  run(all, 36, 60);
  expect(said(all)).toEqual(['node-stale info raised: heartbeat late, 41s']);
  run(all, 61, 71);
  expect(said(all)).toEqual(['node-offline crit raised: offline']);
  expect(all.fleet.summary(at(71))).toMatchObject({ alerts: 1, alertsCritical: 1 });
  run(all, 72, 202, (second) => (second === 202 ? [well('rn-1')] : []));
  run(all, 203, 210, (second) => (each5s(second) ? [well('rn-1')] : []));
  expect(said(all)).toEqual(['node-offline crit cleared: back online after 3m 12s']);
  expect(all.fleet.summary(at(210)).alerts).toBe(0);
});

test('an alert watch tells of a node that flaps in one alert', () => {
  const all = farm();
  for (let round = 0; round < 10; round++) {
    run(all, round * 120, round * 120 + 20, (second) => (each5s(second) ? [well('rn-1')] : []));
    run(all, round * 120 + 21, round * 120 + 119);
  }
  expect(all.book.list()).toMatchObject([{ kind: 'node-offline', node: 'rn-1', times: 10, raisedAt: iso(20) }]);
});

test('an alert watch only makes known that an agent was stopped, and nothing where it is back within a minute', () => {
  const all = farm();
  run(all, 0, 0, () => [well('rn-1', { leaving: true }), well('rn-2', { leaving: true })]);
  run(all, 1, 100, (second) => (second >= 30 && each5s(second) ? [well('rn-2')] : []));
  expect(said(all)).toEqual(['node-offline info raised: its agent was stopped']);
});

test('an alert watch raises nothing at once after a restart of the hub, and what is gone after 90 s', () => {
  const before = farm();
  run(before, 0, 10, (second) => (each5s(second) ? [well('rn-1'), well('rn-2'), well('rn-3')] : []));
  run(before, 11, 300, (second) => (each5s(second) ? [well('rn-1'), well('rn-2')] : []));
  expect(said(before)).toEqual(['node-offline crit raised: offline']);
  const fleet = fleetOf();
  for (const id of ['rn-1', 'rn-2', 'rn-3']) {
    const record = before.fleet.record(id);
    if (record) fleet.restore(record, at(1_000));
  }
  const book = createAlertBook();
  const watch = createAlertWatch({ fleet, book }, [...before.book.records()], at(1_000));
  const all = { fleet, book, watch };
  run(all, 1_000, 1_089, (second) => (second > 1_040 && each5s(second) ? [well('rn-1')] : []));
  expect(said(all)).toEqual(said(before));
  run(all, 1_090, 1_120, (second) => (each5s(second) ? [well('rn-1')] : []));
  expect(book.list().map(({ node, state, times }) => [node, state, times])).toEqual([
    ['rn-2', 'raised', 1],
    ['rn-3', 'raised', 1],
  ]);
  run(all, 1_121, 1_140, (second) => (each5s(second) ? [well('rn-1'), well('rn-2'), well('rn-3')] : []));
  expect(book.counts.open).toBe(0);
});

test('an alert watch clears what is open of nodes that were forgotten, while it looks and before', () => {
  const before = farm();
  run(before, 0, 0, () => [well('rn-1'), well('rn-2')]);
  run(before, 1, 100);
  expect(before.book.counts.open).toBe(2);
  before.fleet.forget('rn-1');
  run(before, 101, 101);
  expect(before.book.counts.open).toBe(1);
  const all = farm();
  const watch = createAlertWatch(all, [...before.book.records()], at(200));
  run({ ...all, watch }, 200, 289);
  expect(all.book.counts.open).toBe(1);
  run({ ...all, watch }, 290, 291);
  expect(all.book.counts.open).toBe(0);
});

test('an alert watch closes what is wrong with a machine that is gone, and leaves it as it was while it is late', () => {
  const all = farm();
  const hot = well('rn-1', { hardware: madeUpHardware({ gpus: [madeUpGpu({ celsius: 91 })] }) });
  run(all, 0, 70, (second) => (each5s(second) ? [hot] : []));
  expect(said(all)).toEqual(['threshold warn raised: GPU 91° above 88°']);
  run(all, 71, 130);
  expect(said(all)).toEqual([
    'node-stale info raised: heartbeat late, 56s',
    'threshold warn raised: GPU 91° above 88°',
  ]);
  run(all, 131, 400);
  expect(said(all)).toEqual([
    'node-offline crit raised: offline',
    'threshold warn cleared: GPU 91° above 88°; its node is offline',
  ]);
  run(all, 401, 470, (second) => (each5s(second) ? [hot] : []));
  expect(all.book.list()).toMatchObject([
    { kind: 'node-offline', state: 'cleared' },
    { state: 'raised', times: 2 },
  ]);
});

test('an alert watch tells of a job that is done, once, with its frames and its time', () => {
  const all = farm();
  run(all, 0, 300, (second) => (second % 30 === 0 ? [rendering('rn-1', Math.min(10, second / 30 + 1), CALM)] : []));
  run(all, 301, 400, (second) => (each5s(second) ? [rendering('rn-1', 10, CALM)] : []));
  const done = all.book.list().filter(({ kind }) => kind === 'job-completed');
  expect(done).toMatchObject([
    { state: 'cleared', message: 'job done, 10 frames in 4m 30s', times: 1, jobTitle: expect.any(String) },
  ]);
});

test('an alert watch tells of a job that stalls and goes on', () => {
  const all = farm();
  const at3 = (second: number) => (each5s(second) ? [rendering('rn-1', 3, { ...CALM, timestamp: iso(second) })] : []);
  run(all, 0, 700, at3);
  expect(said(all)).toEqual([
    expect.stringMatching(/^job-stalled warn raised: no new frame for \d+m, CPU and GPU idle$/),
  ]);
  run(all, 701, 720, (second) => (each5s(second) ? [withFrame(second)] : []));
  expect(said(all)).toEqual([expect.stringMatching(/^job-stalled warn cleared: .*, over after \d+m/)]);
});

/** The fourth frame, finished at 700 s. */
function withFrame(second: number): Report {
  const report = rendering('rn-1', 4, { ...CALM, timestamp: iso(second) });
  const sequences = (report.sequences ?? []).map((sequence) => ({ ...sequence, changedAt: iso(700) }));
  return { ...report, sequences };
}

test('an alert watch tells nothing of jobs that had ended long before the hub first saw them', () => {
  const all = farm();
  const old = rendering('rn-1', 10, { ...CALM, timestamp: iso(90_000) });
  run(all, 90_000, 90_060, (second) => (each5s(second) ? [{ ...old, timestamp: iso(second) }] : []));
  expect(all.fleet.jobs(at(90_060))).toMatchObject([{ state: 'completed' }]);
  expect(said(all)).toEqual([]);
});

test('an alert watch stays bounded when hundreds are gone within seconds', () => {
  const all = farm(fleetOf({ maxNodes: 5_000 }));
  for (let node = 0; node < 3_000; node++) all.fleet.applyReport(well(`rn-${node}`), at(0));
  run(all, 0, 75);
  expect(all.book.counts).toEqual({ open: 2_000, critical: 2_000 });
  expect(all.book.shown(at(75))).toHaveLength(500);
});
