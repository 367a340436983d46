/** From a directory's index to what a scan tells of its sequences. Pure. */
import { parseFrameRange } from '../../shared/frames/frame-notation.ts';
import {
  countFrames,
  type FrameRange,
  gapsOf,
  intersectFrames,
  NO_FRAMES,
  rangeOfFrames,
  subtractFrames,
  unionFrames,
} from '../../shared/frames/frame-range.ts';
import { type StreamName, streamOf } from '../../shared/frames/stream-name.ts';
import type { FrameDefect } from '../../shared/protocol/sequence.ts';
import type { FrameColumn, NameGroup, SequenceIndex } from '../core/sequences/sequence-index.ts';
import type { GivenName } from '../core/sequences/sequence-index-columns.ts';
import type { FrameState } from '../core/sequences/sequence-index-frames.ts';
import { splitByPadding } from '../core/sequences/sequence-index-reports.ts';
import { extensionOf } from '../core/sequences/sequence-name.ts';
import { mergeSidecars, type PlacedSidecar } from '../core/sequences/sidecar.ts';
import { orphansOf } from './orphans.ts';

/** A file that is not what it should be. */
export interface ScannedDefect {
  readonly frame: number;
  readonly path: string;
  readonly kind: Exclude<FrameDefect['kind'], 'small'> | 'unreadable' | 'writing';
  readonly why: string;
}

export interface ScannedSequence {
  readonly directory: string;
  /** `name.####.exr`. */
  readonly pattern: string;
  readonly padding: number;
  readonly extension: string;
  /** Frames whose file has any content. */
  readonly frames: FrameRange;
  /** Frames whose file has none. */
  readonly placeholders: FrameRange;
  /** Placeholders that are older than what is rendered beside them: whoever made them is gone. */
  readonly orphans: FrameRange;
  /** Frames that are small against the others. */
  readonly suspicious: FrameRange;
  /** What is to be rendered; null where nobody says so. */
  readonly expected: FrameRange | null;
  readonly bytes: number;
  /** Found by reading the files, which is done only where it is asked for. */
  readonly defects: readonly ScannedDefect[];
  readonly stream: StreamName;
  readonly columns: readonly FrameColumn[];
}

export interface SequenceSource {
  readonly path: string;
  readonly index: SequenceIndex;
  readonly sidecars: readonly PlacedSidecar[];
  /** By `--frames`; what a sidecar says stands behind it. */
  readonly expected: FrameRange | null;
  /** Frames whose placeholders are orphans whatever their age; null where nobody named any. */
  readonly orphans: FrameRange | null;
  /** Whether sizes are known. */
  readonly measured: boolean;
  /** Sequences that were asked for by name, and are called so. */
  readonly given: readonly GivenName[];
}

/** The directory's sequences, by name. */
export function sequencesOf(source: SequenceSource): ScannedSequence[] {
  const columns = source.index.columns();
  // Asked only where it matters: it costs a look at each file.
  const newestMs = columns.some(({ frames }) => frames.count('placeholder') > 0) ? newestOf(columns) : 0;
  return source.index
    .groups(source.given)
    .flatMap((group) => splitByPadding(group).map((part) => sequenceOf(group, part, { ...source, newestMs })));
}

/** What is expected and not there, or without such word the holes between what is there. */
export function missingOf({ frames, placeholders, expected }: ScannedSequence): FrameRange {
  const there = unionFrames(frames, placeholders);
  return expected ? subtractFrames(expected, there) : gapsOf(there);
}

/** Frames with a file that is not whole. */
export function brokenOf({ defects }: ScannedSequence): FrameRange {
  return framesOf(defects, ['cut', 'broken']);
}

/** Frames whose file did not tell whether it is whole. */
export function unreadableOf({ defects }: ScannedSequence): FrameRange {
  return framesOf(defects, ['unreadable']);
}

function framesOf(defects: readonly ScannedDefect[], kinds: readonly ScannedDefect['kind'][]): FrameRange {
  return rangeOfFrames(defects.filter(({ kind }) => kinds.includes(kind)).map(({ frame }) => frame));
}

/** How many files it has, empty ones too. */
export function filesIn({ frames, placeholders }: ScannedSequence): number {
  return countFrames(frames) + countFrames(placeholders);
}

function sequenceOf(
  group: NameGroup,
  { padding, columns }: ReturnType<typeof splitByPadding>[number],
  source: SequenceSource & { readonly newestMs: number },
): ScannedSequence {
  const pattern = `${group.prefix}${'#'.repeat(padding)}${group.suffix}`;
  const placeholders = rangeIn(columns, 'placeholder');
  const said = mergeSidecars(source.sidecars);
  const sidecarFrames = said.frames === null ? null : parseFrameRange(said.frames);
  return {
    directory: source.path,
    pattern,
    padding,
    extension: extensionOf(`${group.prefix}0${group.suffix}`),
    frames: rangeIn(columns, source.measured ? 'done' : 'unmeasured'),
    placeholders,
    orphans: unionFrames(
      orphansOf(columns, source.newestMs),
      intersectFrames(placeholders, source.orphans ?? NO_FRAMES),
    ),
    suspicious: joined(columns, (column) => column.frames.suspicious()),
    expected: source.expected ?? sidecarFrames,
    bytes: columns.reduce((sum, column) => sum + column.frames.doneBytes, 0),
    defects: [],
    stream: streamIn(source.path, pattern, said.layer),
    columns,
  };
}

/** A sidecar's word on layers stands above what the names tell. */
function streamIn(directory: string, pattern: string, layer: string | null): StreamName {
  if (layer === null) return streamOf(directory, pattern);
  const above = directory.slice(0, Math.max(0, directory.length - layer.length)).replace(/[\\/]$/, '');
  const stream = streamOf(above, pattern);
  return { ...stream, layer };
}

function rangeIn(columns: readonly FrameColumn[], state: FrameState): FrameRange {
  return joined(columns, ({ frames }) =>
    state === 'done' ? frames.doneRange() : rangeOfFrames(frames.framesIn(state)),
  );
}

function joined(columns: readonly FrameColumn[], rangeOf: (column: FrameColumn) => FrameRange): FrameRange {
  return columns.reduce((range, column) => unionFrames(range, rangeOf(column)), NO_FRAMES);
}

/** By the file system's own clock; 0 where nothing is known. */
function newestOf(columns: readonly FrameColumn[]): number {
  let newest = 0;
  for (const { frames } of columns) {
    for (const state of ['done', 'placeholder'] as const) {
      for (const frame of frames.framesIn(state)) newest = Math.max(newest, frames.get(frame)?.mtimeMs ?? 0);
    }
  }
  return newest;
}
