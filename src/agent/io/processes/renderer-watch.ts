import type { Clock, Millis } from '../../../shared/clock.ts';
import type { FrameRange } from '../../../shared/frames/frame-range.ts';
import type { ExpectedSource } from '../../../shared/protocol/sequence.ts';
import type { Running } from '../../../shared/running.ts';
import { createSignal } from '../../../shared/signal.ts';
import type { ProcessList } from './process-list.ts';
import type { RendererFiles } from './renderer-files.ts';
import { createRendererTable } from './renderer-table.ts';

/** Where a renderer's frames go, as far as its command line, its scene or its open files tell. */
export interface FoundOutput {
  /** Absolute, as this node names it. */
  readonly directory: string;
  /** `name.####.exr`; null where only the directory is known. */
  readonly pattern: string | null;
  readonly expected: FrameRange | null;
  readonly expectedFrom: ExpectedSource | null;
}

/** A render program that runs on this machine, or ran until lately. */
export interface SeenRenderer {
  readonly pid: number;
  /** As people call it: `Blender`. */
  readonly program: string;
  /** Unix milliseconds. */
  readonly startedAt: Millis;
  readonly endedAt: Millis | null;
  readonly exitStatus: number | null;
  /** 100 a core; null where it is not known (yet). */
  readonly cpuPercent: number | null;
  /** Somebody sits at it: it stays open when a render has ended. */
  readonly isInteractive: boolean;
  /** Without its directory. */
  readonly scene: string | null;
  readonly frames: FrameRange | null;
  readonly outputs: readonly FoundOutput[];
}

/** Finds the renderers of this machine and where they write. */
export interface RendererWatch extends Running {
  /** Fulfilled after the first search. */
  readonly ready: Promise<void>;
  /** Null before the first search, and where nobody can tell on this system. */
  current(): readonly SeenRenderer[] | null;
  /** Told when a renderer starts or ends, or another output of one is found. */
  onChange(listener: () => void): () => void;
}

export interface RendererWatchDeps {
  readonly clock: Clock;
  readonly processes: ProcessList;
  readonly files: RendererFiles;
  /** No renderer's directory of its own: the user's, the system's for what is temporary. */
  readonly commonDirectories: ReadonlySet<string>;
}

/** The first search counts as done by then, whatever hangs. */
const READY_LIMIT: Millis = 2_000;

/** Searches for renderers until it is stopped. */
export function createRendererWatch(deps: RendererWatchDeps): RendererWatch {
  const { clock, processes } = deps;
  const table = createRendererTable(deps);
  const listeners = new Set<() => void>();
  let canTell = true;
  let isReady = false;
  let stopped = false;
  let cancel = (): void => {};
  const ready = createSignal();
  const tellReady = (): void => {
    isReady = true;
    ready.tell();
  };
  const cancelLimit = clock.after(READY_LIMIT, tellReady);
  const tell = (): void => {
    if (!stopped) for (const listener of listeners) listener();
  };

  async function searchLoop(): Promise<void> {
    const changed = await table.search().catch(() => null);
    canTell = changed !== null;
    if (stopped) return;
    if (changed) tell();
    // Not waited for here: what hangs for one renderer holds neither the others nor the next search.
    void table.study(tell).then(tellReady);
    cancel = clock.after(table.isExpectant() ? processes.period / 2 : processes.period, () => void searchLoop());
  }

  void searchLoop();
  return {
    ready: ready.told,
    current: () => (canTell && isReady ? table.shown() : null),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      cancel();
      cancelLimit();
      tellReady();
    },
  };
}
