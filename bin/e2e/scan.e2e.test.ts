import { readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProgram, startSentry, temporaryDirectory } from './programs.ts';
import { missingProgram } from './renders.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

async function render(pattern: string): Promise<void> {
  const output = join(directory.path, pattern);
  const program = startProgram('ffmpeg', [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=64x64',
    '-frames:v',
    '24',
    output,
  ]);
  expect(await program.exited, program.output()).toBe(0);
}

async function scan(
  ...args: readonly string[]
): Promise<{ readonly status: number | string | null; readonly output: string }> {
  const program = startSentry('sentry-agent', ['scan', ...args]);
  const status = await program.exited;
  return { status, output: program.output().replaceAll(directory.path, 'DIR') };
}

describe.skipIf(missingProgram('ffmpeg'))('sentry-agent scan', () => {
  test('calls whole renders whole, and names each file that was cut', async () => {
    await render('sh010_beauty.%04d.png');
    await render('sh010_depth.%04d.exr');
    const whole = await scan('--check', '--frames', '1-24', directory.path);
    expect(whole).toEqual({ status: 0, output: expect.stringContaining('\n1 directory, 2 sequences, 48 frames, ') });

    await truncate(join(directory.path, 'sh010_depth.0009.exr'), 2000);
    await truncate(join(directory.path, 'sh010_beauty.0003.png'), 200);
    await rm(join(directory.path, 'sh010_beauty.0012.png'));
    const { status, output } = await scan('--check', '--json', directory.path);
    expect(status).toBe(1);
    expect(JSON.parse(output).sequences).toMatchObject([
      { dir: 'DIR', pattern: 'sh010_beauty.####.png', missing: '12', broken: '3', count: 23 },
      { dir: 'DIR', pattern: 'sh010_depth.####.exr', missing: '', broken: '9', count: 24 },
    ]);
  });

  test('deletes the orphan alone once it is told to', async () => {
    await render('a.%04d.png');
    for (const [frame, minutes] of [
      [25, 60],
      [26, 1],
    ] as const) {
      const path = join(directory.path, `a.00${frame}.png`);
      await writeFile(path, '');
      await utimes(path, new Date(), new Date(Date.now() - minutes * 60_000));
    }
    expect(await scan('--delete-orphans', directory.path)).toEqual({
      status: 1,
      output: expect.stringContaining('there is no terminal to ask'),
    });
    expect(await readdir(directory.path)).toHaveLength(26);
    expect((await scan('--delete-orphans', '--yes', directory.path)).output).toContain('deleted: DIR/a.0025.png');
    expect(await readdir(directory.path)).toHaveLength(25);
    expect(await readdir(directory.path)).toContain('a.0026.png');
  });

  test('deletes the cut frame that is named once its contents were read', async () => {
    await render('a.%04d.png');
    for (const name of ['a.0002.png', 'a.0003.png']) await truncate(join(directory.path, name), 100);
    const named = ['--delete-orphans', '--orphans=1-2', '--yes', directory.path];
    expect((await scan(...named)).output).toContain('Give --check too');
    expect((await scan('--check', ...named)).output).toContain('deleted: DIR/a.0002.png');
    const left = await readdir(directory.path);
    expect(left).toHaveLength(23);
    expect(left).not.toContain('a.0002.png');
  });
});

describe('sentry-agent scan', () => {
  test('refuses with one sentence where nothing is, and where it is asked wrongly', async () => {
    const nowhere = join(directory.path, 'nowhere');
    expect(await scan(nowhere)).toEqual({
      status: 1,
      output:
        'sentry-agent scan: There is no file or directory DIR/nowhere; name a directory, or a sequence as DIR/name.####.exr.\n',
    });
    expect((await scan('--depth', 'deep')).status).toBe(2);
    expect(await scan('--help')).toEqual({ status: 0, output: expect.stringMatching(/^sentry-agent scan - /) });
  });
});
