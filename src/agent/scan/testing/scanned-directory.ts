/** A directory of its own for each test, and scans of it. */
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { readScanArguments } from '../scan-arguments.ts';
import { runScan } from '../scan-command.ts';
import { type ScanDeps, systemScanDeps } from '../scan-deps.ts';

export let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sentry-scan-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** A file whose age is told against the newest that there can be. */
export async function put(path: string, content = 'frame', ageMinutes = 0): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  const time = new Date(Date.UTC(2026, 0, 31) - ageMinutes * 60_000);
  await utimes(file, time, time);
}

export async function putFrames(pattern: string, frames: readonly number[]): Promise<void> {
  for (const frame of frames) await put(pattern.replace('####', String(frame).padStart(4, '0')));
}

/** Runs a scan in `root`; `{}` stands for it in what is printed. */
export async function scan(
  argv: string,
  deps: Partial<ScanDeps> = {},
): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const output = {
    print: async (text: string) => {
      out += text;
    },
    printError: (text: string) => {
      err += text;
    },
    columns: null,
    showsProgress: false,
    ask: null,
  };
  const args = readScanArguments(argv.replaceAll('{}', root).split(' '));
  const status = await runScan(args, { ...systemScanDeps(output), ...deps });
  return { status, out: out.replaceAll(root, '{}'), err: err.replaceAll(root, '{}') };
}

export async function sequencesIn(argv: string): Promise<readonly Record<string, unknown>[]> {
  return JSON.parse((await scan(`${argv} --json`)).out).sequences;
}
