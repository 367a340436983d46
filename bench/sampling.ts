/** What the agent's sampling costs, beside systeminformation doing the same. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bench, BenchLine } from './bench-line.ts';

interface Cost {
  readonly cpuMillisPerSample: number;
  readonly rssBytes: number;
}

const PERIOD_MILLIS = 2_000;
const CPU_LIMIT_PERCENT = 0.1;
const RSS_LIMIT_MEGABYTES = 60;

export const benchSampling: Bench = async () => {
  if (process.platform !== 'linux') return [];
  const directory = await mkdtemp(join(tmpdir(), 'sentry-bench-'));
  try {
    const subject = join(directory, 'subject.mjs');
    await buildSubject(subject);
    const own = await costOf(subject, 'own', 40);
    const other = await costOf(subject, 'systeminformation', 12);
    return [cpuLine(own, other), memoryLine(own, other)];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

async function buildSubject(outfile: string): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    // The same from bench/ and from the bundle in dist/.
    entryPoints: [fileURLToPath(new URL('../bench/sampling-subject.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import{createRequire as requireOf}from'node:module';const require=requireOf(import.meta.url);" },
    logLevel: 'warning',
  });
}

async function costOf(subject: string, way: string, samples: number): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [subject, way, String(samples)]);
  return JSON.parse(stdout);
}

function percentOfCore(cost: Cost): number {
  return (100 * cost.cpuMillisPerSample) / PERIOD_MILLIS;
}

function megabytes(cost: Cost): number {
  return cost.rssBytes / (1024 * 1024);
}

function cpuLine(own: Cost, other: Cost): BenchLine {
  const percent = percentOfCore(own);
  return {
    what: 'sampling every 2 s, CPU',
    measured: `${percent.toFixed(3)} % of a core (${own.cpuMillisPerSample.toFixed(2)} ms a sample)`,
    reference: `systeminformation ${percentOfCore(other).toFixed(2)} %`,
    limit: `<= ${CPU_LIMIT_PERCENT} % of a core`,
    within: percent <= CPU_LIMIT_PERCENT,
  };
}

function memoryLine(own: Cost, other: Cost): BenchLine {
  return {
    what: 'sampling, memory',
    measured: `${megabytes(own).toFixed(1)} MB`,
    reference: `systeminformation ${megabytes(other).toFixed(1)} MB`,
    limit: `<= ${RSS_LIMIT_MEGABYTES} MB`,
    within: megabytes(own) <= RSS_LIMIT_MEGABYTES,
  };
}
