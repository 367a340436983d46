/** What the agent's eyes cost: 100,000 files in one directory, each measurement beside its reference. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Bench, BenchLine } from './bench-line.ts';
import type { Figures } from './watching-child.ts';

const FILES = 100_000;
const WRITTEN_AT_ONCE = 64;

export const benchWatching: Bench = async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  try {
    const directory = join(scratch, 'frames');
    await makeFrames(directory);
    const child = await buildChild(scratch);
    const measure = async (name: string): Promise<Reading> => readingOf(child, name, directory);
    // The readings that write come last.
    const readings = {
      bare: await measure('bare'),
      readdir: await measure('readdir'),
      lstats: await measure('lstats'),
      chokidar: await measure('chokidar'),
      names: await measure('names'),
      reconcile: await measure('reconcile'),
      watch: await measure('watch'),
    };
    return linesOf(readings);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

type Reading = (figure: string) => number;
type Readings = Readonly<Record<'bare' | 'readdir' | 'lstats' | 'chokidar' | 'names' | 'reconcile' | 'watch', Reading>>;

function linesOf({ bare, readdir, lstats, chokidar, names, reconcile, watch }: Readings): BenchLine[] {
  const crowd = FILES.toLocaleString('en');
  const bareReading = `bare readdir ${ms(readdir('wall'))}, ${ms(readdir('cpu'))} CPU`;
  return [
    {
      what: `ready with ${crowd} files in a directory`,
      measured: `${ms(watch('wall'))}, ${ms(watch('cpu'))} CPU, ${mb(watch('rss'))}`,
      reference: `${bareReading}, ${mb(readdir('rss'))}; bare Node ${mb(bare('rss'))}; chokidar with the files ignored ${ms(chokidar('wall'))}, ${ms(chokidar('cpu'))} CPU, ${mb(chokidar('rss'))}`,
      limit: '<= 200 ms, <= 70 MB',
      within: watch('wall') <= 200 && watch('rss') <= 70,
    },
    {
      what: 'all their sizes known',
      measured: `after ${ms(watch('measuredWall'))}, in the background, ${ms(watch('measuredCpu'))} CPU in all`,
      reference: `${bareReading}; ${crowd} bare lstats ${ms(lstats('cpu'))} CPU`,
      limit: '<= 2.5 of both, with pauses',
      within: watch('measuredCpu') <= 2.5 * (readdir('cpu') + lstats('cpu')),
    },
    {
      what: 'CPU a new file, 1,000 in a row',
      measured: `${watch('burstCpuEach').toFixed(3)} ms, the writing included`,
      reference: `the writing, unwatched: ${watch('writingCpuEach').toFixed(3)} ms`,
      limit: '<= 0.3 ms above the writing',
      within: watch('burstCpuEach') - watch('writingCpuEach') <= 0.3,
    },
    {
      what: 'from a closed file to a completed frame',
      measured: `median ${ms(watch('latencyMedian'))}, most ${ms(watch('latencyMost'))}`,
      reference: 'the 120 ms for which a file must rest',
      limit: 'median <= 200 ms',
      within: watch('latencyMedian') <= 200,
    },
    {
      what: `${crowd} names to sequences`,
      measured: `${ms(names('cpu'))} CPU`,
      reference: bareReading,
      limit: '<= 30 ms CPU, or a third of the readdir',
      within: names('cpu') <= Math.max(30, readdir('cpu') / 3),
    },
    {
      what: `a reconciling reading of ${crowd} names`,
      measured: `${ms(reconcile('cpu'))} CPU`,
      reference: bareReading,
      limit: '<= 100 ms CPU, or 1.5 of the readdir',
      within: reconcile('cpu') <= Math.max(100, readdir('cpu') * 1.5),
    },
  ];
}

async function makeFrames(directory: string): Promise<void> {
  await mkdir(directory);
  for (let at = 0; at < FILES; at += WRITTEN_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(WRITTEN_AT_ONCE, FILES - at) }, (_, i) => at + i);
    await Promise.all(numbers.map((n) => writeFile(join(directory, `beauty.${String(n).padStart(6, '0')}.png`), 'x')));
  }
}

/** Lies beside the sources both as `bench/watching.ts` and as `dist/bench.js`. */
async function buildChild(scratch: string): Promise<string> {
  const outfile = join(scratch, 'child.mjs');
  const source = fileURLToPath(new URL('../bench/watching-child.ts', import.meta.url));
  await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
}

async function readingOf(child: string, name: string, directory: string): Promise<Reading> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, name, directory]);
  const figures = JSON.parse(stdout) as Figures;
  return (figure) => figures[figure] ?? Number.NaN;
}

function ms(millis: number): string {
  return `${Math.round(millis)} ms`;
}

function mb(megabytes: number): string {
  return `${Math.round(megabytes)} MB`;
}
