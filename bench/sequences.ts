/** What it costs to tell a million names in one directory apart, each measurement beside the bare reading of them. */
import { execFile } from 'node:child_process';
import { linkSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Bench, BenchLine } from './bench-line.ts';
import { median } from './median.ts';
import { FRAMES_EACH, nameAt } from './sequence-names.ts';
import type { SequenceFigures } from './sequences-child.ts';

const FILES = 1_000_000;
const FEWER = 100_000;
/** File systems allow no more names of one file. */
const LINKS_EACH = 30_000;
/** Each is measured so often, in turns with its reference, and its median counts. */
const ROUNDS = 3;

const SCAN_LIMIT = 3;
const BYTES_LIMIT = 100;
const ONE_MORE_LIMIT_MICROS = 50;
// 30 ms of CPU beside the 83 ms that the reading took where the budget was set.
const NAMES_LIMIT = 0.36;

export const benchSequences: Bench = async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  try {
    const child = await buildChild(scratch);
    const many = await makeNames(scratch, FILES);
    const fewer = await makeNames(scratch, FEWER);
    const rounds: Readonly<Record<'reading' | 'scan' | 'fewer' | 'names', SequenceFigures>>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        reading: await figuresOf(child, 'reading', many),
        scan: await figuresOf(child, 'scan', many),
        fewer: await figuresOf(child, 'reading', fewer),
        names: await figuresOf(child, 'names', fewer),
      });
    }
    const of = (name: keyof (typeof rounds)[number], figure: keyof SequenceFigures): number =>
      median(rounds.map((round) => round[name][figure] ?? Number.NaN));
    return linesOf(of);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

function linesOf(
  of: (name: 'reading' | 'scan' | 'fewer' | 'names', figure: keyof SequenceFigures) => number,
): BenchLine[] {
  const ratio = of('scan', 'wall') / of('reading', 'wall');
  const bytes = of('scan', 'bytesEach');
  const oneMore = of('scan', 'oneMoreMicros');
  const names = of('names', 'cpu') / of('fewer', 'cpu');
  const count = (files: number): string => files.toLocaleString('en');
  return [
    {
      what: `a full scan of ${count(FILES)} names in ${count(FILES / FRAMES_EACH)} sequences`,
      measured: `${ms(of('scan', 'wall'))}, ${ratio.toFixed(2)} of the readdir; ${ms(of('scan', 'cpu'))} CPU`,
      reference: `bare readdir ${ms(of('reading', 'wall'))}, ${ms(of('reading', 'cpu'))} CPU`,
      limit: `<= ${SCAN_LIMIT} of the readdir's time`,
      within: ratio <= SCAN_LIMIT,
    },
    {
      what: 'memory a file then',
      measured: `${bytes.toFixed(0)} bytes`,
      reference: `the bare names in an array ${of('reading', 'bytesEach').toFixed(0)} bytes`,
      limit: `<= ${BYTES_LIMIT} bytes`,
      within: bytes <= BYTES_LIMIT,
    },
    {
      what: 'one more file among them, handled',
      measured: `${oneMore.toFixed(1)} µs; ${of('scan', 'reportMicros').toFixed(0)} µs for a report of its sequence`,
      reference: `${((of('scan', 'wall') / FILES) * 1000).toFixed(1)} µs a file of the scan`,
      limit: `<= ${ONE_MORE_LIMIT_MICROS} µs`,
      within: oneMore <= ONE_MORE_LIMIT_MICROS,
    },
    {
      what: `${count(FEWER)} names to sequences`,
      measured: `${ms(of('names', 'cpu'))} CPU, ${names.toFixed(2)} of the readdir; ${ms(of('names', 'coldCpu'))} as the first thing that a program does`,
      reference: `bare readdir ${ms(of('fewer', 'cpu'))} CPU`,
      limit: `<= ${NAMES_LIMIT} of the readdir's CPU`,
      within: names <= NAMES_LIMIT,
    },
  ];
}

/** Names of a few empty files: their number costs, not their content. */
async function makeNames(scratch: string, files: number): Promise<string> {
  const directory = join(scratch, String(files));
  await mkdir(directory);
  let source = '';
  for (let i = 0; i < files; i++) {
    if (i % LINKS_EACH === 0) {
      source = join(scratch, `${files}-${i}`);
      writeFileSync(source, '');
    }
    linkSync(source, join(directory, nameAt(i)));
  }
  return directory;
}

/** Lies beside the sources both as `bench/sequences.ts` and as `dist/bench.js`. */
async function buildChild(scratch: string): Promise<string> {
  const outfile = join(scratch, 'child.mjs');
  const source = fileURLToPath(new URL('../bench/sequences-child.ts', import.meta.url));
  await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
}

async function figuresOf(child: string, name: string, directory: string): Promise<SequenceFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, name, directory]);
  return JSON.parse(stdout) as SequenceFigures;
}

function ms(millis: number): string {
  return `${Math.round(millis)} ms`;
}
