import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { createSlowLane } from '../slow-lane.ts';
import type { ProcessList, SeenProcess } from './process-list.ts';
import { createRendererFiles } from './renderer-files.ts';
import { createRendererWatch, type RendererWatch, type SeenRenderer } from './renderer-watch.ts';

let directory: string;
let clock: ManualClock;
let machine: Machine;
let watch: RendererWatch | null;
let common: ReadonlySet<string>;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'sentry-renderers-')));
  clock = new ManualClock();
  machine = madeUpMachine();
  watch = null;
  common = new Set(['/', tmpdir()]);
});
afterEach(async () => {
  await watch?.stop();
  await rm(directory, { recursive: true, force: true });
});

interface Machine {
  readonly processes: ProcessList;
  start(pid: number, line: string, more?: Partial<SeenProcess>): void;
  end(pid: number): void;
  /** So many cores from now on. */
  use(pid: number, cores: number): void;
  write(pid: number, paths: readonly string[]): void;
  fail: boolean;
}

function madeUpMachine(): Machine {
  const fresh: SeenProcess[] = [];
  const running = new Map<number, { cores: number; written: readonly string[] }>();
  const machine: Machine = {
    fail: false,
    processes: {
      period: 2_000,
      async search(wanted) {
        if (machine.fail) throw new Error('nobody can tell');
        return fresh.splice(0).filter(({ argv }) => wanted(argv));
      },
      vitals({ pid }) {
        const process = running.get(pid);
        return process ? { cpuSeconds: (process.cores * clock.monotonic()) / 1000 } : null;
      },
      writtenFiles: ({ pid }) => running.get(pid)?.written ?? [],
    },
    start(pid, line, more) {
      const about = {
        ancestors: [],
        identity: String(pid),
        workingDirectory: directory,
        startedAt: clock.now() - 1_000,
      };
      fresh.push({ pid, argv: line.split(' '), ...about, ...more });
      running.set(pid, { cores: 0, written: [] });
    },
    end: (pid) => running.delete(pid),
    use: (pid, cores) => running.set(pid, { cores, written: [] }),
    write: (pid, written) => running.set(pid, { cores: 0, written }),
  };
  return machine;
}

async function watched(type = 'ext4'): Promise<RendererWatch> {
  const disk = { mountPoint: '/', root: '/', type, source: 'somewhere:/a' };
  const files = createRendererFiles({ clock, slowLane: createSlowLane({ clock }), readMounts: async () => [disk] });
  watch = createRendererWatch({
    clock,
    processes: machine.processes,
    files,
    commonDirectories: common,
  });
  await watch.ready;
  return watch;
}

/** Waits for what the running watch tells, a search at a time. */
async function eventually(expected: (renderers: readonly SeenRenderer[]) => void): Promise<void> {
  await vi.waitFor(() => {
    clock.advance(2_000);
    expected(watch?.current() ?? []);
  });
}

const frames = (): string => join(directory, 'frames');

