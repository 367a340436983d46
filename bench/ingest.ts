/** What a report costs the hub, beside bare node:http and bare Koa in the same run; the list of nodes; event streams. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Koa from 'koa';
import { createFleet } from '../src/hub/core/fleet/fleet.ts';
import { createFleetJson } from '../src/hub/http/fleet-json.ts';
import { defaultHubConfig } from '../src/hub/hub-config.ts';
import { startHub } from '../src/hub/main.ts';
import { momentOf, systemClock } from '../src/shared/clock.ts';
import { silentLog } from '../src/shared/log.ts';
import type { Bench, BenchLine } from './bench-line.ts';
import { inOtherProcess, postReports, readStreams } from './client-process.ts';
import { median } from './median.ts';
import { sampleReport } from './sample-report.ts';

const SECRET = 'bench-correct-horse-battery';
const NODES = 100;
const ROUNDS = 3;
const WARM_UP_MILLIS = 700;
const ROUND_MILLIS = 1_500;
const STREAMS = 20;
const CHANGES_PER_SECOND = 500;
const STREAM_PARTS = 4;
const PART_MILLIS = 1_500;
/** Until each dashboard has its snapshot: that is no part of what a stream costs. */
const CONNECT_MILLIS = 700;
/** Until the files of all nodes and jobs are written for the first time: parts with and without them say nothing. */
const FIRST_WRITES_MILLIS = 4_500;
const STREAM_MILLIS = FIRST_WRITES_MILLIS + STREAM_PARTS * (2 * PART_MILLIS + CONNECT_MILLIS) + 500;

export const benchIngest: Bench = async () => [...(await ingestLines()), listLine(), ...(await streamLines())];

interface Target {
  readonly port: number;
  stop(): Promise<void>;
}

async function ingestLines(): Promise<BenchLine[]> {
  const bodies = Array.from({ length: NODES * 10 }, (_, i) =>
    JSON.stringify(sampleReport(i % NODES, Math.floor(i / NODES))),
  );
  const targets = { raw: await startRaw(), koa: await startKoa(), hub: await startBenchHub() };
  try {
    const costs: Record<keyof typeof targets, number[]> = { raw: [], koa: [], hub: [] };
    for (const { port } of Object.values(targets)) await cpuMicrosOfPosting(port, bodies, WARM_UP_MILLIS);
    for (let round = 0; round < ROUNDS; round++)
      for (const name of ['raw', 'koa', 'hub'] as const)
        costs[name].push(await cpuMicrosOfPosting(targets[name].port, bodies, ROUND_MILLIS));
    const [raw, koa, hub] = [median(costs.raw), median(costs.koa), median(costs.hub)];
    const size = `${(Buffer.byteLength(bodies[0] ?? '') / 1000).toFixed(1)} KB`;
    return [
      {
        what: `a report of ${size}: authenticate, validate, apply, keep`,
        measured: `${hub.toFixed(0)} µs CPU, ${(1e6 / hub).toFixed(0)} a CPU second, ${(raw / hub).toFixed(2)} of raw`,
        reference: `node:http alone ${raw.toFixed(0)} µs, bare Koa ${koa.toFixed(0)} µs (${(raw / koa).toFixed(2)} of raw)`,
        limit: '>= 9000 a CPU second, >= 0.45 of raw',
        within: 1e6 / hub >= 9000 && raw / hub >= 0.45,
      },
    ];
  } finally {
    for (const target of Object.values(targets)) await target.stop();
  }
}

/** CPU time of this process a report, while another one posts. */
async function cpuMicrosOfPosting(port: number, bodies: readonly string[], millis: number): Promise<number> {
  const before = process.cpuUsage();
  const options = { port, secret: SECRET, bodies, connections: 8, millis, rate: null };
  const { answered } = await inOtherProcess(postReports, options);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / answered;
}

async function startRaw(): Promise<Target> {
  const nodes = new Map<string, unknown>();
  return listening((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const report = JSON.parse(Buffer.concat(chunks).toString()) as { hostname: string };
      nodes.set(report.hostname, report);
      response.writeHead(204).end();
    });
  });
}

