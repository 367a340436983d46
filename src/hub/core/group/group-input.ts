/** What is known of a group's render: the seam between a job's sightings and what follows from them. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { FrameRange } from '../../../shared/frames/frame-range.ts';
import type { Evidence, SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { CrewMember } from './crew.ts';

/** A file in hand, or one that its writer left cut, as one node sees it. Times are the hub's monotonic clock. */
export interface ClaimSeen {
  /** Which stream of the job, by any key that is the same on all nodes. */
  readonly stream: string;
  readonly frame: number;
  /** Where the file lies and how it is called on this node. */
  readonly files: Pick<SequenceReport, 'localPath' | 'pattern'>;
  readonly kind: 'claim' | 'cut';
  /** When it appeared, at the latest; of a cut file when it was found. */
  readonly since: Millis;
  /** When it last grew; of a cut file when it was found. */
  readonly changedAt: Millis;
  readonly sizeBytes: number;
  /** How much of the frame is rendered, 0-1, where the file tells. */
  readonly fraction: number | null;
  /** How the node knows that it is its own; null is unknown. */
  readonly evidence: Evidence | null;
}

/** What one node of the crew tells of the job. */
export interface CrewSighting {
  readonly member: CrewMember;
  /** Whether it says what is on disk now; of the others the evidence alone counts. */
  readonly isWitness: boolean;
  readonly claims: readonly ClaimSeen[];
}

/** A frame that was finished under somebody's eyes. */
export interface FrameWork {
  readonly frame: number;
  /** Who rendered it, and how that is known; null is unknown. */
  readonly node: string | null;
  readonly evidence: Evidence | null;
  /** What it took; null where only its end is known. */
  readonly seconds: number | null;
  /** The hub's monotonic clock. */
  readonly finishedAt: Millis;
}

export interface GroupInput {
  readonly now: Moment;
  /** Each node once, in natural order of their names. */
  readonly crew: readonly CrewSighting[];
  /** What is done of each stream, whoever sees it: a claim on such a frame is an old view. */
  readonly done: ReadonlyMap<string, FrameRange>;
  /** In any order; those suffice that were finished since the oldest of the claims appeared. */
  readonly works: readonly FrameWork[];
  /** The slowest of the recent frames; null is unknown. */
  readonly slowestSeconds: number | null;
}
