/**
 * Frames in hand that no file shows: many renderers write a frame's file only once it is rendered. Whoever has finished
 * a frame and whose renderer runs on is at the next one since then.
 */
import type { Millis } from '../../../shared/clock.ts';
import { type FrameRange, hasFrame, subtractFrames } from '../../../shared/frames/frame-range.ts';
import type { FrameInHand } from '../forecast/forecast-input.ts';
import { medianOf } from '../forecast/robust-statistics.ts';
import type { CrewMember } from '../group/crew.ts';
import type { GroupRendering } from '../group/group-rendering.ts';
import type { TimedFrame } from './frame-timing.ts';

/** A file that is there for this share of its frame's time is one that is seen in hand. */
const SEEN_SHARE = 0.5;

/** A frame that was finished since would be seen by then, on a polled share too. */
const SEEN_WITHIN_MILLIS = 60_000;
/** Where frames come to sight quickly, so soon already. */
const SEEN_AT_ONCE_MILLIS = 10_000;
/** After so many times as long as it usually is until the node's next frame is seen. */
const SEEN_WITHIN_GAPS = 3;
/** Frames nearer to each other came to sight together. */
const TOGETHER_MILLIS = 250;
/** What is usual is read from so many of the job's latest frames. */
const FRAMES_LOOKED_AT = 64;

export interface PresumptionInput {
  /** The hub's monotonic clock, as are all times here. */
  readonly now: Millis;
  readonly crew: readonly CrewMember[];
  readonly group: Pick<GroupRendering, 'inHand' | 'liveNodes'>;
  /** The job's finished frames, oldest first. */
  readonly timeline: readonly TimedFrame[];
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
    const last = timeline.findLast((frame) => frame.node === node);
    if (!last || isSeenInHand(last)) continue;
    const since = last.finishedAt;
    const member = crew.find(({ id }) => id === node);
    if (!member || !runsOnSince(member, since)) continue;
    // What it has finished since it was last heard nobody knows.
    const heard = Math.min(input.now, member.heard.monotonic);
    if (heard - since < seenWithin(timeline.slice(-FRAMES_LOOKED_AT), node)) continue;
    const frame = nextFrame(left, last.frame);
    if (frame === null) continue;
    presumed.push({ frame, node, since, fraction: null, remainingSeconds: null });
    left = subtractFrames(left, [[frame, frame]]);
  }
  return presumed;
}

/** A share that is polled shows by its gaps how seldom; where there are none to judge by it may be any. */
function seenWithin(latest: readonly TimedFrame[], node: string): Millis {
  const ends = latest.filter((frame) => frame.node === node).map(({ at }) => at);
  const gaps = ends.slice(1).map((at, i) => at - (ends[i] ?? at));
  const usual = medianOf(gaps.filter((gap) => gap >= TOGETHER_MILLIS));
  if (Number.isNaN(usual)) return SEEN_WITHIN_MILLIS;
  return Math.min(SEEN_WITHIN_MILLIS, Math.max(SEEN_AT_ONCE_MILLIS, SEEN_WITHIN_GAPS * usual));
}

function isSeenInHand({ at, startedAt, seconds }: TimedFrame): boolean {
  return startedAt !== null && seconds !== null && (at - startedAt) / 1000 >= SEEN_SHARE * seconds;
}

/** One that was started since loads its scene first, and one that somebody sits at may do anything. */
function runsOnSince({ renderers }: CrewMember, since: Millis): boolean {
  const running = renderers?.filter(({ endedAt }) => !endedAt) ?? [];
  return running.some(({ isOnJob, isInteractive, startedAt }) => isOnJob && !isInteractive && startedAt < since);
}

/** The next in order; after the last of them the first. */
function nextFrame(left: FrameRange, after: number): number | null {
  if (hasFrame(left, after + 1)) return after + 1;
  const next = left.find(([first]) => first > after) ?? left[0];
  return next?.[0] ?? null;
}
