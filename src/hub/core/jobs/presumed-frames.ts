/**
 * Frames in hand that no file shows: many renderers write a frame's file only once it is rendered. Whoever has finished
 * a frame and whose renderer runs on is at the next one since then.
 */
import type { Millis } from '../../../shared/clock.ts';
import { type FrameRange, hasFrame, subtractFrames } from '../../../shared/frames/frame-range.ts';
import type { FrameInHand } from '../forecast/forecast-input.ts';
import type { CrewMember } from '../group/crew.ts';
import type { GroupRendering } from '../group/group-rendering.ts';
import type { TimedFrame } from './frame-timing.ts';

/** A file that is there for this share of its frame's time is one that is seen in hand. */
const SEEN_SHARE = 0.5;

/** A frame that was finished since would be seen by then, on a polled share too. */
const SEEN_WITHIN_MILLIS = 60_000;

export interface PresumptionInput {
  /** The hub's monotonic clock, as are all times here. */
  readonly now: Millis;
  readonly crew: readonly CrewMember[];
  readonly group: Pick<GroupRendering, 'inHand' | 'liveNodes'>;
  /** The job's finished frames, oldest first. */
  readonly timeline: readonly TimedFrame[];
  /** When a frame of the timeline was finished. */
  readonly finishedAt: (index: number) => Millis;
  /** What is not done. */
  readonly missing: FrameRange;
}

/** One of each node at most; none where a file in hand may be the node's, or where files of the job appear early. */
export function presumedInHand({ crew, group, timeline, ...input }: PresumptionInput): readonly FrameInHand[] {
  if (group.inHand.some(({ node }) => node === null)) return [];
  const presumed: FrameInHand[] = [];
  let left = subtractFrames(
    input.missing,
    group.inHand.map(({ frame }): [number, number] => [frame, frame]),
  );
  for (const node of group.liveNodes) {
    if (group.inHand.some((claim) => claim.node === node)) continue;
    const index = timeline.findLastIndex((frame) => frame.node === node);
    const last = timeline[index];
    if (!last || isSeenInHand(last)) continue;
    const since = input.finishedAt(index);
    if (input.now - since < SEEN_WITHIN_MILLIS) continue;
    const frame = nextFrame(left, last.frame);
    if (frame === null || !runsOnSince(crew, node, since)) continue;
    presumed.push({ frame, node, since, fraction: null, remainingSeconds: null });
    left = subtractFrames(left, [[frame, frame]]);
  }
  return presumed;
}

function isSeenInHand({ at, startedAt, seconds }: TimedFrame): boolean {
  return startedAt !== null && seconds !== null && (at - startedAt) / 1000 >= SEEN_SHARE * seconds;
}

/** One that was started since loads its scene first, and one that somebody sits at may do anything. */
function runsOnSince(crew: readonly CrewMember[], node: string, since: Millis): boolean {
  const running = crew.find(({ id }) => id === node)?.renderers?.filter(({ endedAt }) => !endedAt) ?? [];
  return running.some(({ isOnJob, isInteractive, startedAt }) => isOnJob && !isInteractive && startedAt < since);
}

/** The next in order; after the last of them the first. */
function nextFrame(left: FrameRange, after: number): number | null {
  if (hasFrame(left, after + 1)) return after + 1;
  const next = left.find(([first]) => first > after) ?? left[0];
  return next?.[0] ?? null;
}
