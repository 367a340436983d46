/**
 * The list of processes of systems without `/proc`. It starts a program or more (`ps`, PowerShell), so those that want
 * it share it: who looks for renderers asks anew, who shows the busiest takes what that has brought.
 */
import type { Clock, Millis } from '../../../shared/clock.ts';

/** A process as systeminformation's `processes()` tells it. */
export interface ListedProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly name: string;
  /** Local time: `2026-01-31 09:00:00`. */
  readonly started: string;
  readonly command: string;
  readonly params: string;
  readonly path: string;
  readonly state: string;
  /** Percent: of one core, on Windows of all. */
  readonly cpu: number;
  /** KiB. */
  readonly memRss: number;
}

/** The call that is used, so that tests can stand in for other systems. */
export type ListProcesses = () => Promise<{ readonly list: readonly ListedProcess[] }>;

export interface ProcessListing {
  readonly fresh: ListProcesses;
  /** At most as old as one who asks seldom does not mind. */
  readonly recent: ListProcesses;
}

const RECENT: Millis = 20_000;

export function createProcessListing(clock: Clock, list: ListProcesses): ProcessListing {
  let last: { readonly answer: ReturnType<ListProcesses>; readonly at: Millis } | null = null;

  function fresh(): ReturnType<ListProcesses> {
    const asked = { answer: list(), at: clock.monotonic() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = null;
    });
    return asked.answer;
  }

  return {
    fresh,
    recent: () => (last !== null && clock.monotonic() - last.at <= RECENT ? last.answer : fresh()),
  };
}
