/** A made-up machine for each test, with a directory of its own, and a watch for its renderers that ends with the test. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { ProcessList, SeenProcess } from '../io/processes/process-list.ts';
import { createRendererFiles } from '../io/processes/renderer-files.ts';
import { createRendererWatch, type RendererWatch, type SeenRenderer } from '../io/processes/renderer-watch.ts';
import { createSlowLane } from '../io/slow-lane.ts';

export let directory: string;
export let clock: ManualClock;
export let machine: Machine;
/** Null until `watched` is called. */
export let watch: RendererWatch | null;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'sentry-renderers-')));
  clock = new ManualClock();
  machine = madeUpMachine();
  watch = null;
});
afterEach(async () => {
  await watch?.stop();
  await rm(directory, { recursive: true, force: true });
});

export interface Machine {
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

/**
 * Runs the watch and waits for its first search. `type`: the file system that everything lies on;
 * `commonDirectories`: where everybody puts things.
 */
export async function watched(
  type = 'ext4',
  commonDirectories: ReadonlySet<string> = new Set(['/', tmpdir()]),
): Promise<RendererWatch> {
  const disk = { mountPoint: '/', root: '/', type, source: 'somewhere:/a' };
  const files = createRendererFiles({ clock, slowLane: createSlowLane({ clock }), readMounts: async () => [disk] });
  watch = createRendererWatch({ clock, processes: machine.processes, files, commonDirectories });
  await watch.ready;
  return watch;
}

/** Waits for what the running watch tells, a search at a time. */
export async function eventually(expected: (renderers: readonly SeenRenderer[]) => void): Promise<void> {
  await vi.waitFor(() => {
    clock.advance(2_000);
    expected(watch?.current() ?? []);
  });
}

export const frames = (): string => join(directory, 'frames');
