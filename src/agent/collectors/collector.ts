import type { Millis } from '../../shared/clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';

export type HardwarePart = keyof HardwareSample;

/** What one look gave: null where this machine has no such thing to tell, and what failed besides, in sentences. */
export interface Reading<T> {
  readonly value: T;
  readonly problems: readonly string[];
}

/**
 * One source of figures for one part of the sample. It keeps what it needs between two looks (rates are
 * differences: null at the first) and throws when it cannot tell; the sampler keeps pace, time-out and quiet.
 */
export interface CollectorOf<Part extends HardwarePart> {
  readonly part: Part;
  readonly periodMillis: Millis;
  readonly timeoutMillis: Millis;
  /** Answers within milliseconds, so that the first report waits for it. */
  readonly cheap: boolean;
  /** The signal is aborted at the time-out: what can be ended then, is. */
  collect(signal: AbortSignal): Promise<Reading<HardwareSample[Part]>>;
}

export type Collector = { [Part in HardwarePart]: CollectorOf<Part> }[HardwarePart];

/** A reading that nothing is wrong with. */
export function sound<T>(value: T): Reading<T> {
  return { value, problems: [] };
}

/** Text of a file that the kernel makes up (`/proc`, `/sys`): read at once, since there is no disk to wait for. */
export type ReadKernelText = (path: string) => string;
