/** One measurement in a process of its own, so that its CPU time and memory are its own too; prints them as JSON. */
import { lstat } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { watch as chokidar } from 'chokidar';
import { SequenceIndex } from '../src/agent/core/sequences/sequence-index.ts';
import { DEFAULT_IGNORE } from '../src/agent/core/sequences/sequence-name.ts';
import { systemFiles } from '../src/agent/io/watcher/output-watcher-files.ts';
import { watchOutput } from '../src/agent/io/watcher/watch-output.ts';
import { systemClock } from '../src/shared/clock.ts';
import { silentLog } from '../src/shared/log.ts';

/** What a measurement found, by name; milliseconds and megabytes. */
export type Figures = Readonly<Record<string, number>>;

const BURST = 1000;
/** As often as an agent makes a report of what it sees, and as exact as the time until all is measured. */
const REPORT_MILLIS = 500;
const SINGLE = 20;

const measurements: Readonly<Record<string, (directory: string) => Promise<Figures>>> = {
  bare: async () => ({}),
  async readdir(directory) {
    const { cpu, wall } = await timed(() => readdir(directory));
    return { cpu, wall };
  },
  async lstats(directory) {
    const names = await readdir(directory);
    const { cpu, wall } = await timed(() =>
      Promise.all(names.map((name) => new Promise((done) => lstat(join(directory, name), done)))),
    );
    return { cpu, wall };
  },
  async chokidar(directory) {
    const ignored = (_path: string, stats?: { isFile(): boolean }): boolean => stats?.isFile() ?? false;
    const start = await timed(() => new Promise<void>((done) => chokidar(directory, { ignored }).on('ready', done)));
    return { cpu: start.cpu, wall: start.wall };
  },
  async reconcile(directory) {
    const index = new SequenceIndex(DEFAULT_IGNORE);
    const reading = (): Promise<void> => systemFiles.readDirectory(directory, (name) => index.see(name, true));
    await reading();
    index.beginReading();
    const { cpu } = await timed(reading);
    return { cpu };
  },
  watch: measureWatching,
};

async function measureWatching(directory: string): Promise<Figures> {
  const config = { roots: [directory], nodeId: 'bench', share: null, expected: null, title: null, poll: false };
  const writing = await timed(() => writeBurst(directory, 'unwatched'));
  const before = process.cpuUsage();
  const start = performance.now();
  const watcher = watchOutput(config, { clock: systemClock, log: silentLog });
  await watcher.ready;
  const ready = { wall: performance.now() - start, cpu: cpuSince(before), rss: megabytes() };
  while (watcher.snapshot().roots[0]?.status !== 'watching') await setTimeout(REPORT_MILLIS);
  const measured = { measuredWall: performance.now() - start, measuredCpu: cpuSince(before) };

  const completed = (name: string, frames: string): Promise<void> =>
    new Promise((done) => {
      const stop = watcher.onChange(() => {
        const found = watcher.snapshot().sequences.find((sequence) => sequence.pattern.startsWith(name));
        if (found?.done !== frames) return;
        stop();
        done();
      });
    });
  const latencies: number[] = [];
  for (let frame = 1; frame <= SINGLE; frame++) {
    const done = completed('single', frame === 1 ? '1' : `1-${frame}`);
    await writeFile(join(directory, `single.${String(frame).padStart(4, '0')}.png`), 'x');
    const closed = performance.now();
    await done;
    latencies.push(performance.now() - closed);
  }
  latencies.sort((a, b) => a - b);
  const all = completed('burst', `1-${BURST}`);
  const burst = await timed(async () => {
    await writeBurst(directory, 'burst');
    await all;
  });
  await watcher.stop();
  return {
    ...ready,
    ...measured,
    latencyMedian: latencies[SINGLE >> 1] ?? 0,
    latencyMost: latencies.at(-1) ?? 0,
    burstCpuEach: burst.cpu / BURST,
    writingCpuEach: writing.cpu / BURST,
  };
}

async function writeBurst(directory: string, name: string): Promise<void> {
  for (let frame = 1; frame <= BURST; frame++) {
    await writeFile(join(directory, `${name}.${String(frame).padStart(6, '0')}.png`), 'x');
  }
}

async function timed(run: () => Promise<unknown>): Promise<{ readonly cpu: number; readonly wall: number }> {
  const before = process.cpuUsage();
  const start = performance.now();
  await run();
  return { cpu: cpuSince(before), wall: performance.now() - start };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function megabytes(): number {
  return process.memoryUsage().rss / 2 ** 20;
}

const [name = '', directory = ''] = process.argv.slice(2);
const figures = await measurements[name]?.(directory);
process.stdout.write(JSON.stringify({ rss: megabytes(), ...figures }), () => process.exit());
