/** A renderer that is no process of its own, as an agent would find it: who it is, what it has open. */
import type { Clock } from '../../shared/clock.ts';
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import type { ProcessWrites } from '../io/processes/process-writes.ts';
import type { RendererWatch, SeenRenderer } from '../io/processes/renderer-watch.ts';
import type { MadeUpRendering } from './made-up-renderer.ts';

/** Beyond every process number that a system gives. */
const PID = 100_000_000;

export interface MadeUpProcess {
  /** Null: the node renders nothing. */
  readonly rendering: MadeUpRendering | null;
  readonly directory: string;
  readonly frames: FrameRange | null;
  readonly cpuPercent: () => number;
}

/** The node's renderers: this one, or none. */
export function madeUpProcess(
  process: MadeUpProcess,
  clock: Clock,
): { readonly renderers: RendererWatch; readonly writes: ProcessWrites } {
  const { rendering } = process;
  const startedAt = clock.now();
  const listeners = new Set<() => void>();
  let endedAt: number | null = null;
  void rendering?.done.then(() => {
    endedAt = clock.now();
    for (const listener of listeners) listener();
  });
  const current = (): readonly SeenRenderer[] => (rendering ? [seenRenderer(process, startedAt, endedAt)] : []);
  return {
    renderers: {
      ready: Promise.resolve(),
      current,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      stop: async () => listeners.clear(),
    },
    writes: {
      openForWriting: () => {
        const path = rendering?.openFile() ?? null;
        return path === null ? [] : [path];
      },
      writtenBytes: () => null,
    },
  };
}

function seenRenderer(process: MadeUpProcess, startedAt: number, endedAt: number | null): SeenRenderer {
  const { directory, frames, cpuPercent } = process;
  return {
    pid: PID,
    program: 'Blender',
    startedAt,
    endedAt,
    exitStatus: null,
    cpuPercent: endedAt === null ? cpuPercent() : null,
    isInteractive: false,
    scene: null,
    frames,
    outputs: [{ directory, pattern: null, expected: frames, expectedFrom: frames && 'command line' }],
  };
}
