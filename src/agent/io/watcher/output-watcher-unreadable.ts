import { dirname, sep } from 'node:path';
import type { Log } from '../../../shared/log.ts';

/** The directories of a root that may not be read: told in its report while they are so, warned of once. */
export class UnreadableDirectories {
  readonly #log: Log;
  readonly #paths = new Set<string>();
  readonly #warned = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  paths(): readonly string[] {
    return [...this.#paths];
  }

  add(path: string, error: Error): void {
    this.#paths.add(path);
    if (this.#warned.has(path)) return;
    this.#warned.add(path);
    this.#log.warn('A directory cannot be read.', { path, reason: error.message });
  }

  /** The directory was read: itself and what is directly in it, unless still to be read, is not hidden any more. */
  noteRead(path: string, isStillToRead: (path: string) => boolean): void {
    this.#paths.delete(path);
    for (const hidden of this.#paths) {
      if (dirname(hidden) === path && !isStillToRead(hidden)) this.#paths.delete(hidden);
    }
  }

  /** The directory is gone with all below it. */
  forget(path: string): void {
    for (const hidden of this.#paths) {
      if (hidden === path || hidden.startsWith(path + sep)) this.#paths.delete(hidden);
    }
  }

  clear(): void {
    this.#paths.clear();
  }
}
