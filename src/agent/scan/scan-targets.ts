/** What was typed, made into directories to read and the sequences in them that are meant. */
import { basename, dirname } from 'node:path';
import { parseFrameRange } from '../../shared/frames/frame-notation.ts';
import { type FramePattern, parseFramePattern } from '../../shared/frames/frame-pattern.ts';
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import type { FrameColumn } from '../core/sequences/sequence-index.ts';
import { isNamed, spotIn } from '../core/sequences/sequence-index-columns.ts';
import type { ScanFiles } from './scan-deps.ts';

export interface ScanTarget {
  readonly directory: string;
  /** Null: all that is in the directory and below. */
  readonly only: readonly NamedSequence[] | null;
}

/** One sequence that was named, of whatever padding. */
export interface NamedSequence {
  readonly prefix: string;
  readonly suffix: string;
  /** The file by which it was named: the sequence is the one that holds it, whatever that is called. */
  readonly file: string | null;
  /** As it was typed, for those who wait for it in vain. */
  readonly text: string;
  /** The frames that stand in the name. */
  readonly expected: FrameRange | null;
}

/** Targets in their order: what was named in one directory is looked for there by one reading. */
export function joinTargets(targets: readonly ScanTarget[]): readonly ScanTarget[] {
  const joined = new Map<string, ScanTarget>();
  for (const { directory, only } of targets) {
    const key = `${directory}\0${only === null}`;
    const names = joined.get(key)?.only ?? [];
    joined.set(key, { directory, only: only && withName(names, only) });
  }
  return [...joined.values()];
}

/** A shell makes each frame a name of `*.exr`: they are one sequence. */
function withName(names: readonly NamedSequence[], [name]: readonly NamedSequence[]): readonly NamedSequence[] {
  if (!name || isNamed(name, names)) return names;
  return [...names, name];
}

/** Whether the column is of the sequence that is meant. */
export function isMeant(column: FrameColumn, { file, ...name }: NamedSequence): boolean {
  if (file === null) return isNamed(column.group, [name]);
  const { prefix, suffix } = column.group;
  if (!file.startsWith(prefix) || !file.endsWith(suffix)) return false;
  const number = file.slice(prefix.length, file.length - suffix.length);
  return /^-?\d+$/.test(number) && column.frames.get(Number(number)) !== null;
}

/** The target that a text means: a directory, the sequence of a file, or one named by a word for its frames. */
export async function targetOf(text: string, files: ScanFiles): Promise<ScanTarget> {
  const facts = await files.look(text);
  // Of a link `look` tells what it leads to: a directory that was named by one is read all the same.
  if (facts && facts.kind !== 'file') return { directory: text, only: null };
  const only = facts ? sequenceOfFile(text) : sequenceOfPattern(text);
  if (!only) throw new Error(refusal(text, facts !== null));
  return only;
}

function sequenceOfFile(text: string): ScanTarget | null {
  const file = basename(text);
  const spot = spotIn(file);
  if (!spot) return null;
  const only = { prefix: file.slice(0, spot.start), suffix: file.slice(spot.end), file, text, expected: null };
  return { directory: dirname(text), only: [only] };
}

/** `####` is four digits in both dialects; a name may bear its frames: `shot.1-20#.exr`. */
function sequenceOfPattern(text: string): ScanTarget | null {
  const pattern = parseFramePattern(text, 'fileseq');
  if (!pattern) return null;
  const { prefix, suffix } = pattern;
  return { directory: dirname(text), only: [{ prefix, suffix, file: null, text, expected: expectedOf(pattern) }] };
}

function expectedOf({ frames }: FramePattern): FrameRange | null {
  return frames === null ? null : parseFrameRange(frames);
}

function refusal(text: string, exists: boolean): string {
  const shown = text.slice(-200);
  return exists
    ? `${shown} bears no frame number; name its directory, or a file of a sequence.`
    : `There is no file or directory ${shown}; name a directory, or a sequence as DIR/name.####.exr.`;
}
