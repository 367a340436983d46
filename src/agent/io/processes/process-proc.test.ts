import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { createProcProcessList } from './process-proc.ts';

let proc: string;

beforeEach(async () => {
  proc = await realpath(await mkdtemp(join(tmpdir(), 'sentry-proc-')));
  await writeFile(join(proc, 'uptime'), '1000.00 4000.00\n');
});
afterEach(() => rm(proc, { recursive: true, force: true }));

interface MadeUp {
  readonly parent?: number;
  readonly state?: string;
  readonly startTicks?: number;
  readonly cpuTicks?: number;
}

async function process(pid: number, argv: readonly string[], about: MadeUp = {}): Promise<void> {
  const { parent = 1, state = 'S', startTicks = 90_000, cpuTicks = 0 } = about;
  const folder = join(proc, String(pid));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'cmdline'), argv.map((arg) => `${arg}\0`).join(''));
  const fields = [state, parent, 0, 0, 0, 0, 0, 0, 0, 0, 0, cpuTicks, 0, 0, 0, 0, 0, 1, 0, startTicks, 0, 0];
  await writeFile(join(folder, 'stat'), `${pid} (a (b) c) ${fields.join(' ')}\n`);
  await rm(join(folder, 'cwd'), { force: true });
  await symlink('/prod/dir', join(folder, 'cwd'));
}

const isRenderer = (argv: readonly string[]): boolean => argv[0] === 'blender';

describe('createProcProcessList with a made-up /proc', () => {
  it('tells of a process all that is asked of it, once', async () => {
    const clock = new ManualClock();
    await process(10, ['bash'], { parent: 1 });
    await process(11, ['wrapper'], { parent: 10 });
    await process(12, ['blender', '-b', 'a b.blend', ''], { parent: 11, startTicks: 95_000 });
    const list = createProcProcessList(clock, proc);
    expect(await list.search(isRenderer)).toEqual([
      {
        pid: 12,
        ancestors: [11, 10],
        identity: '95000',
        argv: ['blender', '-b', 'a b.blend'],
        workingDirectory: '/prod/dir',
        startedAt: clock.now() - 50_000,
      },
    ]);
    expect(await list.search(isRenderer)).toEqual([]);
  });

  it('finds a new process, and a shell that became a renderer', async () => {
    const clock = new ManualClock();
    await process(10, ['sh', 'start.sh']);
    const list = createProcProcessList(clock, proc);
    await list.search(isRenderer);
    await process(11, ['blender', '-a']);
    expect((await list.search(isRenderer)).map(({ pid }) => pid)).toEqual([11]);
    await process(10, ['blender', '-f', '1']);
    expect((await list.search(isRenderer)).map(({ pid }) => pid)).toEqual([10]);
  });

  it('looks at an old process again after a minute only', async () => {
    const clock = new ManualClock();
    await process(10, ['sh']);
    const list = createProcProcessList(clock, proc);
    await list.search(isRenderer);
    await process(10, ['blender']);
    clock.advance(30_000);
    expect(await list.search(isRenderer)).toEqual([]);
    clock.advance(31_000);
    expect(await list.search(isRenderer)).toHaveLength(1);
  });

  it('passes over kernel threads and processes that have ended', async () => {
    await process(10, []);
    await process(11, ['blender'], { state: 'Z' });
    await mkdir(join(proc, '12'));
    expect(await createProcProcessList(new ManualClock(), proc).search(isRenderer)).toEqual([]);
  });

  it('tells the end of a process, also when another has its number', async () => {
    await process(10, ['blender'], { cpuTicks: 250 });
    const list = createProcProcessList(new ManualClock(), proc);
    const [seen] = await list.search(isRenderer);
    if (!seen) throw new Error('not found');
    expect(list.vitals(seen)).toEqual({ cpuSeconds: 2.5 });
    await process(10, ['blender'], { startTicks: 99_000 });
    expect(list.vitals(seen)).toBeNull();
    await rm(join(proc, '10'), { recursive: true });
    expect(list.vitals(seen)).toBeNull();
  });

  it('rejects when there is no /proc', async () => {
    await expect(createProcProcessList(new ManualClock(), join(proc, 'none')).search(isRenderer)).rejects.toThrow();
  });
});

describe.runIf(globalThis.process.platform === 'linux')('createProcProcessList', () => {
  it('finds a process of this machine, its files, its use and its end', async () => {
    const list = createProcProcessList(systemClock);
    const path = join(proc, 'a.0001.png');
    const code = `require('fs').openSync(${JSON.stringify(path)}, 'w'); setInterval(() => {}, 1000); console.log('up')`;
    const before = Date.now();
    const child = spawn(globalThis.process.execPath, ['-e', code, 'sentry-made-up-renderer'], { cwd: proc });
    try {
      await once(child.stdout, 'data');
      const found = await list.search((argv) => argv.includes('sentry-made-up-renderer'));
      const [seen] = found;
      if (!seen) throw new Error('not found');
      expect(seen).toMatchObject({ pid: child.pid, workingDirectory: proc });
      expect(seen.ancestors[0]).toBe(globalThis.process.pid);
      expect(Math.abs(seen.startedAt - before)).toBeLessThan(60_000);
      expect(list.writtenFiles(seen)).toEqual([path]);
      expect(list.vitals(seen)?.cpuSeconds).toBeGreaterThanOrEqual(0);
      child.kill('SIGKILL');
      await vi.waitFor(() => expect(list.vitals(seen)).toBeNull());
      expect(list.writtenFiles(seen)).toEqual([]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('does not tell files that are only read', async () => {
    const path = join(proc, 'b.0001.png');
    await writeFile(path, 'x');
    const list = createProcProcessList(systemClock);
    const [own] = await list.search(() => true).then((all) => all.filter(({ pid }) => pid === globalThis.process.pid));
    if (!own) throw new Error('not found');
    const reading = await open(path, 'r');
    expect(list.writtenFiles(own)).not.toContain(path);
    await reading.close();
    const writing = await open(path, 'w');
    expect(list.writtenFiles(own)).toContain(path);
    await writing.close();
  });
});
