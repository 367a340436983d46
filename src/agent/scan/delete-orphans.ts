/** `--delete-orphans`: placeholders whose renderer is gone are deleted once somebody has said so, each looked at again. */
import { join } from 'node:path';
import { displaySafe } from '../../shared/display-safe.ts';
import { hasFrame } from '../../shared/frame-range.ts';
import { nameOf } from '../core/sequence-index.ts';
import type { ScanDeps } from './scan-deps.ts';
import type { ScannedSequence } from './scanned-sequence.ts';

/** A file as it was when it was held to be an orphan. */
export interface OrphanFile {
  readonly path: string;
  readonly mtimeMs: number;
}

/** The sequence's orphaned placeholders. */
export function orphanFilesOf({ directory, columns, orphans }: ScannedSequence): OrphanFile[] {
  return columns.flatMap((column) =>
    Array.from(column.frames.framesIn('placeholder'))
      .filter((frame) => hasFrame(orphans, frame))
      .map((frame) => ({
        path: join(directory, nameOf({ column, frame })),
        mtimeMs: column.frames.get(frame)?.mtimeMs ?? 0,
      })),
  );
}

/**
 * Lists the files, asks unless `yes`, and deletes those that are still what they were. What it does is told on the error
 * output, so that JSON stays JSON.
 */
export async function deleteOrphans(files: readonly OrphanFile[], yes: boolean, deps: ScanDeps): Promise<void> {
  if (files.length === 0) return;
  deps.printError(
    `Orphaned placeholders, 0 bytes each:\n${files.map(({ path }) => `  ${displaySafe(path)}\n`).join('')}`,
  );
  const question = `Delete ${files.length === 1 ? 'this file' : `these ${files.length} files`}? [y/N] `;
  if (!yes && !(await deps.ask?.(question))) {
    const reason = deps.ask ? 'Nothing was deleted.' : 'Nothing was deleted: there is no terminal to ask; give --yes.';
    deps.printError(`${reason}\n`);
    return;
  }
  for (const file of files) {
    const refusal = await deleteOne(file, deps);
    deps.printError(`  ${refusal === null ? 'deleted' : `left alone, ${refusal}`}: ${displaySafe(file.path)}\n`);
  }
}

/** Null when it is deleted; else why not. */
async function deleteOne({ path, mtimeMs }: OrphanFile, { files }: ScanDeps): Promise<string | null> {
  // By the call that does not follow links, right before the deletion.
  const facts = files.lookAtOnce(path);
  if (facts === null) return 'it is gone';
  if (facts === undefined) return 'it cannot be looked at';
  if (facts === 'link' || facts.kind !== 'file') return 'it is no file';
  if (facts.sizeBytes > 0 || facts.mtimeMs !== mtimeMs) return 'it has changed';
  try {
    await files.remove(path);
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}