describe('createRendererWatch', () => {
  it('knows by the first search what runs, and where it writes', async () => {
    await mkdir(frames());
    machine.start(7, `povray +I/s/orbit.pov +O${frames()}/a.png +KFF24`);
    expect((await watched()).current()).toEqual([
      {
        pid: 7,
        program: 'POV-Ray',
        startedAt: clock.now() - 1_000,
        endedAt: null,
        exitStatus: null,
        cpuPercent: null,
        isInteractive: false,
        scene: 'orbit.pov',
        frames: [[1, 24]],
        outputs: [{ directory: frames(), pattern: 'a##.png', expected: [[1, 24]], expectedFrom: 'command line' }],
      },
    ]);
  });

  it('follows a directory that the command line names when it is made', async () => {
    machine.start(7, `blender -b s.blend -o ${frames()}/a_ -F PNG -s 1 -e 9 -j 1 -a`);
    expect((await watched()).current()).toMatchObject([{ outputs: [] }]);
    await mkdir(frames());
    await eventually((renderers) => expect(renderers).toMatchObject([{ outputs: [{ directory: frames() }] }]));
  });

  it('tells its listeners of a start and of an end', async () => {
    await watched();
    let told = 0;
    const stop = watch?.onChange(() => told++);
    machine.start(7, 'povray +I/s/a.pov +KFF3');
    await eventually((renderers) => expect(renderers).toMatchObject([{ pid: 7, endedAt: null }]));
    expect(told).toBeGreaterThan(0);
    told = 0;
    machine.end(7);
    await eventually((renderers) => expect(renderers[0]?.endedAt).not.toBeNull());
    expect(told).toBe(1);
    stop?.();
  });

  it('forgets a renderer an hour after its end', async () => {
    machine.start(7, 'povray +I/s/a.pov +KFF3');
    await watched();
    machine.end(7);
    await eventually((renderers) => expect(renderers[0]?.endedAt).not.toBeNull());
    clock.advance(59 * 60_000);
    expect(watch?.current()).toHaveLength(1);
    clock.advance(2 * 60_000);
    await eventually((renderers) => expect(renderers).toEqual([]));
  });

  it('tells what share of the machine a renderer uses', async () => {
    machine.start(7, 'povray +I/s/a.pov +KFF3');
    await watched();
    await eventually((renderers) => expect(renderers[0]?.cpuPercent).toBe(0));
    machine.use(7, 1.5);
    await eventually((renderers) => expect(renderers[0]?.cpuPercent).toBe(150));
  });

  it('finds where a renderer writes by the images that it holds open', async () => {
    await mkdir(frames());
    machine.start(7, 'Nuke13.2 -F 1-10 -x /p/comp.nk', { workingDirectory: null });
    await watched();
    machine.write(7, [join(frames(), 'a.0001.exr'), join(directory, 'cache.bin'), '/not/here/a.0001.exr']);
    await eventually((renderers) =>
      expect(renderers).toMatchObject([
        { outputs: [{ directory: frames(), pattern: null, expected: [[1, 10]], expectedFrom: 'command line' }] },
      ]),
    );
  });

  it('finds where a renderer writes by what turns up near its scene', async () => {
    await mkdir(join(directory, 'images'));
    const startedAt = Date.now() - 1_000;
    machine.start(7, `Nuke13.2 -F 1-10 -x ${directory}/comp.nk`, { workingDirectory: '/', startedAt });
    await watched();
    expect(watch?.current()).toMatchObject([{ outputs: [] }]);
    await writeFile(join(directory, 'images', 'a.0001.exr'), 'x');
    await eventually((renderers) =>
      expect(renderers).toMatchObject([{ outputs: [{ directory: join(directory, 'images') }] }]),
    );
  });

  it('takes only files of the name that was told when they turn up elsewhere', async () => {
    await mkdir(join(directory, 'other'));
    await writeFile(join(directory, 'other', 'b.0001.png'), 'x');
    const line = `blender -b ${directory}/a.blend -o /inside/a.#### -F PNG -s 1 -e 9 -a`;
    machine.start(7, line, { startedAt: Date.now() - 1_000 });
    await watched();
    expect(watch?.current()).toMatchObject([{ outputs: [] }]);
    await mkdir(join(directory, 'mine'));
    await writeFile(join(directory, 'mine', 'a.0001.png'), 'x');
    await eventually((renderers) =>
      expect(renderers).toMatchObject([{ outputs: [{ directory: join(directory, 'mine') }] }]),
    );
    expect(watch?.current()?.[0]?.outputs).toHaveLength(1);
  });

  it('is not misled by images that were there before', async () => {
    await writeFile(join(directory, 'a.0001.exr'), 'x');
    const longAgo = new Date(2020, 0, 1);
    await utimes(join(directory, 'a.0001.exr'), longAgo, longAgo);
    machine.start(7, 'Nuke13.2 -F 1-10 -x comp.nk', { startedAt: Date.now() - 60_000 });
    machine.start(8, 'Nuke13.2 -F 1-10 -x comp.nk', { startedAt: longAgo.getTime() });
    await watched();
    // The second has been at work for longer than the image is there.
    await eventually((renderers) => expect(renderers.find(({ pid }) => pid === 8)?.outputs).toHaveLength(1));
    expect(watch?.current()?.find(({ pid }) => pid === 7)?.outputs).toEqual([]);
  });

  it('does not look where everybody puts things', async () => {
    await writeFile(join(directory, 'a.0001.exr'), 'x');
    machine.start(7, 'Nuke13.2 -x comp.nk', { startedAt: Date.now() - 60_000 });
    common = new Set([directory]);
    await watched();
    expect(watch?.current()).toMatchObject([{ outputs: [] }]);
  });

  it('finds what turns up on a share between two looks, but not for a program that sits there', async () => {
    await writeFile(join(directory, 'a.0001.exr'), 'x');
    machine.start(7, 'Nuke13.2 comp.nk', { startedAt: 0 });
    machine.start(8, 'Nuke13.2 -x comp.nk', { startedAt: 0 });
    await watched('nfs4');
    expect(watch?.current()).toMatchObject([{ pid: 8, outputs: [] }]);
    await writeFile(join(directory, 'a.0002.exr'), 'x');
    await eventually((renderers) => expect(renderers).toMatchObject([{ pid: 8, outputs: [{ directory }] }]));
    clock.advance(60_000);
    expect(watch?.current()?.map(({ pid }) => pid)).toEqual([8]);
  });

  it('does not take what another renderer writes for the work of a program that sits there', async () => {
    await mkdir(frames());
    await writeFile(join(frames(), 'a01.png'), 'x');
    machine.start(7, `povray +I/s/orbit.pov +O${frames()}/a.png +KFF24`);
    await watched();
    machine.start(8, 'Nuke13.2 comp.nk', { startedAt: Date.now() - 60_000 });
    machine.start(9, 'Nuke13.2 -x comp.nk', { startedAt: Date.now() - 60_000 });
    // The second counts as a renderer, as it was told to render: when it is there, both were looked at.
    await eventually((renderers) => expect(renderers.map(({ pid }) => pid)).toContain(9));
    clock.advance(20_000);
    await eventually((renderers) => expect(renderers.find(({ pid }) => pid === 9)?.outputs).toEqual([]));
    expect(watch?.current()?.map(({ pid }) => pid)).toEqual([7, 9]);
  });

  it('counts a program with windows as a renderer while it writes', async () => {
    machine.start(7, `blender ${directory}/s.blend`);
    await watched();
    expect(watch?.current()).toEqual([]);
    await mkdir(frames());
    machine.write(7, [join(frames(), 'a0001.png')]);
    await eventually((renderers) => expect(renderers).toMatchObject([{ pid: 7, frames: null }]));
  });

  it('shows a wrapper and its renderer as one', async () => {
    await mkdir(frames());
    machine.start(7, `Render -rd ${frames()} -s 1 -e 4 /p/s.ma`);
    machine.start(8, 'maya.bin -batch -file /p/s.ma', { ancestors: [7] });
    await watched();
    await eventually((renderers) =>
      expect(renderers).toMatchObject([{ pid: 8, frames: [[1, 4]], outputs: [{ directory: frames() }] }]),
    );
  });

  it('shows at most 64 renderers', async () => {
    for (let pid = 1; pid <= 70; pid++) machine.start(pid, 'povray +I/s/a.pov +KFF3');
    expect((await watched()).current()).toHaveLength(64);
  });

  it('lets the one that is gone for longest go for the one that comes', async () => {
    for (let pid = 1; pid <= 64; pid++) machine.start(pid, 'povray +I/s/a.pov +KFF3');
    await watched();
    machine.end(9);
    await eventually((renderers) => expect(renderers.find(({ pid }) => pid === 9)?.endedAt).not.toBeNull());
    machine.start(100, 'povray +I/s/b.pov +KFF3');
    await eventually((renderers) => expect(renderers.map(({ pid }) => pid)).toContain(100));
    expect(watch?.current()?.some(({ pid }) => pid === 9)).toBe(false);
  });

  it('tells that nobody can tell, and goes on trying', async () => {
    machine.fail = true;
    await watched();
    expect(watch?.current()).toBeNull();
    machine.fail = false;
    await eventually(() => expect(watch?.current()).toEqual([]));
  });
});