async function startKoa(): Promise<Target> {
  const nodes = new Map<string, unknown>();
  const app = new Koa();
  app.use(async (ctx) => {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req as AsyncIterable<Buffer>) chunks.push(chunk);
    const report = JSON.parse(Buffer.concat(chunks).toString()) as { hostname: string };
    nodes.set(report.hostname, report);
    ctx.status = 204;
  });
  return listening(app.callback());
}

async function listening(listener: RequestListener): Promise<Target> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function startBenchHub(): Promise<Target> {
  const data = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  const hub = await startHub(
    { ...defaultHubConfig('bench'), host: '127.0.0.1', port: 0, data, secret: SECRET },
    { clock: systemClock, log: silentLog, random: Math.random, hostNames: [] },
  );
  return {
    port: hub.port,
    stop: async () => {
      await hub.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

function listLine(): BenchLine {
  const clock = systemClock;
  const limits = { staleIntervals: 3, offlineAfterSeconds: 60, defaultIntervalSeconds: 5, stallAfterSeconds: 300 };
  const fleet = createFleet({ farm: 'bench', maxNodes: 10_000, ...limits });
  for (let node = 0; node < 1_000; node++) fleet.applyReport(sampleReport(node, 0), momentOf(clock));
  const json = createFleetJson(fleet, 'bench', clock);
  const cached = medianMillis(() => json.nodeList());
  const written = medianMillis(() => Buffer.from(JSON.stringify({ at: '', nodes: fleet.nodes(momentOf(clock)) })));
  return {
    what: 'the list of 1,000 nodes, joined anew',
    measured: `${cached.toFixed(2)} ms`,
    reference: `the same by JSON.stringify ${written.toFixed(2)} ms`,
    limit: '<= 0.5 ms',
    within: cached <= 0.5,
  };
}

function medianMillis(work: () => unknown): number {
  const times: number[] = [];
  for (let i = 0; i < 300; i++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return median(times.slice(100));
}

/** The hub gets the same reports all the time, and is watched by dashboards in every other part of it. */
async function streamLines(): Promise<BenchLine[]> {
  const hub = await startBenchHub();
  try {
    const posting = inOtherProcess(postReports, {
      port: hub.port,
      secret: SECRET,
      bodies: reportsFor(STREAM_MILLIS),
      connections: 8,
      millis: STREAM_MILLIS,
      rate: CHANGES_PER_SECOND,
    });
    await setTimeout(FIRST_WRITES_MILLIS);
    const [alone, watched, bytes]: [number[], number[], number[]] = [[], [], []];
    for (let part = 0; part < STREAM_PARTS; part++) {
      alone.push(await corePercent(() => setTimeout(PART_MILLIS)));
      const millis = CONNECT_MILLIS + PART_MILLIS;
      const reading = inOtherProcess(readStreams, { port: hub.port, secret: SECRET, streams: STREAMS, millis });
      await setTimeout(CONNECT_MILLIS);
      watched.push(await corePercent(() => setTimeout(PART_MILLIS)));
      bytes.push((await reading).bytesEach / millis);
    }
    await posting;
    return [streamLine({ alone: median(alone), watched: median(watched), rate: median(bytes) })];
  } finally {
    await hub.stop();
  }
}

function streamLine({ alone, watched, rate }: { alone: number; watched: number; rate: number }): BenchLine {
  const more = Math.max(0, watched - alone);
  return {
    what: `${STREAMS} event streams at ${CHANGES_PER_SECOND} changes a second`,
    measured: `${more.toFixed(1)} % of a core more, ${rate.toFixed(0)} KB/s each`,
    reference: `the same reports without a stream ${alone.toFixed(1)} % of a core`,
    limit: '<= 1.5 % of a core, <= 90 KB/s each',
    within: more <= 1.5 && rate > 0 && rate <= 90,
  };
}

/** In one row: nodes whose clocks jump would have all their times read anew. */
function reportsFor(millis: number): readonly string[] {
  return Array.from({ length: (CHANGES_PER_SECOND * millis) / 1000 }, (_, sent) =>
    JSON.stringify(sampleReport(sent % 1000, Math.floor(sent / 1000))),
  );
}

async function corePercent(work: () => Promise<unknown>): Promise<number> {
  const [before, start] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - start);
}
