/** The dashboard's budgets: bytes and CPU an update beside stock Ink, keys and the first picture in a real pty. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bench, BenchLine } from './bench-line.ts';
import type { DashboardLoop } from './dashboard-loop.tsx';
import { createFarm } from './farm-sample.ts';
import { inPty } from './in-pty.ts';
import { median } from './median.ts';
import { trafficLine } from './traffic.ts';

const run = promisify(execFile);
/** Until then the program's hot paths are compiled. */
const WARM_UP_KEYS = 150;
const KEYS = 400;
/** Beside this very bundle in dist/. */
const program = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const benchDashboard: Bench = async () => {
  const fast = await loop([3000], {});
  const stock = await loop([300, 'plain'], { SENTRY_STOCK_INK: '1' });
  const hub = await startSampleHub();
  try {
    const start = await firstPaints(hub.url);
    const keys = await keyTimes(hub.url, {});
    const stockKeys = await keyTimes(hub.url, { SENTRY_STOCK_INK: '1' });
    return [
      ...loopLines(fast, stock, await bareMegabytes()),
      ...ptyLines(start, keys, stockKeys),
      await trafficLine(program('sentry-tui.js'), hub.url),
    ];
  } finally {
    hub.stop();
  }
};

function loopLines(fast: DashboardLoop, stock: DashboardLoop, bare: number): readonly BenchLine[] {
  const faster = stock.cpuMillisPerUpdate / fast.cpuMillisPerUpdate;
  return [
    {
      what: 'bytes an update, 120x40, 10 % of the cells changed',
      measured: `${fast.bytesPerUpdate.toFixed(0)} in ${fast.writesPerUpdate.toFixed(2)} writes`,
      reference: `Ink as it comes, in this run ${stock.bytesPerUpdate.toFixed(0)} in ${stock.writesPerUpdate.toFixed(2)}`,
      limit: '<= 650, one write',
      within: fast.bytesPerUpdate <= 650 && fast.writesPerUpdate <= 1,
    },
    {
      what: 'bytes of a cursor key',
      measured: fast.cursorBytes.toFixed(0),
      reference: `Ink as it comes, in this run ${stock.cursorBytes.toFixed(0)}`,
      limit: '<= 450',
      within: fast.cursorBytes <= 450,
    },
    {
      what: 'CPU an update in a loop',
      measured: `${fast.cpuMillisPerUpdate.toFixed(2)} ms, ${faster.toFixed(1)} times faster`,
      reference: `Ink as it comes, in this run ${stock.cpuMillisPerUpdate.toFixed(2)} ms`,
      limit: '<= 2 ms, at least 8 times faster',
      within: fast.cpuMillisPerUpdate <= 2 && faster >= 8,
    },
    {
      what: 'memory after 3,000 updates',
      measured: `${fast.rssMegabytes.toFixed(0)} MB, heap grown by ${fast.heapGrowthMegabytes.toFixed(1)} MB`,
      reference: `bare Node in this run ${bare.toFixed(0)} MB`,
      limit: '<= 120 MB, heap flat (within 3 MB)',
      within: fast.rssMegabytes <= 120 && fast.heapGrowthMegabytes <= 3,
    },
  ];
}

interface Start {
  readonly dashboard: number;
  readonly node: number;
}

function ptyLines(start: Start, keys: readonly number[], stockKeys: readonly number[]): readonly BenchLine[] {
  const worst = quantile(keys, 0.99);
  const ratio = start.dashboard / start.node;
  return [
    {
      what: 'first picture in a pty',
      measured: `${start.dashboard.toFixed(0)} ms`,
      reference: `node -e '' in this run ${start.node.toFixed(0)} ms: ${ratio.toFixed(2)} times`,
      limit: "<= 170 ms and <= 2.5 x node -e ''",
      within: start.dashboard <= 170 && ratio <= 2.5,
    },
    {
      what: 'key to paint in a pty, under 10 Hz of data',
      measured: keyText(keys),
      reference: `with Ink's own layout and output, in this run ${keyText(stockKeys)}`,
      limit: 'p99 <= 10 ms',
      within: worst <= 10,
    },
  ];
}

function keyText(keys: readonly number[]): string {
  return `p50 ${quantile(keys, 0.5).toFixed(1)} ms, p99 ${quantile(keys, 0.99).toFixed(1)} ms`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

async function bareMegabytes(): Promise<number> {
  const { stdout } = await run(process.execPath, ['-p', 'process.memoryUsage().rss / 1e6']);
  return Number(stdout);
}

async function loop(args: readonly (string | number)[], environment: Record<string, string>): Promise<DashboardLoop> {
  const { stdout } = await run(
    process.execPath,
    ['--expose-gc', program('bench-dashboard-loop.js'), ...args.map(String)],
    {
      // With CI set Ink as it comes writes nothing.
      env: { ...process.env, CI: 'false', ...environment },
    },
  );
  return JSON.parse(stdout);
}

interface SampleHub {
  readonly url: string;
  stop(): void;
}

/** Tells a farm of 1,000 nodes and ten changes a second. */
async function startSampleHub(): Promise<SampleHub> {
  const farm = createFarm(1000);
  const ids = farm.snapshot().nodes.map(({ id }) => id);
  const server = createServer((request, response) => {
    if (request.url !== '/api/events') return void response.end('{}');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (name: string, data: unknown) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    send('snapshot', farm.snapshot());
    const timer = setInterval(() => send('change', farm.change(42, ids.slice(0, 35))), 100);
    response.once('close', () => clearInterval(timer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Medians of alternating starts: to the first byte of the dashboard, and to the end of a Node that does nothing. */
async function firstPaints(url: string): Promise<Start> {
  const dashboards: number[] = [];
  const nodes: number[] = [];
  for (let i = 0; i < 7; i++) {
    const emptyBegan = performance.now();
    const empty = inPty(process.execPath, ['-e', ''], {});
    await new Promise<void>((over) => empty.onExit(() => over()));
    nodes.push(performance.now() - emptyBegan);
    const began = performance.now();
    const dashboard = inPty(process.execPath, [program('sentry-tui.js'), '--hub', url], {});
    await new Promise<void>((first) => dashboard.onData(() => first()));
    dashboards.push(performance.now() - began);
    const gone = new Promise<void>((over) => dashboard.onExit(() => over()));
    dashboard.kill('SIGTERM');
    await gone;
  }
  return { dashboard: median(dashboards), node: median(nodes) };
}

/** Milliseconds from a key to the next bytes, with data coming in between ten times a second. */
async function keyTimes(url: string, environment: Record<string, string>): Promise<readonly number[]> {
  const dashboard = inPty(process.execPath, [program('sentry-tui.js'), '--hub', url, '--interval', '0.1'], environment);
  const times: number[] = [];
  let onBytes = (_text: string) => {};
  dashboard.onData((text) => onBytes(text));
  const gone = new Promise<void>((over) => dashboard.onExit(() => over()));
  const shown = (mark: string) =>
    new Promise<void>((seen) => {
      let text = '';
      onBytes = (bytes) => {
        text += bytes;
        if (text.includes(mark)) seen();
      };
    });
  await shown('rn-0001');
  for (let i = 0; i < WARM_UP_KEYS + KEYS; i++) {
    await new Promise((later) => setTimeout(later, 13));
    // The selection's mark moves with each key and with nothing else.
    const painted = shown('▌');
    const began = performance.now();
    dashboard.write(i % 2 === 0 ? 'j' : 'k');
    await painted;
    if (i >= WARM_UP_KEYS) times.push(performance.now() - began);
  }
  dashboard.kill('SIGTERM');
  await gone;
  return times;
}
