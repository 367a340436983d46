/** What a scan needs of the world, and the real thing. */
import { unlink } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '../../shared/clock.ts';
import type { FileChecker } from '../io/checks/file-checker.ts';
import { createFileChecker } from '../io/checks/file-checker-threads.ts';
import { type ReadMounts, readSystemMounts } from '../io/mounts.ts';
import { systemFiles, type WatchFiles } from '../io/watcher/output-watcher-files.ts';

export interface ScanFiles extends WatchFiles {
  /** Deletes a file. Rejects with the system's error. */
  remove(path: string): Promise<void>;
}

/** Where a scan prints, and whom it may ask. */
export interface ScanOutput {
  /** Fulfilled when it is out. */
  print(text: string): Promise<void>;
  printError(text: string): void;
  /** Cells in a line of the terminal that is printed to; null where it is none. */
  readonly columns: number | null;
  /** Whether errors go to a terminal, where a line that is written over shows how far it is. */
  readonly showsProgress: boolean;
  /** Asks somebody at the terminal; null where nobody is there. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
}

export interface ScanDeps extends ScanOutput {
  readonly files: ScanFiles;
  readonly readMounts: ReadMounts;
  startChecker(): FileChecker;
}

/** This machine's files and mounts. */
export function systemScanDeps(output: ScanOutput): ScanDeps {
  return {
    ...output,
    files: { ...systemFiles, remove: (path) => unlink(path) },
    readMounts: readSystemMounts,
    startChecker: () => createFileChecker({ clock: systemClock }),
  };
}

/** Asks on a terminal; only `y` and `yes` mean yes. */
export function askOnTerminal(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): (question: string) => Promise<boolean> {
  return async (question) => {
    const terminal = createInterface({ input, output });
    const interrupt = new AbortController();
    terminal.once('SIGINT', () => interrupt.abort());
    try {
      return /^y(es)?$/i.test((await terminal.question(question, interrupt)).trim());
    } catch {
      // Ctrl+D, Ctrl+C: whoever goes away has not said yes, and Ctrl+C means all of it.
      output.write('\n');
      if (interrupt.signal.aborted) throw new Error('Interrupted; nothing more was deleted.');
      return false;
    } finally {
      terminal.close();
    }
  };
}
