/** A node's sequences hold no more intervals than the hub bears of one node. */
import { MOST_INTERVALS, mostIntervalsOf } from '../../../shared/frames/frame-notation.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { FILE_STATES } from './sighting.ts';

/** Intervals kept of one node, some 50 bytes each; a few characters of notation may stand for as many. */
export const MOST_NODE_INTERVALS = MOST_INTERVALS;

/** At most so many intervals come of the sequence's notations. */
export function intervalsNeeded(sequence: SequenceReport): number {
  let needed = 0;
  for (const notation of [sequence.expected, sequence.suspicious, ...FILE_STATES.map((state) => sequence[state])])
    if (notation) needed += mostIntervalsOf(notation);
  return needed;
}

/** One that goes beyond keeps its name and loses its frames. */
export function withoutFrames(sequence: SequenceReport): SequenceReport {
  const none = { done: '', writing: '', placeholders: '', broken: '', suspicious: '', expected: null };
  return { ...sequence, ...none, claims: [], defects: [], truncated: true };
}
