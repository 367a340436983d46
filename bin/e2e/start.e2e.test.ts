import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, programPath, startSentry, temporaryDirectory, until } from './programs.ts';
import { GREY_PIXEL_PNG, missingProgram, startFfmpeg } from './renders.ts';
import { startInTerminal } from './terminal.ts';

let work: { path: string; remove: () => Promise<void> };

beforeEach(async () => {
  work = await temporaryDirectory();
});

afterEach(() => work.remove());

async function frames(directory: string, count: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (let frame = 1; frame <= count; frame++)
    await writeFile(join(directory, `beauty.${String(frame).padStart(4, '0')}.png`), GREY_PIXEL_PNG);
}

describe('all in one', () => {
  test('prints one table and exits 0 with --once, twice over the same data', async () => {
    await frames(join(work.path, 'shot'), 5);
    for (let start = 0; start < 2; start++) {
      const port = String(await freePort());
      const once = startSentry('sentry', ['shot', '--frames', '1-10', '--once', '--port', port], { cwd: work.path });
      expect(await once.exited, once.output()).toBe(0);
      expect(once.output()).toMatch(/shot .* 50% +5\/10/);
      expect(once.output()).toMatch(/ 6-10 /);
    }
    expect(await readdir(join(work.path, 'data/nodes'))).toHaveLength(1);
  });

  test('takes ./renders where no directory is named', async () => {
    await frames(join(work.path, 'renders/sh010'), 3);
    const once = startSentry('sentry', ['--once', '--port', String(await freePort())], { cwd: work.path });
    expect(await once.exited, once.output()).toBe(0);
    expect(once.output()).toMatch(/renders\/sh010\/beauty\.####\.png/);
  });

  test('shows this machine and says what to do where there is nothing to watch', async () => {
    const once = startSentry('sentry', ['--once', '--port', String(await freePort())], { cwd: work.path });
    expect(await once.exited, once.output()).toBe(0);
    expect(once.output()).toContain('npm start -- DIR');
    expect(once.output()).toContain('npm run demo');
  });

  test.skipIf(missingProgram('ffmpeg'))(
    'prints the table once a change without a terminal, until it is stopped',
    async () => {
      await mkdir(join(work.path, 'out'));
      const args = ['out', '--frames', '1-6', '--port', String(await freePort())];
      const program = startSentry('sentry', args, { cwd: work.path });
      await until('the first table', () => program.output().includes('idle'));
      const ffmpeg = startFfmpeg(join(work.path, 'out'), 'a.%02d.png', { frames: 6, perSecond: 2 });
      await until('the table of the whole job', () => / 100% +6\/6/.test(program.output()));
      expect(await ffmpeg.exited).toBe(0);
      expect(program.output().match(/NODE +STATE/g)?.length).toBeGreaterThan(2);
      expect(await program.end()).toBe(0);
    },
  );

  test('refuses a frame range that is none, and an option that is not there', async () => {
    const range = startSentry('sentry', ['--frames', '1-x', '--once'], { cwd: work.path });
    expect([await range.exited, range.output()]).toEqual([2, expect.stringContaining('write 1-240')]);
    const option = startSentry('sentry', ['--fraems', '1-2'], { cwd: work.path });
    expect([await option.exited, option.output()]).toEqual([2, expect.stringContaining('--fraems')]);
  });
});

/** Temporary directories of the test's own, so that other demos on this machine do not count. */
async function scratch(): Promise<{ env: Record<string, string>; leftovers: () => Promise<string[]> }> {
  const path = join(work.path, 'tmp');
  await mkdir(path);
  return { env: { TMPDIR: path }, leftovers: () => readdir(path) };
}

describe('the demo', () => {
  test('prints its whole farm with --once and leaves nothing behind', async () => {
    const { env, leftovers } = await scratch();
    const args = ['--demo', '--once', '--port', String(await freePort())];
    const demo = startSentry('sentry', args, { cwd: work.path, env });
    expect(await demo.exited, demo.output()).toBe(0);
    expect(demo.output()).toMatch(/9 nodes .* 7 jobs/);
    expect(await leftovers()).toEqual([]);
    expect(await readdir(work.path)).toEqual(['tmp']);
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'leaves nothing behind when %s ends it in its first second',
    async (signal) => {
      const { env, leftovers } = await scratch();
      const args = ['--demo', '--once', '--port', String(await freePort())];
      const demo = startSentry('sentry', args, { cwd: work.path, env });
      await until('the demo has begun', async () => (await leftovers()).length > 0);
      expect(await demo.end(signal), demo.output()).toBe(0);
      expect(await leftovers()).toEqual([]);
    },
  );

  test('shows every state on the screen: rendering, idle, stalled, hot, a death, a completed job, two on one', async () => {
    const args = [programPath('sentry'), '--demo', '--port', String(await freePort())];
    const demo = startInTerminal(process.execPath, args, { columns: 120, rows: 30, cwd: work.path });
    try {
      const row = (id: string): string => demo.screen().find((line) => line.includes(id)) ?? '';
      for (const [id, state] of [
        ['rn-001', 'render'],
        ['rn-006', 'hot'],
        ['rn-008', 'idle'],
        ['rn-004', '24/24'],
        ['rn-009', 'offline'],
        ['rn-005', 'stalled'],
      ] as const)
        await until(`${id} is ${state}`, () => row(id).includes(state), 60);
      const progress = (id: string): string | undefined => /\d+\/240/.exec(row(id))?.[0];
      expect(progress('rn-002')).toBe(progress('rn-003'));
      demo.type('q');
      expect(await demo.exited).toBe(0);
    } finally {
      demo.kill('SIGKILL');
    }
  });
});
