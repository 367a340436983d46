/**
 * Which frames are this node's own work, told from what its renderers leave behind. Pure: a function of the set of
 * observations, whatever their order. Better no evidence than wrong evidence: a frame that is given to the wrong node
 * makes an orphan of it, or hides one.
 */
import type { Millis } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';

/** What was seen of one file since it was first seen. */
export interface FrameSight {
  readonly name: string;
  /** When it appeared, by the agent's clock. */
  readonly appearedAt: Millis;
  /** When it was claimed, by the file system's own clock: the time of its placeholder; null where none was seen. */
  readonly claimedMs: number | null;
  /** When it was written last, by the file system's own clock; null while it is in hand. */
  readonly finishedMs: number | null;
  readonly sizeBytes: number;
  /** What is known of it already: a renderer's log named it, or it was told apart before it was finished. */
  readonly known: Evidence | null;
  /** A renderer of this node had it open for writing. */
  readonly isHeld: boolean;
  /** What the one renderer that could have written it wrote in all, while it was written; null is unknown. */
  readonly account: WriteAccount | null;
}

/** A renderer's count of written bytes, before and after a file grew. */
export interface WriteAccount {
  readonly pid: number;
  /** Monotonic times of the two readings. */
  readonly from: Millis;
  readonly to: Millis;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** When a renderer of this node that writes into the directory ran. */
export interface RendererSpan {
  readonly startedAt: Millis;
  readonly endedAt: Millis | null;
}

/** A renderer claims its next frame at once after it has finished one, and its first soon after its start. */
const NEXT_CLAIM_MILLIS = 1500;
/** Times of one file system differ by so much although they follow one another. */
const TICK_MILLIS = 10;
/** Another explanation must be so much farther off not to count. */
const RIVAL_FACTOR = 4;
const RIVAL_MILLIS = 100;
/** Files smaller than this are lost among what a renderer writes into its log. */
const LEAST_BYTES = 8 * 1024;
/** Beside its frames a renderer writes logs and caches: with more of them than this nobody can tell. */
const MOST_BESIDE_BYTES = 256 * 1024;

/** The evidence for each file that there is any for. `renderers` are those that write into the files' directory. */
export function evidenceOf(
  sights: readonly FrameSight[],
  renderers: readonly RendererSpan[],
): ReadonlyMap<string, Evidence> {
  const evidence = new Map<string, Evidence>();
  const written = writtenBy(sights);
  for (const sight of sights) {
    if (sight.known) evidence.set(sight.name, sight.known);
    else if (sight.isHeld) evidence.set(sight.name, 'descriptor');
    else if (written.get(sight.name) === 'own') evidence.set(sight.name, 'bytes');
  }
  // A claim follows from the finish before it, which may follow from its own claim: so they are gone through in time.
  const claims = sights.filter((sight) => sight.claimedMs !== null && !evidence.has(sight.name));
  for (const claim of claims.toSorted(byClaim)) {
    if (written.get(claim.name) === 'not own') continue;
    if (followsOwnFinish(claim, sights, evidence) || followsStart(claim, sights, renderers)) {
      evidence.set(claim.name, 'order');
    }
  }
  return evidence;
}

/**
 * Whether the renderer's count grew by what the files grew by. One that grew while it wrote less is none of its own;
 * of those that are left and grew at the same time all are its own, or nobody can tell.
 */
function writtenBy(sights: readonly FrameSight[]): ReadonlyMap<string, 'own' | 'not own'> {
  const found = new Map<string, 'own' | 'not own'>();
  const isForeign = ({ account, sizeBytes }: FrameSight): boolean =>
    account !== null && account.bytesAfter - account.bytesBefore < sizeBytes;
  for (const sight of sights) if (isForeign(sight)) found.set(sight.name, 'not own');
  for (const group of overlapping(sights.filter((sight) => !isForeign(sight)))) {
    const accounts = group.flatMap(({ account }) => account ?? []);
    const before = Math.min(...accounts.map(({ bytesBefore }) => bytesBefore));
    const grown = Math.max(...accounts.map(({ bytesAfter }) => bytesAfter)) - before;
    const sizes = group.map(({ sizeBytes }) => sizeBytes);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const isClear = Math.min(...sizes) >= LEAST_BYTES && grown <= 2 * all + MOST_BESIDE_BYTES;
    if (isClear && grown >= all) for (const { name } of group) found.set(name, 'own');
  }
  return found;
}

/** Files with an account, in groups of those whose times overlap. */
function overlapping(sights: readonly FrameSight[]): readonly (readonly FrameSight[])[] {
  const groups: { pid: number; to: Millis; members: FrameSight[] }[] = [];
  const accounted = sights.flatMap((sight) => (sight.account ? [{ sight, account: sight.account }] : []));
  accounted.sort((a, b) => a.account.pid - b.account.pid || a.account.from - b.account.from);
  for (const { sight, account } of accounted) {
    const last = groups.at(-1);
    if (last?.pid === account.pid && account.from < last.to) {
      last.members.push(sight);
      last.to = Math.max(last.to, account.to);
    } else groups.push({ pid: account.pid, to: account.to, members: [sight] });
  }
  return groups.map(({ members }) => members);
}

/** The finish just before the claim is one of this node's own, no other is near, and no other claim is nearer to it. */
function followsOwnFinish(
  claim: FrameSight,
  sights: readonly FrameSight[],
  evidence: ReadonlyMap<string, Evidence>,
): boolean {
  const finishes = sights
    .flatMap((sight) => {
      const gap = gapBetween(sight.finishedMs, claim.claimedMs);
      return gap === null || sight.name === claim.name ? [] : [{ sight, gap }];
    })
    .sort((a, b) => a.gap - b.gap);
  const [nearest, next] = finishes;
  if (!nearest || !evidence.has(nearest.sight.name)) return false;
  if (next && isRival(next.gap, nearest.gap)) return false;
  return sights.every((other) => {
    const gap = other.name === claim.name ? null : gapBetween(nearest.sight.finishedMs, other.claimedMs);
    return gap === null || !isRival(gap, nearest.gap);
  });
}

/**
 * It is the first that appeared since a renderer's start, soon after it, and no finish explains it. With another that
 * nothing explains either, it may be the first of another node's renderer, and that one this node's.
 */
function followsStart(claim: FrameSight, sights: readonly FrameSight[], renderers: readonly RendererSpan[]): boolean {
  const isUnexplained = (one: FrameSight): boolean =>
    one.claimedMs !== null && !sights.some((other) => gapBetween(other.finishedMs, one.claimedMs) !== null);
  if (!isUnexplained(claim)) return false;
  return renderers.some(({ startedAt, endedAt }) => {
    const isSoon = claim.appearedAt >= startedAt && claim.appearedAt <= startedAt + NEXT_CLAIM_MILLIS;
    if (!isSoon || (endedAt !== null && claim.appearedAt > endedAt)) return false;
    return !sights.some((other) => other.name !== claim.name && other.appearedAt >= startedAt && isUnexplained(other));
  });
}

/** Whether a claim came so soon after a finish that one renderer may have made both. */
export function mayFollow(claim: FrameSight, finish: FrameSight): boolean {
  return gapBetween(finish.finishedMs, claim.claimedMs) !== null;
}

/** From a finish to a claim after it; null where they have nothing to do with each other. */
function gapBetween(finishedMs: number | null, claimedMs: number | null): Millis | null {
  if (finishedMs === null || claimedMs === null) return null;
  const gap = claimedMs - finishedMs;
  return gap < -TICK_MILLIS || gap > NEXT_CLAIM_MILLIS ? null : Math.max(0, gap);
}

function isRival(gap: Millis, nearest: Millis): boolean {
  return gap < Math.max(nearest * RIVAL_FACTOR, nearest + RIVAL_MILLIS);
}

function byClaim(a: FrameSight, b: FrameSight): number {
  return (a.claimedMs ?? 0) - (b.claimedMs ?? 0) || (a.name < b.name ? -1 : 1);
}
