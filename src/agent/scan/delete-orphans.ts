/** `--delete-orphans`: files whose renderer is gone are deleted once somebody has said so, each looked at again. */
import { displaySafe } from '../../shared/display-safe.ts';
import { formatFrameRangeWithin } from '../../shared/frames/frame-notation.ts';
import {
  countFrames,
  type FrameRange,
  intersectFrames,
  NO_FRAMES,
  subtractFrames,
  unionFrames,
} from '../../shared/frames/frame-range.ts';
import type { FileVerdict } from '../formats/verdict.ts';
import type { JoinedSequence } from './join-subframes.ts';
import type { OrphanFile } from './orphan-files.ts';
import type { ScanDeps, ScanFiles } from './scan-deps.ts';
import type { ScannedSequence } from './scanned-sequence.ts';

/** As much of a range as fits into a sentence. */
const LONGEST_HINT = 60;

export interface Deletion {
  /** Nobody is asked. */
  readonly yes: boolean;
  /** Reads a file's contents again; null where none was read, and then no file with any content is an orphan. */
  readonly check: ((path: string) => Promise<FileVerdict>) | null;
}

/** An orphan, and which file it was when it was listed; null where it could not be told. */
interface ListedFile extends OrphanFile {
  readonly identity: string | null;
}

/**
 * Lists the files, asks unless `yes`, and deletes those that are still what they were. What it does is told on the error
 * output, so that JSON stays JSON.
 */
export async function deleteOrphans(files: readonly OrphanFile[], deletion: Deletion, deps: ScanDeps): Promise<void> {
  if (files.length === 0) return;
  // A directory may be swapped for a link to another one while somebody thinks about it.
  const listed = files.map((file) => ({ ...file, identity: identityOf(deps.files.lookAtOnce(file.path)) }));
  deps.printError(listText(files));
  const question = `Delete ${files.length === 1 ? 'this file' : `these ${files.length} files`}? [y/N] `;
  if (!deletion.yes && !(await deps.ask?.(question))) {
    const reason = deps.ask ? 'Nothing was deleted.' : 'Nothing was deleted: there is no terminal to ask; give --yes.';
    deps.printError(`${reason}\n`);
    return;
  }
  for (const file of listed) {
    const refusal = (await changeOf(file, deletion.check)) ?? (await deleteOne(file, deps));
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

/** Says that of the named frames those whose file has any content are left alone while nobody has looked into it. */
export function tellUnchecked(shown: readonly JoinedSequence[], named: FrameRange, deps: ScanDeps): void {
  const frames = shown.map(({ sequence }) => intersectFrames(sequence.frames, named)).reduce(unionFrames, NO_FRAMES);
  if (countFrames(frames) === 0) return;
  const { notation } = formatFrameRangeWithin(frames, LONGEST_HINT);
  deps.printError(
    `Files with content left alone: frames ${notation}. Give --check too, and those that are cut can be deleted.\n`,
  );
}

function listText(files: readonly OrphanFile[]): string {
  const empty = files.filter(({ cut }) => cut === null).map(({ path }) => `  ${displaySafe(path)}\n`);
  const cut = files.flatMap((file) =>
    file.cut === null ? [] : [`  ${displaySafe(file.path)}\n      cut: ${displaySafe(file.cut)}\n`],
  );
  return [
    ...(empty.length > 0 ? ['Orphaned placeholders, 0 bytes each:\n', ...empty] : []),
    ...(cut.length > 0 ? ['Orphaned files that are cut:\n', ...cut] : []),
  ].join('');
}

/** What a cut file's contents are by now, where they are no longer cut; null where there is nothing to object to. */
async function changeOf({ cut, path }: OrphanFile, check: Deletion['check']): Promise<string | null> {
  if (cut === null) return null;
  const verdict = await check?.(path);
  return verdict?.kind === 'unfinished' ? null : 'it is no longer known to be cut';
}

/** Null when it is deleted; else why not. */
async function deleteOne(
  { path, sizeBytes, mtimeMs, identity }: ListedFile,
  { files }: ScanDeps,
): Promise<string | null> {
  // By the call that does not follow links, right before the deletion.
  const facts = files.lookAtOnce(path);
  if (facts === null) return 'it is gone';
  if (facts === undefined) return 'it cannot be looked at';
  if (facts === 'link' || facts.kind !== 'file') return 'it is no file';
  if (facts.sizeBytes !== sizeBytes || facts.mtimeMs !== mtimeMs) return 'it has changed';
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
