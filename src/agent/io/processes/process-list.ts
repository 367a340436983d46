import type { Millis } from '../../../shared/clock.ts';

/** A process as it was when it was looked at. */
export interface SeenProcess {
  readonly pid: number;
  /** The process that started it, the one that started that, and so on, as far as was looked. */
  readonly ancestors: readonly number[];
  /** With `pid`: this process and no other. */
  readonly identity: string;
  /** The first argument is the program. */
  readonly argv: readonly string[];
  /** Null where the system does not tell. */
  readonly workingDirectory: string | null;
  /** Unix milliseconds. */
  readonly startedAt: Millis;
}

/** What changes while a process runs. */
export interface ProcessVitals {
  /** Processor time that it has used; null where nobody can tell. */
  readonly cpuSeconds: number | null;
}

/** Whether processes with this command line are looked for. */
export type WantedProcess = (argv: readonly string[]) => boolean;

/** The processes of this machine, by whatever the system has to tell of them. */
export interface ProcessList {
  /** How long to wait between two searches, by what one costs. */
  readonly period: Millis;
  /** Those wanted that were not given before, and those that run another program now. Rejects where nobody can tell. */
  search(wanted: WantedProcess): Promise<readonly SeenProcess[]>;
  /** Null when the process has ended. */
  vitals(process: SeenProcess): ProcessVitals | null;
  /** Absolute paths of files that it holds open for writing, as it names them; empty where nobody can tell. */
  writtenFiles(process: SeenProcess): readonly string[];
}
