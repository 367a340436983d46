import type { Millis } from '../../../shared/clock.ts';
import type { Settling } from '../../core/sequences/frame-settling.ts';
import type { FileVerdict } from '../../formats/verdict.ts';

/** A file on its way: between the first sign of it and the moment when it is finished, or gone. */
export interface ActiveFile {
  settling: Settling | null;
  /** When the system last told of a change that no look has seen yet. */
  eventAt: Millis | null;
  readonly appearedAt: Millis;
  /** Came with its directory, then: what is older by the file system's own clock was finished elsewhere. */
  cameMs: number;
  looking: boolean;
  renamed: boolean;
  /** Was there before the watch began, and may be no finished frame: no news until that shows. */
  suspected: boolean;
  /** What its content was when it was last looked into. */
  checked: CheckedContent | null;
}

export interface CheckedContent {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Monotonic. */
  readonly at: Millis;
  readonly verdict: FileVerdict;
}

/** `now` by the wall clock. */
export function newActiveFile(now: Millis): ActiveFile {
  return {
    settling: null,
    eventAt: null,
    appearedAt: now,
    cameMs: 0,
    looking: false,
    renamed: false,
    suspected: false,
    checked: null,
  };
}
