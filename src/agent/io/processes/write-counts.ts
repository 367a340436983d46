import type { Clock, Millis } from '../../../shared/clock.ts';
import type { ProcessWrites } from './process-writes.ts';

export interface WriteCount {
  /** Monotonic. */
  readonly at: Millis;
  readonly bytes: number;
}

/** How many bytes processes had written when: the counts of the last seconds. */
export interface WriteCounts {
  /** Counts these processes, and forgets all others. */
  take(pids: readonly number[]): void;
  /** Counted now; null where that cannot be seen. */
  now(pid: number): WriteCount | null;
  /** The last count that was taken at `time` or before; null where there is none. */
  before(pid: number, time: Millis): WriteCount | null;
}

/** With one a second and some at each event: more than any poll looks back. */
const MOST_KEPT = 16;

export function createWriteCounts(clock: Clock, writes: ProcessWrites): WriteCounts {
  const kept = new Map<number, WriteCount[]>();

  function count(pid: number): WriteCount | null {
    const bytes = writes.writtenBytes(pid);
    return bytes === null ? null : { at: clock.monotonic(), bytes };
  }

  return {
    take(pids) {
      for (const pid of kept.keys()) if (!pids.includes(pid)) kept.delete(pid);
      for (const pid of pids) {
        const taken = count(pid);
        const counts = kept.get(pid) ?? [];
        if (taken) counts.push(taken);
        if (counts.length > MOST_KEPT) counts.shift();
        kept.set(pid, counts);
      }
    },
    now: count,
    before: (pid, time) => kept.get(pid)?.findLast(({ at }) => at <= time) ?? null,
  };
}
