/**
 * A disk for tests: it fails when told to, and the machine can die between any two of its steps. What
 * was not synced may be lost then, names and contents each for themselves.
 */
import { basename, dirname } from 'node:path';
import type { StoreFiles } from '../store/store-files.ts';

interface SimulatedFile {
  readonly text: string;
  /** What is sure to be left after a power failure. */
  readonly synced: string;
}

export interface SimulatedDisk {
  readonly files: StoreFiles;
  /** The files as a reader sees them now. */
  readonly names: Map<string, SimulatedFile>;
  /** Each step asks it; a code is thrown as the operating system would. */
  fail: (step: string, path: string) => string | null;
  /** The machine dies at this step, counted from 0. */
  crashAt: number;
  steps: number;
  /** `killed`: only the process died. `power lost`: what was not synced is gone. */
  restart(how: 'killed' | 'power lost'): SimulatedDisk;
}

export function createSimulatedDisk(before: ReadonlyMap<string, SimulatedFile> = new Map()): SimulatedDisk {
  let durable = new Map(before);
  const names = new Map(before);
  const disk: SimulatedDisk = {
    names,
    fail: () => null,
    crashAt: Number.POSITIVE_INFINITY,
    steps: 0,
    files: {
      makeDirectory: async () => false,
      list: async (path) => [...names.keys()].filter((name) => dirname(name) === path).map((name) => basename(name)),
      async read(path) {
        await step('read', path);
        const file = names.get(path);
        if (!file) throw failure('ENOENT');
        return file.text;
      },
      async writeNew(path, text) {
        await step('open', path);
        if (names.has(path)) throw failure('EEXIST');
        names.set(path, { text: '', synced: '' });
        await step('write', path);
        names.set(path, { text: text.slice(0, text.length / 2), synced: '' });
        await step('write', path);
        names.set(path, { text, synced: '' });
        await step('sync', path);
        names.set(path, { text, synced: text });
      },
      async rename(from, to) {
        await step('rename', from);
        const file = names.get(from);
        if (!file) throw failure('ENOENT');
        names.delete(from);
        names.set(to, file);
      },
      async remove(path) {
        await step('remove', path);
        names.delete(path);
      },
      async syncDirectory(path) {
        await step('sync directory', path);
        durable = new Map(names);
      },
    },
    restart(how) {
      const left = how === 'killed' ? names : durable;
      return createSimulatedDisk(
        new Map(
          [...left].map(([name, file]) => [name, how === 'killed' ? file : { text: file.synced, synced: file.synced }]),
        ),
      );
    },
  };
  async function step(what: string, path: string): Promise<void> {
    // Nothing ever comes back from a machine that died.
    if (disk.steps++ >= disk.crashAt) await new Promise(() => {});
    const code = disk.fail(what, path);
    if (code) throw failure(code);
  }
  return disk;
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: simulated`), { code });
}
