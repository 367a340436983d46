/** What a process writes: which files it has open for that, and how many bytes it has written in all. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A seam to the system: only Linux tells. */
export interface ProcessWrites {
  /** Paths of the files that it holds open for writing, as the kernel names them; empty where that cannot be seen. */
  openForWriting(pid: number): readonly string[];
  /** Null where that cannot be seen. */
  writtenBytes(pid: number): number | null;
}

/** The portable form: nobody can tell. */
export const noProcessWrites: ProcessWrites = { openForWriting: () => [], writtenBytes: () => null };

/** Synchronous: `/proc` is memory and cannot hang, and a file may be closed a millisecond after it was told of. */
export function createProcWrites(procPath = '/proc'): ProcessWrites {
  return {
    openForWriting(pid) {
      return descriptorsOf(`${procPath}/${pid}/fd`).flatMap((descriptor) => {
        const target = targetOf(`${procPath}/${pid}/fd/${descriptor}`);
        return target?.startsWith('/') && isWritable(`${procPath}/${pid}/fdinfo/${descriptor}`) ? [target] : [];
      });
    },
    writtenBytes(pid) {
      const count = /^wchar:\s*(\d+)/m.exec(textOf(`${procPath}/${pid}/io`))?.[1];
      return count === undefined ? null : Number(count);
    },
  };
}

/** None of a process that has ended, or is another user's. */
function descriptorsOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}

function isWritable(path: string): boolean {
  const flags = /^flags:\s*([0-7]+)/m.exec(textOf(path))?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
