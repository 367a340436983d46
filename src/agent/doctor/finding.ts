/** What the doctor finds. */
import type { HardwarePart } from '../collectors/collector.ts';

/** `partly` works with something amiss; `absent` and `barred` are no faults of the agent. */
export type CollectorState = 'works' | 'partly' | 'absent' | 'barred' | 'fails';

export interface CollectorFinding {
  readonly name: string;
  readonly part: HardwarePart;
  /** What it tells, in a word or three. */
  readonly tells: string;
  readonly state: CollectorState;
  /** Why it does not work, or what is amiss, with the remedy; null where all is well. */
  readonly why: string | null;
  readonly periodSeconds: number;
  /** What one look took; null where none was taken. */
  readonly wallMillis: number | null;
  /** Processor time of one look, of this process and of the programs that it started and that have ended. */
  readonly cpuMillis: number | null;
  /** What it saw in short; null where it told nothing. */
  readonly saw: string | null;
}

/** Something else that an agent needs. `note` is no fault, but is to be known. */
export interface CheckFinding {
  readonly name: string;
  readonly state: 'ok' | 'note' | 'fails';
  readonly message: string;
}

export interface Diagnosis {
  readonly collectors: readonly CollectorFinding[];
  readonly checks: readonly CheckFinding[];
}

export function isHealthy({ collectors, checks }: Diagnosis): boolean {
  return (
    collectors.every(({ state }) => state !== 'fails' && state !== 'partly') &&
    checks.every(({ state }) => state !== 'fails')
  );
}
