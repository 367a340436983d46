/** A scrape of `/metrics` by Prometheus: 1,000 nodes, each of which has reported since the last one. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { defaultHubConfig } from '../src/hub/hub-config.ts';
import { type RunningHub, startHub } from '../src/hub/main.ts';
import { systemClock } from '../src/shared/clock.ts';
import { silentLog } from '../src/shared/log.ts';
import type { Report } from '../src/shared/protocol/report.ts';
import type { Bench, BenchLine } from './bench-line.ts';
import { sampleReport } from './sample-report.ts';

const NODES = 1_000;
const CORES = 8;
const ROUNDS = 7;
/** The hub writes the reports behind; that is no part of a scrape. */
const WRITTEN_MILLIS = 2_500;
const SECONDS_A_SCRAPE = 15;
const LIMIT_SHARE = 0.01;
/** Of the scrape's own time: both stretch alike on a busy machine. */
const LIMIT_HOLD = 0.4;
const SECRET = 'bench-correct-horse-battery';

interface Scrape {
  readonly cpuMillis: number;
  /** For so long at most nobody else got an answer. */
  readonly holdMillis: number;
  readonly wallMillis: number;
  readonly bytes: number;
  readonly plainBytes: number;
  readonly samples: number;
}

export const benchMetrics: Bench = async () => {
  const data = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  const config = { ...defaultHubConfig('bench'), host: '127.0.0.1', port: 0, secret: SECRET, data };
  const deps = { clock: systemClock, log: silentLog, random: Math.random, hostNames: [] };
  const hub = await startHub(config, deps);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  try {
    const fresh: Scrape[] = [];
    const again: Scrape[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await reportAll(hub, agent, round);
      await setTimeout(WRITTEN_MILLIS);
      fresh.push(await scrape(hub, agent));
      again.push(await scrape(hub, agent));
    }
    return lines(best(fresh), best(again));
  } finally {
    agent.destroy();
    await hub.stop();
    await rm(data, { recursive: true, force: true });
  }
};

/** The first warm up, and a neighbour on the machine slows a scrape, never speeds it. */
function best(scrapes: readonly Scrape[]): Scrape {
  return scrapes.reduce((least, each) => (each.cpuMillis < least.cpuMillis ? each : least));
}

function lines(fresh: Scrape, again: Scrape): readonly BenchLine[] {
  const { cpuMillis, wallMillis, holdMillis, samples } = fresh;
  const share = cpuMillis / 1000 / SECONDS_A_SCRAPE;
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
  const same = `the same again, no node having reported, ${again.cpuMillis.toFixed(0)} ms`;
  return [
    {
      what: `a scrape of ${NODES} nodes, ${samples} samples, ${megabytes(fresh.plainBytes)}, ${megabytes(fresh.bytes)} compressed`,
      measured: `${cpuMillis.toFixed(0)} ms CPU, ${(100 * share).toFixed(2)} % of a core each ${SECONDS_A_SCRAPE} s`,
      reference: `${same}; as many lines of text joined ${bareMillis(samples).toFixed(0)} ms`,
      limit: `<= ${100 * LIMIT_SHARE} % of a core`,
      within: share <= LIMIT_SHARE,
    },
    {
      what: 'the longest time in which the hub answers nobody else meanwhile',
      measured: `${holdMillis.toFixed(0)} ms`,
      reference: `the whole scrape ${wallMillis.toFixed(0)} ms`,
      limit: `<= ${LIMIT_HOLD} of that`,
      within: holdMillis <= LIMIT_HOLD * wallMillis,
    },
  ];
}

function reportOf(node: number, turn: number): Report {
  const report = sampleReport(node, turn);
  const cpu = report.hardware?.cpu;
  if (!cpu || !report.hardware) return report;
  return { ...report, hardware: { ...report.hardware, cpu: { ...cpu, perCore: cpu.perCore.slice(0, CORES) } } };
}

async function reportAll(hub: RunningHub, agent: Agent, turn: number): Promise<void> {
  for (let first = 0; first < NODES; first += 50) {
    const some = Array.from({ length: 50 }, (_, i) => JSON.stringify(reportOf(first + i, turn)));
    await Promise.all(some.map((body) => call(hub, agent, '/api/report', body)));
  }
}

async function scrape(hub: RunningHub, agent: Agent): Promise<Scrape> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [before, started] = [process.cpuUsage(), performance.now()];
  const body = await call(hub, agent, '/metrics', null);
  const { user, system } = process.cpuUsage(before);
  const wallMillis = performance.now() - started;
  // The measuring timer must have its turn before it can be asked.
  await setTimeout(5);
  delay.disable();
  const plain = gunzipSync(body);
  const samples = plain.toString('utf8').match(/^[^#]/gm)?.length ?? 0;
  return {
    cpuMillis: (user + system) / 1000,
    holdMillis: delay.max / 1e6,
    wallMillis,
    bytes: body.length,
    plainBytes: plain.length,
    samples,
  };
}

/** One request; the answer's bytes as they come. */
async function call(hub: RunningHub, agent: Agent, path: string, body: string | null): Promise<Buffer> {
  const headers = {
    authorization: `Bearer ${SECRET}`,
    'accept-encoding': 'gzip',
    accept: 'application/openmetrics-text;version=1.0.0',
    ...(body === null ? {} : { 'content-type': 'application/json' }),
  };
  const outgoing = request(hub.url + path, { method: body === null ? 'GET' : 'POST', agent, headers });
  outgoing.end(body ?? undefined);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
  return Buffer.concat(chunks);
}

/** Nothing but text: what no exposition can be cheaper than, written so. */
function bareMillis(samples: number): number {
  const before = process.cpuUsage();
  const texts: string[] = [];
  for (let i = 0; i < samples; i++)
    texts.push(`sentry_sensor_temperature_celsius{node="rn-${i % NODES}",sensor="core 1"} ${i / 7}\n`);
  const made = Buffer.from(texts.join(''));
  const { user, system } = process.cpuUsage(before);
  return made.length === 0 ? 0 : (user + system) / 1000;
}
