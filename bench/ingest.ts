/** What a report costs the hub, beside bare node:http and bare Koa in the same run; the list of nodes; event streams. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const STREAM_MILLIS = 5_000;
const WARM_UP_STREAM_MILLIS = 2_500;

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
  const written = medianMillis(() => JSON.stringify({ at: '', nodes: fleet.nodes(momentOf(clock)) }));
  return {
    what: 'the list of 1,000 nodes, joined anew',
    measured: `${cached.toFixed(2)} ms`,
    reference: `the same by JSON.stringify ${written.toFixed(2)} ms`,
    limit: '<= 0.5 ms',
    within: cached <= 0.5,
  };
}

function medianMillis(work: () => string): number {
  const times: number[] = [];
  for (let i = 0; i < 300; i++) {
    const start = performance.now();
    Buffer.from(work());
    times.push(performance.now() - start);
  }
  return median(times.slice(100));
}

async function streamLines(): Promise<BenchLine[]> {
  const hub = await startBenchHub();
  try {
    const [warmUp, first, second] = runsOfReports([WARM_UP_STREAM_MILLIS, STREAM_MILLIS, STREAM_MILLIS]);
    const post = (bodies: readonly string[] = [], millis = STREAM_MILLIS): Promise<unknown> =>
      inOtherProcess(postReports, {
        port: hub.port,
        secret: SECRET,
        bodies,
        connections: 8,
        millis,
        rate: CHANGES_PER_SECOND,
      });
    await post(warmUp, WARM_UP_STREAM_MILLIS);
    const alone = await corePercent(() => post(first));
    let bytesEach = 0;
    const watched = await corePercent(async () => {
      const reading = { port: hub.port, secret: SECRET, streams: STREAMS, millis: STREAM_MILLIS };
      const [, read] = await Promise.all([post(second), inOtherProcess(readStreams, reading)]);
      bytesEach = read.bytesEach;
    });
    const rate = bytesEach / (STREAM_MILLIS / 1000) / 1000;
    return [
      {
        what: `${STREAMS} event streams at ${CHANGES_PER_SECOND} changes a second`,
        measured: `${Math.max(0, watched - alone).toFixed(1)} % of a core more, ${rate.toFixed(0)} KB/s each`,
        reference: `the same reports without a stream ${alone.toFixed(1)} % of a core`,
        limit: '<= 1.5 % of a core, <= 90 KB/s each',
        within: watched - alone <= 1.5 && rate > 0 && rate <= 90,
      },
    ];
  } finally {
    await hub.stop();
  }
}

/** Each run goes on where the one before ended: nodes whose clocks jump back would have all their times read anew. */
function runsOfReports(millis: readonly number[]): readonly (readonly string[])[] {
  let sent = 0;
  return millis.map((length) =>
    Array.from({ length: (CHANGES_PER_SECOND * length) / 1000 }, () => {
      const body = JSON.stringify(sampleReport(sent % 1000, Math.floor(sent / 1000)));
      sent++;
      return body;
    }),
  );
}

async function corePercent(work: () => Promise<unknown>): Promise<number> {
  const [before, start] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - start);
}
