import type { Millis } from '../../shared/clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';

export type HardwarePart = keyof HardwareSample;

/** What one look gave: null where this machine has no such thing to tell, and what failed besides, in sentences. */
export interface Reading<T> {
  readonly value: T;
  readonly problems: readonly string[];
}

/**
 * Whether a collector can tell anything here. `absent` is no fault: there is no such hardware or program. `barred` is
 * there and may not be asked; `why` names the remedy. Both are told by `doctor`, and are no problem of the node.
 */
export type Availability = { readonly kind: 'works' } | { readonly kind: 'absent' | 'barred'; readonly why: string };

export const WORKS: Availability = { kind: 'works' };

/**
 * One source of figures for one part of the sample. It keeps what it needs between two looks (rates are
 * differences: null at the first) and throws when it cannot tell; the sampler keeps pace, time-out and quiet.
 * Where several tell the same part, lists are joined in the collectors' order.
 */
export interface CollectorOf<Part extends HardwarePart> {
  /** How `doctor` and the problems call it: `nvidia-smi`, `hwmon`. */
  readonly name: string;
  readonly part: Part;
  readonly periodMillis: Millis;
  readonly timeoutMillis: Millis;
  /** Answers within milliseconds, so that the first report waits for it. */
  readonly cheap: boolean;
  /**
   * What is so dear that an agent which ends soon, or a farm that has just been started, should not pay for it: the first
   * look comes so long after the start.
   */
  readonly restsFirst?: Millis;
  /** Asked before the first look, after one that failed, and from time to time while it does not work. Costs little. */
  availability(signal: AbortSignal): Promise<Availability>;
  /** The signal is aborted at the time-out: what can be ended then, is. */
  collect(signal: AbortSignal): Promise<Reading<HardwareSample[Part]>>;
  /** Ends what lives on between two looks. */
  stop?(): void;
}

export type Collector = { [Part in HardwarePart]-?: CollectorOf<Part> }[HardwarePart];

/** A reading that nothing is wrong with. */
export function sound<T>(value: T): Reading<T> {
  return { value, problems: [] };
}

/** Text of a file that the kernel makes up (`/proc`, `/sys`): read at once, since there is no disk to wait for. */
export type ReadKernelText = (path: string) => string;

/** Output of a program; rejects with code ENOENT when it is not installed. Never through a shell. */
export type RunProgram = (program: string, args: readonly string[], signal: AbortSignal) => Promise<string>;
