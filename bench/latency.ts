/**
 * From the close of a frame's file to its place in `GET /api/jobs`, through the built agent and hub as
 * processes, with an empty directory and with 100,000 files already in it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHubApi, type HubApi } from '../src/shared/hub-api.ts';
import { routes } from '../src/shared/protocol/routes.ts';
import type { Bench, BenchLine } from './bench-line.ts';

const SECRET = 'bench-correct-horse-battery';
const FRAMES = 30;
const CROWD = 100_000;
const LIMIT_MILLIS = 500;

export const benchLatency: Bench = async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  const programs: ChildProcess[] = [];
  try {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    programs.push(start('sentry-hub', ['--host', '127.0.0.1', '--port', `${port}`, '--data', join(scratch, 'data')]));
    const api = createHubApi({ url: new URL(`http://127.0.0.1:${port}`), secret: SECRET });
    await until(() => api.call(routes.ping).then(() => true));
    const empty = join(scratch, 'empty');
    const crowded = join(scratch, 'crowded');
    await mkdir(empty);
    await crowd(crowded);
    const quiet = await measure(api, programs, { directory: empty, port, before: 0 });
    const busy = await measure(api, programs, { directory: crowded, port, before: CROWD });
    api.close();
    return [
      latencyLine('an empty directory', quiet, null),
      latencyLine(`${CROWD} files before it`, busy, quiet),
      startLine(quiet, busy),
    ];
  } finally {
    for (const program of programs) program.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  }
};

interface Measured {
  readonly median: number;
  readonly worst: number;
  /** CPU seconds of the agent until its directory was read. */
  readonly startCpuSeconds: number;
}

interface Case {
  readonly directory: string;
  readonly port: number;
  readonly before: number;
}

async function measure(api: HubApi, programs: ChildProcess[], { directory, port, before }: Case): Promise<Measured> {
  const name = `bench-${before}`;
  const args = [directory, '--hub', `http://127.0.0.1:${port}`, '--node-id', name];
  const agent = start('sentry-agent', args);
  programs.push(agent);
  await until(async () => {
    const { report } = await api.call(routes.getNode, { params: { id: name } });
    return report.roots?.every((root) => root.status === 'watching') && (report.roots?.[0]?.files ?? 0) >= before;
  });
  const startCpuSeconds = await cpuSecondsOf(agent.pid ?? 0);
  const taken: number[] = [];
  for (let frame = 1; frame <= FRAMES; frame++) taken.push(await frameLatency(api, directory, frame));
  agent.kill('SIGTERM');
  taken.sort((a, b) => a - b);
  return { median: taken[FRAMES >> 1] ?? 0, worst: taken.at(-1) ?? 0, startCpuSeconds };
}

async function frameLatency(api: HubApi, directory: string, frame: number): Promise<number> {
  await writeFile(join(directory, `live.${String(frame).padStart(4, '0')}.png`), Buffer.alloc(50_000, 7));
  const closed = performance.now();
  await until(async () => {
    const { jobs } = await api.call(routes.listJobs);
    return jobs.some((job) => job.pattern === 'live.####.png' && job.outputDir === directory && job.done === frame);
  });
  return performance.now() - closed;
}

function latencyLine(what: string, measured: Measured, beside: Measured | null): BenchLine {
  return {
    what: `frame closed -> GET /api/jobs, ${what}`,
    measured: `median ${measured.median.toFixed(0)} ms, worst of ${FRAMES} ${measured.worst.toFixed(0)} ms`,
    reference: beside ? `an empty directory's ${beside.median.toFixed(0)} ms` : `the limit of ${LIMIT_MILLIS} ms`,
    limit: `median <= ${LIMIT_MILLIS} ms`,
    within: measured.median <= LIMIT_MILLIS,
  };
}

function startLine(quiet: Measured, busy: Measured): BenchLine {
  return {
    what: `agent's CPU from its start until ${CROWD} files are read`,
    measured: `${busy.startCpuSeconds.toFixed(2)} s`,
    reference: `an empty directory's ${quiet.startCpuSeconds.toFixed(2)} s`,
    limit: '< 1 s',
    within: busy.startCpuSeconds < 1,
  };
}

async function crowd(directory: string): Promise<void> {
  await mkdir(directory);
  const bytes = Buffer.from('x');
  for (let first = 1; first <= CROWD; first += 1000)
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        writeFile(join(directory, `old.${String(first + i).padStart(6, '0')}.png`), bytes),
      ),
    );
}

function start(name: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: tmpdir(), SENTRY_SECRET: SECRET },
    stdio: 'ignore',
  });
  void once(child, 'exit');
  return child;
}

/** User and system time of a process so far; /proc counts in hundredths of a second. */
async function cpuSecondsOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function until(condition: () => Promise<unknown>): Promise<void> {
  const limit = performance.now() + 30_000;
  while (performance.now() < limit) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the bench waited for 30 s in vain');
}
