/** `--delete-orphans`: placeholders whose renderer is gone are deleted once somebody has said so, each looked at again. */
import { join } from 'node:path';
import { displaySafe } from '../../shared/display-safe.ts';
import { formatFrameRangeWithin } from '../../shared/frames/frame-notation.ts';
import { countFrames, hasFrame, NO_FRAMES, subtractFrames, unionFrames } from '../../shared/frames/frame-range.ts';
import { nameOf } from '../core/sequences/sequence-index.ts';
import type { ScanDeps, ScanFiles } from './scan-deps.ts';
import type { ScannedSequence } from './scanned-sequence.ts';

/** As much of a range as fits into a sentence. */
const LONGEST_HINT = 60;

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
  // A directory may be swapped for a link to another one while somebody thinks about it.
  const listed = files.map((file) => ({ ...file, identity: identityOf(deps.files.lookAtOnce(file.path)) }));
  deps.printError(
    `Orphaned placeholders, 0 bytes each:\n${files.map(({ path }) => `  ${displaySafe(path)}\n`).join('')}`,
  );
  const question = `Delete ${files.length === 1 ? 'this file' : `these ${files.length} files`}? [y/N] `;
  if (!yes && !(await deps.ask?.(question))) {
    const reason = deps.ask ? 'Nothing was deleted.' : 'Nothing was deleted: there is no terminal to ask; give --yes.';
    deps.printError(`${reason}\n`);
    return;
  }
  for (const file of listed) {
    const refusal = await deleteOne(file, deps);
    deps.printError(`  ${refusal === null ? 'deleted' : `left alone, ${refusal}`}: ${displaySafe(file.path)}\n`);
  }
}

/**
 * Says which placeholders are left alone, as no file beside them proves that their renderer is gone: when the last
 * render of a directory was killed, nothing newer ever comes.
 */
export function tellUnproven(sequences: readonly ScannedSequence[], deps: ScanDeps): void {
  const frames = sequences
    .map(({ placeholders, orphans }) => subtractFrames(placeholders, orphans))
    .reduce(unionFrames, NO_FRAMES);
  if (countFrames(frames) === 0) return;
  const { notation } = formatFrameRangeWithin(frames, LONGEST_HINT);
  deps.printError(
    `Empty files left alone, as nothing beside them is newer by long enough: frames ${notation}. ` +
      `Once you know that nobody renders them, name them: --orphans=${notation}\n`,
  );
}

/** Null when it is deleted; else why not. */
async function deleteOne(
  { path, mtimeMs, identity }: OrphanFile & { readonly identity: string | null },
  { files }: ScanDeps,
): Promise<string | null> {
  // By the call that does not follow links, right before the deletion.
  const facts = files.lookAtOnce(path);
  if (facts === null) return 'it is gone';
  if (facts === undefined) return 'it cannot be looked at';
  if (facts === 'link' || facts.kind !== 'file') return 'it is no file';
  if (facts.sizeBytes > 0 || facts.mtimeMs !== mtimeMs) return 'it has changed';
  if (identityOf(facts) !== identity) return 'it is another file by now';
  try {
    await files.remove(path);
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}

/** The same for one file whatever path leads to it; null for what is none. */
function identityOf(facts: ReturnType<ScanFiles['lookAtOnce']>): string | null {
  return facts && facts !== 'link' ? `${facts.device}:${facts.inode}` : null;
}
