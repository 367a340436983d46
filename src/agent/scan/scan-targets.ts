/** What was typed, made into directories to read and the sequences in them that are meant. */
import { basename, dirname } from 'node:path';
import { parseFrameRange } from '../../shared/frame-notation.ts';
import { type FramePattern, parseFramePattern } from '../../shared/frame-pattern.ts';
import type { FrameRange } from '../../shared/frame-range.ts';
import { locateFrame } from '../core/sequence-name.ts';
import type { ScanFiles } from './scan-deps.ts';

export interface ScanTarget {
  readonly directory: string;
  /** Null: all that is in the directory and below. */
  readonly only: NamedSequence | null;
}

/** One sequence that was named, of whatever padding. */
export interface NamedSequence {
  readonly prefix: string;
  readonly suffix: string;
  /** As it was typed, for those who wait for it in vain. */
  readonly text: string;
  /** The frames that stand in the name. */
  readonly expected: FrameRange | null;
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
  const name = basename(text);
  const spot = locateFrame(name);
  if (!spot) return null;
  const only = { prefix: name.slice(0, spot.start), suffix: name.slice(spot.end), text, expected: null };
  return { directory: dirname(text), only };
}

/** `####` is four digits in both dialects; a name may bear its frames: `shot.1-20#.exr`. */
function sequenceOfPattern(text: string): ScanTarget | null {
  const pattern = parseFramePattern(text, 'fileseq');
  if (!pattern) return null;
  const { prefix, suffix } = pattern;
  return { directory: dirname(text), only: { prefix, suffix, text, expected: expectedOf(pattern) } };
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
