/** `--check`: each file is read by its format's check, a few at a time. */
import { join } from 'node:path';
import { boundedParallel } from '../../shared/bounded-parallel.ts';
import { type FramePlace, nameOf } from '../core/sequences/sequence-index.ts';
import type { FileVerdict } from '../formats/verdict.ts';
import type { FileChecker } from '../io/checks/file-checker.ts';
import type { ScanFiles } from './scan-deps.ts';
import type { ScannedDefect, ScannedSequence } from './scanned-sequence.ts';

export interface CheckDeps {
  readonly checker: FileChecker;
  readonly files: ScanFiles;
  /** As the checker wants it. */
  readonly share: string | null;
  /** Told after each file. */
  readonly onProgress: (checked: number, total: number) => void;
}

/** The checker bounds what is read at once; this, how many questions wait there. */
const AT_ONCE = 8;

/** The sequence with what its files' contents tell. */
export async function checkSequence(sequence: ScannedSequence, deps: CheckDeps): Promise<ScannedSequence> {
  const places = sequence.columns.flatMap((column) =>
    Array.from(column.frames.framesIn('done'), (frame) => ({ column, frame })),
  );
  let checked = 0;
  const found = await boundedParallel(places, AT_ONCE, async (place) => {
    const defect = await checkFile(sequence.directory, place, deps);
    deps.onProgress(++checked, places.length);
    return defect;
  });
  const defects = found.filter((defect) => defect !== null).sort((a, b) => a.frame - b.frame);
  return { ...sequence, defects };
}

async function checkFile(directory: string, place: FramePlace, deps: CheckDeps): Promise<ScannedDefect | null> {
  const path = join(directory, nameOf(place));
  const verdict = await deps.checker.check(path, deps.share);
  const told = toldOf(verdict);
  if (!told) return null;
  // What has changed since it was found is still being written, and no file to complain of.
  const isBusy = told.kind !== 'unreadable' && (await hasChanged(path, place, deps.files));
  return { frame: place.frame, path, why: told.why, kind: isBusy ? 'writing' : told.kind };
}

function toldOf(verdict: FileVerdict): Pick<ScannedDefect, 'kind' | 'why'> | null {
  switch (verdict.kind) {
    case 'whole':
    case 'unchecked':
      return null;
    case 'unfinished':
      return { kind: 'cut', why: verdict.why };
    case 'broken':
    case 'unreadable':
      return { kind: verdict.kind, why: verdict.why };
  }
}

async function hasChanged(path: string, { column, frame }: FramePlace, files: ScanFiles): Promise<boolean> {
  const known = column.frames.get(frame);
  const facts = await files.look(path).catch(() => null);
  return facts !== null && (facts.sizeBytes !== known?.sizeBytes || facts.mtimeMs !== known.mtimeMs);
}
