import type { Clock, Millis } from '../../../shared/clock.ts';
import type { Running } from '../../../shared/running.ts';
import type { FileCheckThread } from './file-check-thread.ts';

/** Threads between two checks: started when none is at hand, ended after `idleMillis` without work. */
export interface IdleThreads extends Running {
  take(): FileCheckThread;
  give(thread: FileCheckThread): void;
}

export function createIdleThreads(clock: Clock, idleMillis: Millis, start: () => FileCheckThread): IdleThreads {
  /** Each with the function that keeps it from ending. */
  const idle = new Map<FileCheckThread, () => void>();

  function remove(thread: FileCheckThread): FileCheckThread {
    idle.get(thread)?.();
    idle.delete(thread);
    return thread;
  }

  return {
    take() {
      // The last one that worked: the others come to their end.
      const thread = [...idle.keys()].at(-1);
      return thread ? remove(thread) : start();
    },
    give(thread) {
      const keep = clock.after(idleMillis, () => void remove(thread).end());
      idle.set(thread, keep);
    },
    async stop() {
      await Promise.all([...idle.keys()].map((thread) => remove(thread).end()));
    },
  };
}
