import type { Problem } from '../../../shared/protocol/report.ts';
import type { SequenceReport, WatchRootReport } from '../../../shared/protocol/sequence.ts';
import type { Running } from '../../../shared/running.ts';
import type { FoundRoot } from '../../core/found-outputs.ts';

/** What the watched directories hold, as of now. */
export interface OutputSnapshot {
  readonly roots: readonly WatchRootReport[];
  /** The most recently changed first. */
  readonly sequences: readonly SequenceReport[];
  /** What does not work beside the roots themselves: a sidecar that says nonsense, files that cannot be looked into. */
  readonly problems: readonly Problem[];
}

/** `urgent`: frames finished, were deleted or a file turned up; reports hurry on it. `changed`: anything else. */
export type OutputChange = 'urgent' | 'changed';

/**
 * Watches output directories; never throws after the start: what fails stands in the roots' status.
 * While a root is `scanning`, files whose size is not known yet count neither as done nor as placeholders.
 */
export interface OutputWatcher extends Running {
  snapshot(): OutputSnapshot;
  /**
   * These directories, each without those below it, are watched too, until another call no longer names them. One
   * within a root that somebody named is not watched twice, and none is where somebody named any: then only what is
   * expected of it counts there. One that is not there is not told of: nobody asked for it.
   */
  follow(found: readonly FoundRoot[]): void;
  /** Fulfilled when every root has been read once (or found missing). */
  readonly ready: Promise<void>;
  /** Fulfilled when the sizes of all that was there are known too: no root is `scanning` any more. */
  readonly measured: Promise<void>;
  onChange(listener: (change: OutputChange) => void): () => void;
}
