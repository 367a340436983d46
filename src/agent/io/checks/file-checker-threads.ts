/**
 * Checks files in threads that a dead share may hold for ever. One that gives no answer in time is told to end, which
 * it does as soon as its read comes back: that tells that the share is. So few threads are lost, whatever waits.
 */
import type { Clock, Millis } from '../../../shared/clock.ts';
import { unreadable } from '../../formats/verdict.ts';
import { type Check, createCheckLanes } from './check-lanes.ts';
import { type FileCheckThread, startFileCheckThread } from './file-check-thread.ts';
import type { FileChecker } from './file-checker.ts';
import { createIdleThreads } from './idle-threads.ts';

/** How long a check may take. */
const LIMIT_MILLIS: Millis = 10_000;
/** How long a thread waits for its next check. */
const IDLE_MILLIS: Millis = 5_000;

const NOT_ANSWERING = unreadable('not answering');
const FAILED = unreadable('its check failed');
const STOPPED = unreadable('the agent stops');

export interface FileCheckerDeps {
  readonly clock: Clock;
  /** A real thread unless a test brings its own. */
  readonly startThread?: () => FileCheckThread;
}

/**
 * The real checker. Threads start with the first check and end when nothing was checked for some seconds. A share that
 * hangs answers `unreadable` within ten seconds a file, then at once, until it is back; other shares go on.
 */
export function createFileChecker({ clock, startThread = startFileCheckThread }: FileCheckerDeps): FileChecker {
  const lanes = createCheckLanes();
  const threads = createIdleThreads(clock, IDLE_MILLIS, startThread);
  const busy = new Set<FileCheckThread>();
  let stopped = false;

  function startWaiting(): void {
    for (const check of lanes.takeHopeless()) check.answer(NOT_ANSWERING);
    for (let check = lanes.next(); check; check = lanes.next()) void run(check);
  }

  async function run(check: Check): Promise<void> {
    const thread = threads.take();
    busy.add(thread);
    let isLate = false;
    const cancel = clock.after(LIMIT_MILLIS, () => {
      isLate = true;
      busy.delete(thread);
      lanes.hang(check);
      void thread.end();
      check.answer(NOT_ANSWERING);
      startWaiting();
    });
    const verdict = await thread.check(check.path).catch(() => FAILED);
    cancel();
    if (isLate) lanes.comeBack(check);
    else {
      busy.delete(thread);
      lanes.finish(check);
      if (verdict === FAILED || stopped) void thread.end();
      else threads.give(thread);
      check.answer(verdict);
    }
    startWaiting();
  }

  return {
    check(path, share) {
      if (stopped) return Promise.resolve(STOPPED);
      return new Promise((answer) => {
        lanes.add({ path, share, answer });
        startWaiting();
      });
    },
    async stop() {
      stopped = true;
      for (const check of lanes.takeAll()) check.answer(STOPPED);
      // Not waited for: a read that hangs cannot be ended.
      for (const thread of busy) void thread.end();
      await threads.stop();
    },
  };
}
