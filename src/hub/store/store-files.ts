/** The few things that the store does with files, so that tests can let a disk fill up or a machine die between any two. */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface StoreFiles {
  /** Makes the directory, for the owner alone, and those above it; true when it was not there. */
  makeDirectory(path: string): Promise<boolean>;
  /** Names of what lies in the directory. */
  list(path: string): Promise<readonly string[]>;
  read(path: string): Promise<string>;
  /** Writes a new file, 0600, and waits until the disk has it. Fails where the file exists. */
  writeNew(path: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes the file; content when there is none. */
  remove(path: string): Promise<void>;
  /** Waits until the disk has the directory's names. */
  syncDirectory(path: string): Promise<void>;
}

export const systemStoreFiles: StoreFiles = {
  makeDirectory,
  list: (path) => readdir(path),
  read: (path) => readFile(path, 'utf8'),
  async writeNew(path, text) {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
  async syncDirectory(path) {
    // Windows cannot open a directory, and needs no sync of it.
    const directory = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EISDIR' || error.code === 'EPERM') return null;
      throw error;
    });
    try {
      await directory?.sync();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Some network file systems cannot sync a directory; the rename stands all the same.
      if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EPERM') throw error;
    } finally {
      await directory?.close();
    }
  },
};

/**
 * One by one: Node's own recursive mkdir never ends where a directory that is there takes no new ones and the
 * system calls that ENOENT, as in /proc, and on a read-only disk it hides the true cause.
 */
async function makeDirectory(path: string): Promise<boolean> {
  if (await isDirectory(path)) return false;
  const above = dirname(path);
  if (above !== path) await makeDirectory(above);
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    // Somebody else may have made it just now.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && (await isDirectory(path))) return false;
    throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
