import type { Millis } from '../../shared/clock.ts';
import type { FrameRange } from '../../shared/frame-range.ts';
import type { ExpectedSource } from '../../shared/protocol/sequence.ts';
import type { Running } from '../../shared/running.ts';

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
  /** Without its directory. */
  readonly scene: string | null;
  readonly frames: FrameRange | null;
  readonly outputs: readonly FoundOutput[];
}

/** Finds the renderers of this machine and where they write. */
export interface RendererWatch extends Running {
  /** Fulfilled after the first search. */
  readonly ready: Promise<void>;
  /** Null where nobody can tell on this system. */
  current(): readonly SeenRenderer[] | null;
  /** Told when a renderer starts or ends, or another output of one is found. */
  onChange(listener: () => void): () => void;
}
