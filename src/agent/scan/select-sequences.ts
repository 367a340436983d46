/** Which of a directory's sequences are told: those that were named, or all that are worth it. Pure. */
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import { hasSubframes, type JoinedSequence, joinSubframes } from './join-subframes.ts';
import { jobKeyOf } from './scan-jobs.ts';
import { isMeant, type NamedSequence } from './scan-targets.ts';
import { filesIn, type ScannedSequence } from './scanned-sequence.ts';

export interface Selection {
  /** Null: whatever is there. */
  readonly only: readonly NamedSequence[] | null;
  /** What was named, of which nothing has been found yet; what is found leaves it. */
  readonly lost: Set<NamedSequence>;
  /** By option: it stands above what a name bears. */
  readonly expected: FrameRange | null;
  /** Whether single files are told too. */
  readonly all: boolean;
  /** Whether decimals behind a frame's number are a subframe's, also where nobody expects any. */
  readonly subframes: boolean;
}

/** Those that are told, and how many others there are. */
export function selectSequences(
  sequences: readonly ScannedSequence[],
  selection: Selection,
): { readonly told: readonly JoinedSequence[]; readonly hidden: number } {
  const { only, all } = selection;
  const joined = wantsSubframes(sequences, selection)
    ? joinSubframes(sequences)
    : sequences.map((sequence) => ({ sequence, sources: [sequence] }));
  if (only) return { told: meantOf(joined, only, selection), hidden: 0 };
  const told = all ? joined : withoutSingles(joined);
  return { told, hidden: joined.length - told.length };
}

function wantsSubframes(
  sequences: readonly ScannedSequence[],
  { only, expected, subframes }: Pick<Selection, 'only' | 'expected' | 'subframes'>,
): boolean {
  if (subframes || hasSubframes(expected)) return true;
  return [...(only ?? []), ...sequences].some((each) => hasSubframes(each.expected));
}

/** What was named, with the frames that its name bears, unless an option says which. */
function meantOf(
  joined: readonly JoinedSequence[],
  only: readonly NamedSequence[],
  { lost, expected }: Pick<Selection, 'lost' | 'expected'>,
): JoinedSequence[] {
  return joined.flatMap(({ sequence, sources }) => {
    const names = only.filter((name) => sequence.columns.some((column) => isMeant(column, name)));
    for (const name of names) lost.delete(name);
    const borne = expected ? null : names.find((name) => name.expected !== null)?.expected;
    return names.length === 0 ? [] : [{ sequence: borne ? { ...sequence, expected: borne } : sequence, sources }];
  });
}

/** A single file is hardly a sequence, unless more is expected of it, or another stream of it is one. */
function withoutSingles(joined: readonly JoinedSequence[]): readonly JoinedSequence[] {
  const files = new Map<string, number>();
  for (const { sequence } of joined) {
    const key = jobKeyOf(sequence);
    files.set(key, (files.get(key) ?? 0) + filesIn(sequence));
  }
  return joined.filter(({ sequence }) => sequence.expected !== null || (files.get(jobKeyOf(sequence)) ?? 0) > 1);
}
