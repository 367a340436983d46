/** Claiming a frame is not atomic: two nodes may render the same one, and the work of the first is lost. */
import { naturalOrder } from '../../../shared/natural-order.ts';
import type { DoubleClaim } from '../../../shared/protocol/job.ts';
import type { FrameWork } from './group-input.ts';

/** Where it is not known when the second began, it must have finished so soon after the first. */
const UNTIMED_WITHIN_MILLIS = 60_000;

/**
 * Frames that two nodes had in hand at the same time, by frame. One that was rendered again later is none, and the
 * order of claims alone proves none: it fits two nodes that finish together. The time of all but the last is wasted.
 */
export function doubleClaimsOf(works: readonly FrameWork[]): readonly DoubleClaim[] {
  const byFrame = new Map<number, FrameWork[]>();
  for (const work of works) {
    if (work.node === null || work.evidence === null || work.evidence === 'order') continue;
    const ofFrame = byFrame.get(work.frame);
    if (ofFrame) ofFrame.push(work);
    else byFrame.set(work.frame, [work]);
  }
  const doubles: DoubleClaim[] = [];
  for (const [frame, ofFrame] of byFrame) {
    const together = ofFrame.length > 1 ? togetherOf(ofFrame) : [];
    const nodes = [...new Set(together.flatMap(({ node }) => node ?? []))].sort(naturalOrder);
    if (nodes.length > 1) doubles.push({ frame, nodes, wastedSeconds: wastedIn(together) });
  }
  return doubles.sort((a, b) => a.frame - b.frame);
}

/** The latest works of a frame that overlapped, in the order in which they were finished. */
function togetherOf(works: readonly FrameWork[]): readonly FrameWork[] {
  const sorted = works.toSorted((a, b) => a.finishedAt - b.finishedAt || naturalOrder(a.node ?? '', b.node ?? ''));
  let group: FrameWork[] = [];
  let latest: FrameWork[] = [];
  for (const work of sorted) {
    const before = group.at(-1);
    group = before && startOf(work, before) < before.finishedAt ? [...group, work] : [work];
    if (group.length > 1) latest = group;
  }
  return latest;
}

function startOf(work: FrameWork, before: FrameWork): number {
  if (work.seconds !== null) return work.finishedAt - work.seconds * 1000;
  return work.finishedAt - UNTIMED_WITHIN_MILLIS < before.finishedAt ? before.finishedAt - 1 : work.finishedAt;
}

function wastedIn(together: readonly FrameWork[]): number | null {
  let wasted = 0;
  for (const { seconds } of together.slice(0, -1)) {
    if (seconds === null) return null;
    wasted += seconds;
  }
  return Math.round(wasted * 10) / 10;
}
