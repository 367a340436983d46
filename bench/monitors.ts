/**
 * The whole agent at its default settings beside what others run for the same purpose, over the same seconds on the
 * same machine: Prometheus' node_exporter, scraped as often as the agent reports, and Glances at that pace.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchLine } from './bench-line.ts';

const SECRET = 'bench-correct-horse-battery';
/** The agent's default. */
const INTERVAL_SECONDS = 5;
/** The agent watches directories and renderers besides. */
const MOST_OF_OTHERS = 1.5;
/** What starting costs is not counted. */
const SETTLE_MILLIS = 15_000;
const MEASURED_MILLIS = 45_000;

/** A monitor that runs, or why it does not. */
type Monitor = { readonly name: string } & ({ readonly program: ChildProcess } | { readonly missing: string });

interface Usage {
  readonly cpuPercent: number;
  readonly rssBytes: number;
}

export const benchMonitors: Bench = async () => {
  if (process.platform !== 'linux') return [];
  const scratch = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  const [hubPort, exporterPort] = [await freePort(), await freePort()];
  const renders = join(scratch, 'renders');
  await mkdir(renders);
  const hub = runOwn('sentry-hub', ['--host', '127.0.0.1', '--port', `${hubPort}`, '--data', join(scratch, 'data')]);
  const programs = [hub];
  const stopScraping = new AbortController();
  try {
    const monitors: Monitor[] = [
      { name: 'sentry-agent', program: runOwn('sentry-agent', [renders, '--hub', `http://127.0.0.1:${hubPort}`]) },
      await run('node_exporter', 'prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${exporterPort}`]),
      await run('Glances', 'glances', ['--quiet', '--disable-check-update', '--time', `${INTERVAL_SECONDS}`]),
    ];
    for (const monitor of monitors) if ('program' in monitor) programs.push(monitor.program);
    void scrape(`http://127.0.0.1:${exporterPort}/metrics`, stopScraping.signal);
    await wait(SETTLE_MILLIS);
    const before = await Promise.all(monitors.map(cpuSecondsOf));
    const started = performance.now();
    await wait(MEASURED_MILLIS);
    const seconds = (performance.now() - started) / 1000;
    const usages = await Promise.all(
      monitors.map(async (monitor, at): Promise<Usage | null> => {
        const [from, to] = [before[at] ?? null, await cpuSecondsOf(monitor)];
        if (from === null || to === null) return null;
        return { cpuPercent: (100 * (to - from)) / seconds, rssBytes: await rssBytesOf(monitor) };
      }),
    );
    return linesOf(monitors, usages);
  } finally {
    stopScraping.abort();
    for (const program of programs) program.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  }
};

function linesOf(monitors: readonly Monitor[], usages: readonly (Usage | null)[]): BenchLine[] {
  const line = (what: string, read: (usage: Usage) => number, unit: string, digits: number): BenchLine => {
    const own = usages[0] ? read(usages[0]) : Number.NaN;
    const others = monitors.slice(1).map((monitor, at) => ({ monitor, usage: usages[at + 1] ?? null }));
    const values = others.flatMap(({ usage }) => (usage ? [read(usage)] : []));
    const told = others.map(({ monitor, usage }) => {
      if (usage) return `${monitor.name} ${read(usage).toFixed(digits)} ${unit} (${(own / read(usage)).toFixed(2)} x)`;
      return 'missing' in monitor ? `${monitor.name} ${monitor.missing}` : `${monitor.name} has ended by itself`;
    });
    return {
      what: `the whole agent every ${INTERVAL_SECONDS} s, ${what}`,
      measured: `${own.toFixed(digits)} ${unit}`,
      reference: told.join(', '),
      limit: `<= ${MOST_OF_OTHERS} x the dearer of them`,
      within: own <= MOST_OF_OTHERS * Math.max(...values) || (values.length === 0 && Number.isFinite(own)),
    };
  };
  return [
    line('CPU', ({ cpuPercent }) => cpuPercent, '% of a core', 2),
    line('memory', ({ rssBytes }) => rssBytes / (1024 * 1024), 'MB', 1),
  ];
}

function runOwn(program: string, args: readonly string[]): ChildProcess {
  const built = fileURLToPath(new URL(`../dist/${program}.js`, import.meta.url));
  const env = { ...process.env, SENTRY_SECRET: SECRET };
  return spawn(process.execPath, [built, ...args], { stdio: 'ignore', env });
}

async function run(name: string, program: string, args: readonly string[]): Promise<Monitor> {
  const child = spawn(program, args, { stdio: 'ignore' });
  try {
    await once(child, 'spawn');
    return { name, program: child };
  } catch {
    return { name, missing: 'is not installed' };
  }
}

/** Asks as a Prometheus would; that nobody answers yet, or at all, is told by the figures. */
async function scrape(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await fetch(url, { signal })
      .then((answer) => answer.text())
      .catch(() => {});
    await wait(INTERVAL_SECONDS * 1000, undefined, { signal }).catch(() => {});
  }
}

/** Of all its threads, to the nanosecond, and of the programs that it has started and waited for; null when it has ended. */
async function cpuSecondsOf(monitor: Monitor): Promise<number | null> {
  if (!('program' in monitor) || monitor.program.exitCode !== null) return null;
  const folder = `/proc/${monitor.program.pid}`;
  let nanoseconds = 0;
  for (const thread of await readdir(`${folder}/task`)) {
    const schedstat = await readFile(`${folder}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
    nanoseconds += Number(schedstat.split(' ')[0]);
  }
  // proc(5): behind the name in parentheses, cutime and cstime are fields 16 and 17, in hundredths of a second.
  const fields = (await readFile(`${folder}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return nanoseconds / 1e9 + (Number(fields[13]) + Number(fields[14])) / 100;
}

async function rssBytesOf(monitor: Monitor): Promise<number> {
  if (!('program' in monitor)) return Number.NaN;
  const status = await readFile(`/proc/${monitor.program.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1]) * 1024;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
