/** Which files `--delete-orphans` is about: empty ones, and cut ones whose frames somebody named. Pure. */
import { join } from 'node:path';
import { type FrameRange, hasFrame } from '../../shared/frames/frame-range.ts';
import { nameOf } from '../core/sequences/sequence-index.ts';
import type { JoinedSequence } from './join-subframes.ts';
import type { ScannedSequence } from './scanned-sequence.ts';

/** A file as it was when it was held to be an orphan. */
export interface OrphanFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** What of it is missing; null of an empty file. */
  readonly cut: string | null;
}

/** `named`: frames that nobody works on any more, as somebody says who knows; only of those a cut file is an orphan. */
export function orphanFilesOf({ sequence, sources }: JoinedSequence, named: FrameRange | null): OrphanFile[] {
  const cut = new Set<string>();
  for (const { kind, frame, path } of sequence.defects)
    if (kind === 'cut' && named && hasFrame(named, frame)) cut.add(path);
  // Of a sequence of subframes the named numbers would be the decimals: `5` would mean 1.5 too.
  const emptied = named ? sources.slice(0, 1) : sources;
  return [...emptied.flatMap(emptyFilesOf), ...sources.flatMap((source) => cutFilesOf(source, cut))];
}

function emptyFilesOf({ directory, columns, orphans }: ScannedSequence): OrphanFile[] {
  return columns.flatMap((column) =>
    Array.from(column.frames.framesIn('placeholder'))
      .filter((frame) => hasFrame(orphans, frame))
      .map((frame) => ({
        path: join(directory, nameOf({ column, frame })),
        sizeBytes: 0,
        mtimeMs: column.frames.get(frame)?.mtimeMs ?? 0,
        cut: null,
      })),
  );
}

function cutFilesOf({ directory, columns, defects }: ScannedSequence, cut: ReadonlySet<string>): OrphanFile[] {
  return defects
    .filter(({ path }) => cut.has(path))
    .flatMap(({ frame, path, why }) => {
      const column = columns.find((one) => join(directory, nameOf({ column: one, frame })) === path);
      const file = column?.frames.get(frame);
      return file ? [{ path, sizeBytes: file.sizeBytes, mtimeMs: file.mtimeMs, cut: why }] : [];
    });
}
