/**
 * Several nodes on one directory: who has which frame in hand, and which claims nobody works on any more.
 * Claims are 0-byte placeholders or half-written files; a renderer that is killed leaves its claim for ever.
 */
import type { Millis } from '../../../shared/clock.ts';
import { naturalOrder } from '../../../shared/natural-order.ts';
import type { JobShare } from '../../../shared/protocol/job.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import { medianOf } from '../forecast/robust-statistics.ts';
import { type ClaimedFile, claimedFiles } from './claimed-files.ts';
import type { CrewMember } from './crew.ts';
import type { FrameWork, GroupInput } from './group-input.ts';
import { sceneOf } from './orphan-elimination.ts';
import { type OrphanFound, orphanOf } from './orphans.ts';

/** A frame that somebody has in hand; what is orphaned is not. */
export interface LiveClaim {
  readonly stream: string;
  readonly frame: number;
  /** Whose it is, by evidence; null is unknown. */
  readonly node: string | null;
  readonly evidence: Evidence | null;
  readonly since: Millis;
  readonly changedAt: Millis;
  readonly sizeBytes: number;
  readonly fraction: number | null;
}

export interface GroupRendering {
  /** By frame, then by stream. */
  readonly orphans: readonly OrphanFound[];
  /** By frame, then by stream. */
  readonly inHand: readonly LiveClaim[];
  /** The nodes that render the job now, as far as is known, in natural order. */
  readonly liveNodes: readonly string[];
  /** Those of them that are known to be busy. */
  readonly busyNodes: readonly string[];
  /** Whether nothing of this can change by the passing of time alone. */
  readonly isSettled: boolean;
}

/** A node without a known renderer renders when it has finished a frame within so many times the slowest. */
const LATELY_FACTOR = 3;
const LATELY_MILLIS = 60_000;
/** A machine that saves a frame or waits for its share does not rest. */
const REST_MILLIS = 30_000;
/** As many of a node's frames as its speed is told of. */
const WORKS_TIMED = 12;

/** Cheap where nothing is claimed. */
export function groupRendering(input: GroupInput): GroupRendering {
  const files = claimedFiles(input);
  const scene = sceneOf(input, files);
  const orphans: OrphanFound[] = [];
  const inHand: LiveClaim[] = [];
  for (const file of files) {
    const orphan = orphanOf(file, scene);
    if (orphan) orphans.push(orphan);
    else if (file.kind === 'claim') inHand.push(liveClaimOf(file));
  }
  const live = liveMembers(input, inHand);
  return {
    orphans,
    inHand,
    liveNodes: live.map(({ id }) => id),
    busyNodes: live.filter((member) => isBusyYet(member, input.now.monotonic)).map(({ id }) => id),
    isSettled: orphans.length === files.length,
  };
}

function liveClaimOf(file: ClaimedFile): LiveClaim {
  const { stream, frame, evidence, since, changedAt, sizeBytes, fraction, owners } = file;
  // Of two who have claimed it at once nobody knows whose file it will be.
  const [node = null] = owners.length === 1 ? owners : [];
  return { stream, frame, node, evidence: node === null ? null : evidence, since, changedAt, sizeBytes, fraction };
}

function liveMembers(input: GroupInput, inHand: readonly LiveClaim[]): readonly CrewMember[] {
  const claiming = new Set(inHand.map((claim) => claim.node));
  const there = input.crew.flatMap(({ member }) => (member.liveness === 'offline' ? [] : member));
  const working = there.every(({ renderers }) => renderers) ? null : finishersOf(input);
  return there.filter(({ id, renderers }) => {
    const hasClaimed = claiming.has(id);
    if (!renderers) return hasClaimed || working?.has(id);
    // What it has claimed may be on the job although it is told to write elsewhere, by another name.
    return renderers.some((one) => !one.endedAt && (one.isOnJob || hasClaimed));
  });
}

function isBusyYet({ liveness, lastBusy }: CrewMember, now: Millis): boolean {
  return liveness === 'online' && lastBusy !== null && now - lastBusy <= REST_MILLIS;
}

/** Who has finished a frame lately. */
function finishersOf({ works, now, slowestSeconds }: GroupInput): ReadonlySet<string> {
  const lately = now.monotonic - Math.max(LATELY_MILLIS, LATELY_FACTOR * 1000 * (slowestSeconds ?? 0));
  const nodes = new Set<string>();
  for (const { node, finishedAt } of works) if (node !== null && finishedAt >= lately) nodes.add(node);
  return nodes;
}

/** What each node does for the job: those that have rendered a frame of it, or render it now. In natural order. */
export function sharesOf(
  group: GroupRendering,
  works: readonly FrameWork[],
  factors: ReadonlyMap<string, number>,
): readonly JobShare[] {
  const live = new Set(group.liveNodes);
  const byNode = new Map<string, FrameWork[]>([...live].map((node) => [node, []]));
  for (const work of works) {
    if (work.node === null) continue;
    const ofNode = byNode.get(work.node);
    if (ofNode) ofNode.push(work);
    else byNode.set(work.node, [work]);
  }
  const shares = [...byNode].map(([node, ofNode]): JobShare => {
    const claims = group.inHand.filter((claim) => claim.node === node);
    const newest = claims.reduce<LiveClaim | null>((a, b) => (a && a.since >= b.since ? a : b), null);
    return {
      node,
      frames: new Set(ofNode.map(({ frame }) => frame)).size,
      secondsPerFrame: usualSeconds(ofNode),
      factor: toHundredths(factors.get(node)),
      rendering: live.has(node),
      frame: newest?.frame ?? null,
    };
  });
  return shares.sort((a, b) => naturalOrder(a.node, b.node));
}

/** The median of the latest. */
function usualSeconds(works: readonly FrameWork[]): number | null {
  const sorted = works.toSorted((a, b) => a.finishedAt - b.finishedAt || a.frame - b.frame);
  const timed = sorted.flatMap(({ seconds }) => seconds ?? []).slice(-WORKS_TIMED);
  return timed.length === 0 ? null : toHundredths(medianOf(timed));
}

function toHundredths(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 100) / 100;
}
