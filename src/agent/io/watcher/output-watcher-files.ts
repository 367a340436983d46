/** The one seam between the watcher and the file system: asynchronous, so that a dead share stops nobody. */
import { type Dir, lstat, lstatSync, opendir, type Stats, stat, watch } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { watch as watchTree } from 'chokidar';

export type EntryKind = 'file' | 'directory' | 'unknown';

/** What a look at one path tells. */
export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'other';
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly device: number;
  readonly inode: number;
  readonly uid: number;
}

export interface DirectoryEvents {
  /** `appeared`: the name was made, moved or removed, as opposed to written to. A null name: anything may have changed. */
  readonly onEvent: (name: string | null, appeared: boolean) => void;
  /** The watch has failed and tells no more. */
  readonly onLost: () => void;
}

export interface WatchFiles {
  /** Tells each entry in turn, letting others run between; rejects with the system's error. */
  readDirectory(path: string, onEntry: (name: string, kind: EntryKind) => void): Promise<void>;
  /** Null where there is nothing of that name. Links to directories are `other`: they are not followed. */
  look(path: string): Promise<FileFacts | null>;
  /**
   * The same by a call that blocks, for a disk of this machine alone: `link` where the answer may lie elsewhere,
   * undefined where the system has none.
   */
  lookAtOnce(path: string): FileFacts | 'link' | null | undefined;
  realPath(path: string): Promise<string>;
  /** A small file as text; null where it is larger than `mostBytes`. Rejects with the system's error. */
  readText(path: string, mostBytes: number): Promise<string | null>;
  /** Events of the files directly in a directory. Throws where the system refuses. */
  watchFiles(path: string, events: DirectoryEvents): () => void;
  /** Tells of directories directly in a directory that turn up. Costs a stat an entry: not for crowded ones. */
  watchSubdirectories(path: string, onAdded: (path: string) => void): () => void;
}

/** Entries read from the system at once: few enough to stay lean and let others run between, many enough to be quick. */
const READ_AT_ONCE = 512;

export const systemFiles: WatchFiles = {
  readDirectory(path, onEntry) {
    return new Promise((resolve, reject) => {
      opendir(path, { bufferSize: READ_AT_ONCE }, (error, directory) => {
        if (error) reject(error);
        else readOn(directory, onEntry, { resolve, reject });
      });
    });
  },

  look(path) {
    return new Promise((resolve, reject) => {
      lstat(path, (error, stats) => {
        if (error) return isGone(error) ? resolve(null) : reject(error);
        if (!stats.isSymbolicLink()) return resolve(factsOf(stats));
        stat(path, (linkError, target) => {
          if (linkError) return isGone(linkError) ? resolve(null) : reject(linkError);
          const facts = factsOf(target);
          resolve(facts.kind === 'directory' ? { ...facts, kind: 'other' } : facts);
        });
      });
    });
  },

  lookAtOnce(path) {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (!stats) return null;
      return stats.isSymbolicLink() ? 'link' : factsOf(stats);
    } catch {
      return undefined;
    }
  },

  realPath: (path) => realpath(path),

  async readText(path, mostBytes) {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(mostBytes + 1), 0, mostBytes + 1, 0);
      return bytesRead > mostBytes ? null : buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  },

  watchFiles(path, { onEvent, onLost }) {
    const watcher = watch(path, { persistent: true }, (type, name) => {
      // A directory's own end is told by its own name, on some systems as null.
      if (type === 'rename' && (name === basename(path) || name === null)) onEvent(null, true);
      else onEvent(name, type === 'rename');
    });
    watcher.on('error', onLost);
    return () => watcher.close();
  },

  watchSubdirectories(path, onAdded) {
    const tree = watchTree(path, {
      depth: 0,
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (_path, stats) => stats !== undefined && !stats.isDirectory(),
    });
    tree.on('addDir', (added) => {
      if (added !== path) onAdded(added);
    });
    // What it cannot tell, the reconciling reading finds.
    tree.on('error', () => {});
    return () => void tree.close();
  },
};

/** Whether the error says that there is no such path (any more). */
export function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function readOn(
  directory: Dir,
  onEntry: (name: string, kind: EntryKind) => void,
  end: { readonly resolve: () => void; readonly reject: (error: Error) => void },
): void {
  const next = (): void => {
    directory.read((error, entry) => {
      if (error || !entry) return directory.close(() => (error ? end.reject(error) : end.resolve()));
      onEntry(entry.name, entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'unknown');
      next();
    });
  };
  next();
}

function factsOf(stats: Stats): FileFacts {
  return {
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
    sizeBytes: stats.size,
    mtimeMs: stats.mtimeMs,
    device: stats.dev,
    inode: stats.ino,
    uid: stats.uid,
  };
}
