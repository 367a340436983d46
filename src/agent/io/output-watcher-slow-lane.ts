import type { WatchFiles } from './output-watcher-files.ts';

/**
 * The same file system, at most `atOnce` calls at a time: a dead share never answers, and each call waiting for it
 * holds one of the four threads that serve all files of the agent.
 */
export function slowLane(files: WatchFiles, atOnce = 2): WatchFiles {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(call: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((resume) => waiting.push(resume));
    running++;
    try {
      return await call();
    } finally {
      running--;
      waiting.shift()?.();
    }
  }

  return {
    ...files,
    readDirectory: (path, onEntry) => inTurn(() => files.readDirectory(path, onEntry)),
    look: (path) => inTurn(() => files.look(path)),
    realPath: (path) => inTurn(() => files.realPath(path)),
  };
}
