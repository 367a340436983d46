import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FileVerdict } from '../../formats/verdict.ts';

/** One reader of files, in a thread of its own. */
export interface FileCheckThread {
  /** One at a time. Rejects when the thread dies of it. */
  check(path: string): Promise<FileVerdict>;
  /** For good. Fulfilled when the thread is gone: never, while a read on a dead share holds it. */
  end(): Promise<void>;
}

/** Beside each bundled program. */
const SCRIPT = new URL('./sentry-file-check.js', import.meta.url);
/** A check keeps a page or a stride of the file, and no more. Small ones also make the engine put back what it took. */
const LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

export function startFileCheckThread(script: URL = SCRIPT): FileCheckThread {
  const worker = startWorker(script);
  if (!worker) return NO_THREAD;
  // Unheard, it would end the program; whoever waits for an answer hears it by `once`.
  worker.on('error', () => {});
  worker.unref();
  return {
    async check(path) {
      // Only while somebody waits does it keep the program alive.
      worker.ref();
      try {
        worker.postMessage(path);
        return await answerOf(worker);
      } finally {
        worker.unref();
      }
    },
    async end() {
      await worker.terminate();
    },
  };
}

const NO_THREAD: FileCheckThread = {
  check: () => Promise.reject(new Error('the system gives no more threads')),
  end: () => Promise.resolve(),
};

function startWorker(script: URL): Worker | null {
  try {
    return new Worker(script, { resourceLimits: LIMITS, execArgv: [] });
  } catch {
    return null;
  }
}

async function answerOf(worker: Worker): Promise<FileVerdict> {
  const settled = new AbortController();
  const { signal } = settled;
  const died = once(worker, 'exit', { signal }).then(([status]) => {
    throw new Error(`the thread ended with ${status}`);
  });
  // Settled by the abort below, when nobody listens any more.
  died.catch(() => {});
  try {
    const [verdict] = await Promise.race([once(worker, 'message', { signal }), died]);
    return verdict;
  } finally {
    settled.abort();
  }
}
