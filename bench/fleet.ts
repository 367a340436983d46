/**
 * What the hub itself adds to a report once HTTP has handed it over, beside parsing the same report; and
 * the start with 10,000 node files beside the bare reading of the same files.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFleet, type Fleet, type FleetConfig } from '../src/hub/core/fleet/fleet.ts';
import { openHubStore } from '../src/hub/store/hub-store.ts';
import { madeUpGpu, madeUpHardware, madeUpReport, madeUpSequence } from '../src/hub/testing/made-up-report.ts';
import { boundedParallel } from '../src/shared/bounded-parallel.ts';
import { type Moment, momentOf, systemClock } from '../src/shared/clock.ts';
import { silentLog } from '../src/shared/log.ts';
import type { Report } from '../src/shared/protocol/report.ts';
import type { Bench, BenchLine } from './bench-line.ts';

const NODES = 1_000;
const ROUNDS = 40;
/** Reports between two takings of the change: 500 a second and four takings. */
const REPORTS_A_CHANGE = 125;
const APPLY_LIMIT_MICROS = 20;
const FILES = 10_000;
const START_LIMIT_MILLIS = 3_000;

const CONFIG: FleetConfig = {
  farm: 'bench',
  maxNodes: 10_000,
  staleIntervals: 3,
  offlineAfterSeconds: 60,
  defaultIntervalSeconds: 5,
  stallAfterSeconds: 300,
};

export const benchFleet: Bench = async () => [...measureReports(), await measureStart()];

function measureReports(): readonly BenchLine[] {
  // The best of three: the first warms up, and a neighbour on the machine slows a run, never speeds it.
  let best = { apply: Number.POSITIVE_INFINITY, parse: Number.POSITIVE_INFINITY, bytes: 0, tick: 0 };
  for (let run = 0; run < 3; run++) {
    const figures = measureOnce();
    if (figures.apply < best.apply) best = figures;
  }
  const { apply, parse, bytes, tick } = best;
  return [
    {
      what: `a report of ${bytes} bytes applied, its share of the changes for all dashboards included`,
      measured: `${apply.toFixed(1)} µs CPU`,
      reference: `JSON.parse of the same report ${parse.toFixed(1)} µs`,
      limit: `<= ${APPLY_LIMIT_MICROS} µs`,
      within: apply <= APPLY_LIMIT_MICROS,
    },
    {
      what: `a tick over ${NODES} nodes and ${NODES / 2} jobs, each second`,
      measured: `${tick.toFixed(2)} ms CPU`,
      reference: `a second's ${NODES / 2} reports ${((apply * NODES) / 2 / 1000).toFixed(1)} ms`,
      limit: '<= 1 % of a core',
      within: tick <= 10,
    },
  ];
}

/** µs a report, ms a tick. Texts are parsed anew, as the hub gets them: no object is ever the same twice. */
function measureOnce(): { apply: number; parse: number; bytes: number; tick: number } {
  const fleet = createFleet(CONFIG);
  let [parse, apply, tick, bytes] = [0, 0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const texts = Array.from({ length: NODES }, (_, node) => JSON.stringify(reportOf(node, round)));
    bytes = texts[0]?.length ?? 0;
    const started = process.cpuUsage();
    const reports = texts.map((text) => JSON.parse(text) as Report);
    parse += microsSince(started);
    apply += measureApply(fleet, reports, roundMoment(round));
    const ticked = process.cpuUsage();
    fleet.tick(roundMoment(round + 0.5));
    tick += microsSince(ticked);
  }
  const count = NODES * ROUNDS;
  return { apply: apply / count, parse: parse / count, bytes, tick: tick / ROUNDS / 1000 };
}

function measureApply(fleet: Fleet, reports: readonly Report[], now: Moment): number {
  const started = process.cpuUsage();
  for (const [index, report] of reports.entries()) {
    fleet.applyReport(report, now);
    if (index % REPORTS_A_CHANGE === 0) fleet.takeChange(now);
  }
  return microsSince(started);
}

function microsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return user + system;
}

/** A round is two seconds. */
function roundMoment(round: number): Moment {
  return { wall: Date.UTC(2026, 0, 1) + round * 2000, monotonic: round * 2000 };
}

/** A node of two on a job, with two GPUs; its figures change each time, a frame comes each fifth. */
function reportOf(node: number, round: number): Report {
  const now = roundMoment(round).wall;
  // Both nodes of a job see the same: a frame each five rounds.
  const done = 24 + Math.floor((round + (node >> 1)) / 5);
  const finished = roundMoment(round - ((round + (node >> 1)) % 5)).wall;
  const recent = Array.from({ length: 12 }, (_, i) => ({
    frame: done - 11 + i,
    at: new Date(finished - (11 - i) * 10_000).toISOString(),
    sizeBytes: 42_123_456,
  }));
  const at = recent.at(-1)?.at ?? null;
  const cores = Array.from({ length: 32 }, (_, core) => (core * 7 + round * 13) % 100);
  const percent = (node + round * 7) % 100;
  return madeUpReport(`render-node-${node}`, {
    sessionId: 'bench',
    sequenceNumber: round,
    timestamp: new Date(now).toISOString(),
    hardware: madeUpHardware({
      cpu: { percent, perCore: cores, loadAverage: 31, cores: 32 },
      gpus: [madeUpGpu({ percent }), madeUpGpu({ percent, busId: '0000:41:00.0' })],
    }),
    sequences: [
      madeUpSequence({ directory: `shot${node >> 1}`, expected: '1-240', done: `1-${done}`, changedAt: at, recent }),
      madeUpSequence({ directory: `shot${node >> 1}/preview`, pattern: 'preview.####.jpg', done: '1-24' }),
    ],
  });
}

async function measureStart(): Promise<BenchLine> {
  const directory = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  try {
    const store = await openStore(directory);
    for (let node = 0; node < FILES; node++) {
      const report = reportOf(node, 1);
      const time = report.timestamp ?? '';
      store.nodes.put(report.hostname, () => ({ id: report.hostname, firstSeenAt: time, seenAt: time, report }));
    }
    await store.stop();
    const bare = await millisOf(() => readBare(join(directory, 'nodes')));
    const start = await millisOf(() => startOnce(directory));
    return {
      what: `start with ${FILES} node files`,
      measured: `${start.toFixed(0)} ms`,
      reference: `bare reading and parsing ${bare.toFixed(0)} ms`,
      limit: `< ${START_LIMIT_MILLIS} ms`,
      within: start < START_LIMIT_MILLIS,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function openStore(directory: string) {
  const deps = { clock: systemClock, log: silentLog, random: Math.random };
  return openHubStore({ directory, coalesceMillis: 1000 }, deps);
}

/** All that stands between the process and the first answer that knows every node. */
async function startOnce(directory: string): Promise<void> {
  const store = await openStore(directory);
  const fleet = createFleet(CONFIG);
  const now = momentOf(systemClock);
  for (const record of await store.nodes.load()) fleet.restore(record, now);
  const restored = fleet.nodes(now).length;
  if (restored !== FILES) throw new Error(`${restored} of ${FILES} nodes came back`);
  await store.stop();
}

async function readBare(directory: string): Promise<void> {
  const names = await readdir(directory);
  await boundedParallel(names, 32, async (name) => JSON.parse(await readFile(join(directory, name), 'utf8')));
}

async function millisOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
