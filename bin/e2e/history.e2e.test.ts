import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, expect, test } from 'vitest';
import type { History } from '../../src/shared/protocol/history.ts';
import {
  freePort,
  programPath,
  SECRET,
  startHub,
  startProgram,
  type TestHub,
  temporaryDirectory,
  until,
} from './programs.ts';

const NODES = 20;
const STEP_MILLIS = 10_000;
/** The hub looks once a second whether a step has ended; a slow machine takes longer to write it. */
const FLUSH_MILLIS = 3_500;
/** Seconds into a step at which the hub is killed; null is at once, while memory is filled from the disk. */
const KILLS_AT = [4, null, 4];

interface Outage {
  readonly from: number;
  readonly to: number;
}

let stopLoad: (() => Promise<void>) | null = null;
let hub: TestHub | null = null;

afterEach(async () => {
  await stopLoad?.();
  await hub?.end();
});

/** All nodes, round and round; a hub that is away is tried again. */
function startLoad(url: string): { stop: () => Promise<void>; firstAccepted: () => number | null } {
  let running = true;
  let sequenceNumber = 0;
  let first: number | null = null;
  async function worker(): Promise<void> {
    for (let node = 0; running; node = (node + 1) % NODES) {
      const cpu = { percent: 10 + node, perCore: [], loadAverage: 1, cores: 4 };
      const unknown = { uptimeSeconds: null, memory: null, fileSystems: null, network: null, disks: null };
      const hardware = { ...unknown, cpu, temperatures: null, gpus: null };
      const body = JSON.stringify({ hostname: `rn-${node}`, sequenceNumber: sequenceNumber++, hardware });
      const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
      try {
        if ((await fetch(`${url}/api/report`, { method: 'POST', headers, body })).ok && node === NODES - 1)
          first ??= Date.now();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }
  const workers = worker();
  const stop = async (): Promise<void> => {
    running = false;
    await workers;
  };
  return { stop, firstAccepted: () => first };
}

test('kill -9 under load loses at most the last interval of history, and breaks nothing', async () => {
  const [data, copy] = [await temporaryDirectory(), await temporaryDirectory()];
  const port = await freePort();
  hub = await startHub(data.path, port, ['--history']);
  const load = startLoad(hub.url);
  stopLoad = load.stop;
  const begun = await until('all nodes have reported', load.firstAccepted);
  const firstStep = Math.ceil(begun / STEP_MILLIS);
  /** Of these times nothing is promised. */
  const outages: Outage[] = [];
  for (const second of KILLS_AT) {
    if (second !== null) await nextStep(firstStep, second);
    const from = Date.now() - FLUSH_MILLIS;
    await hub.end('SIGKILL');
    await cp(data.path, copy.path, { recursive: true, force: true, filter: (path) => !path.endsWith('.sock') });
    expect(integrityOf(join(copy.path, 'history.sqlite'))).toBe('ok');
    hub = await startHub(data.path, port, ['--history']);
    outages.push({ from, to: Date.now() });
    const promised = stepsBetween(firstStep * STEP_MILLIS, from, outages);
    expect(promised.length).toBeGreaterThan(0);
    for (const node of [0, NODES - 1]) {
      const { kept, series } = await historyOf(hub, node, firstStep);
      expect(kept).toBe(true);
      const told = promised.map((step) => series[0]?.average[step - firstStep]);
      expect(told).toEqual(promised.map(() => 10 + node));
    }
  }
  await load.stop();
  expect(await hub.end()).toBe(0);
  expect(await readdir(join(data.path, 'quarantine')).catch(() => [])).toEqual([]);
  await data.remove();
  await copy.remove();
}, 120_000);

/** Another step has begun since, and is so old. */
async function nextStep(firstStep: number, second: number): Promise<void> {
  const known = Math.max(Math.floor(Date.now() / STEP_MILLIS), firstStep);
  await until('another step has been written', () => {
    const now = Date.now();
    return Math.floor(now / STEP_MILLIS) > known && (now % STEP_MILLIS) / 1000 >= second;
  });
}

async function historyOf(running: TestHub, node: number, firstStep: number): Promise<History> {
  const from = new Date(firstStep * STEP_MILLIS).toISOString();
  return running.json(`/api/history?node=rn-${node}&metric=cpuPercent&step=10&from=${from}`);
}

/** The whole steps of that time that touch no outage, or go on for long enough after it. */
function stepsBetween(from: number, to: number, outages: readonly Outage[]): readonly number[] {
  const count = Math.max(0, Math.floor((to - from) / STEP_MILLIS));
  const steps = Array.from({ length: count }, (_, index) => from / STEP_MILLIS + index);
  return steps.filter((step) => {
    const [begin, end] = [step * STEP_MILLIS, (step + 1) * STEP_MILLIS];
    return !outages.some((outage) => begin < outage.to && end > outage.from && end - outage.to < 2_000);
  });
}

function integrityOf(path: string): unknown {
  const database = new DatabaseSync(path);
  try {
    return Object.values(database.prepare('PRAGMA integrity_check').get() as object)[0];
  } finally {
    database.close();
  }
}

test('--history without its store ends with 78 and the remedy', async () => {
  const [data, programs] = [await temporaryDirectory(), await temporaryDirectory()];
  for (const name of ['sentry-hub', 'sentry-history-store'])
    await cp(programPath(name), join(programs.path, `${name}.js`));
  await writeFile(join(programs.path, 'package.json'), '{"type":"module"}');
  const options = [join(programs.path, 'sentry-hub.js'), '--data', data.path, '--port', '0', '--history'];
  const hubWithout = startProgram(process.execPath, options);
  expect(await hubWithout.exited).toBe(78);
  expect(hubWithout.output()).toMatch(/^sentry-hub: History cannot be kept, .*npm install @photostructure\/sqlite/);
  await data.remove();
  await programs.remove();
});
