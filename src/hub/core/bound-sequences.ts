import { MOST_INTERVALS, mostIntervalsOf } from '../../shared/frame-notation.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import { FILE_STATES } from './sighting.ts';

/**
 * A node's sequences with no more intervals among them than the hub holds of one node (each takes some 50 bytes,
 * and a few characters may stand for 200,000). Those that go beyond keep their names and lose their frames.
 */
export function boundSequences(sequences: readonly SequenceReport[]): {
  readonly sequences: readonly SequenceReport[];
  readonly isOverfull: boolean;
} {
  let left = MOST_INTERVALS;
  let isOverfull = false;
  const bounded = sequences.map((sequence) => {
    const needed = intervalsNeeded(sequence);
    if (needed <= left) {
      left -= needed;
      return sequence;
    }
    isOverfull = true;
    return withoutFrames(sequence);
  });
  return { sequences: isOverfull ? bounded : sequences, isOverfull };
}

function intervalsNeeded(sequence: SequenceReport): number {
  let needed = 0;
  for (const notation of [sequence.expected, sequence.suspicious, ...FILE_STATES.map((state) => sequence[state])])
    if (notation) needed += mostIntervalsOf(notation);
  return needed;
}

function withoutFrames(sequence: SequenceReport): SequenceReport {
  const none = { done: '', writing: '', placeholders: '', broken: '', suspicious: '', expected: null };
  return { ...sequence, ...none, claims: [], defects: [], truncated: true };
}
