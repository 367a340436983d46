import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { startFileCheckThread } from './file-check-thread.ts';
import { createFileChecker } from './file-checker-threads.ts';

const entry = fileURLToPath(new URL('../../../../bin/sentry-file-check.ts', import.meta.url));
const frame = fileURLToPath(new URL('../../../../fixtures/frames/ffmpeg.png', import.meta.url));
let directory: string;
let script: URL;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sentry-file-check-'));
  const outfile = join(directory, 'check.mjs');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  script = pathToFileURL(outfile);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

describe('startFileCheckThread', () => {
  it('tells of each file what its bytes say, or why they cannot be read', async () => {
    const placeholder = join(directory, 'frame.0001.png');
    const folder = join(directory, 'frame.0002.png');
    await writeFile(placeholder, '');
    await mkdir(folder);
    const thread = startFileCheckThread(script);
    try {
      expect(await thread.check(frame)).toEqual({ kind: 'whole' });
      expect(await thread.check(placeholder)).toMatchObject({ kind: 'unfinished' });
      expect(await thread.check(folder)).toEqual({ kind: 'unreadable', why: 'it is no file' });
      expect(await thread.check(`${frame}.gone.png`)).toEqual({ kind: 'unreadable', why: 'it is gone' });
    } finally {
      await thread.end();
    }
  });

  it.skipIf(process.platform === 'win32')('does not hang on a pipe that bears the name of a frame', async () => {
    const pipe = join(directory, 'frame.0003.png');
    execFileSync('mkfifo', [pipe]);
    const thread = startFileCheckThread(script);
    try {
      expect(await thread.check(pipe)).toEqual({ kind: 'unreadable', why: 'it is no file' });
    } finally {
      await thread.end();
    }
  });

  it('rejects when the thread cannot be started', async () => {
    const thread = startFileCheckThread(pathToFileURL(join(directory, 'none.mjs')));
    await expect(thread.check(frame)).rejects.toThrow();
    await thread.end();
  });

  it('is given up by the checker when its read never returns, and ends with the checker', async () => {
    const hangs = join(directory, 'hangs.mjs');
    await writeFile(
      hangs,
      `import { parentPort } from 'node:worker_threads';
       const never = new Int32Array(new SharedArrayBuffer(4));
       parentPort.on('message', () => Atomics.wait(never, 0, 0));`,
    );
    const clock = new ManualClock();
    const checker = createFileChecker({ clock, startThread: () => startFileCheckThread(pathToFileURL(hangs)) });
    const verdict = checker.check(frame, '//server/share');
    clock.advance(10_000);
    expect(await verdict).toEqual({ kind: 'unreadable', why: 'not answering' });
    await checker.stop();
  });
});
