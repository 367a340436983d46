/** What the nodes tell of claims and cut files, made into one list of files with their owners. */
import type { Millis } from '../../../shared/clock.ts';
import { hasFrame } from '../../../shared/frames/frame-range.ts';
import { naturalOrder } from '../../../shared/natural-order.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import type { ClaimSeen, CrewSighting, GroupInput } from './group-input.ts';

/** By so much two nodes' times of one event may differ, once they are the hub's: the transit of a report. */
export const CLOCK_SLACK_MILLIS = 3_000;
/** A process's start is known to the second. */
export const OWN_SLACK_MILLIS = 1_000;

/** The surest first. */
const EVIDENCE_RANK: Readonly<Record<Evidence, number>> = { log: 0, descriptor: 1, bytes: 2, order: 3 };

/** Looked at one by one, those that appeared first: so many no farm has in hand, and each is held against each node. */
const MOST_FILES = 500;

/** A claimed or cut file as all of its witnesses together see it. */
export interface ClaimedFile {
  readonly stream: string;
  readonly frame: number;
  /** Where its first witness has it. */
  readonly files: ClaimSeen['files'];
  readonly kind: ClaimSeen['kind'];
  /** When it appeared, at the latest. */
  readonly since: Millis;
  readonly changedAt: Millis;
  readonly sizeBytes: number;
  readonly fraction: number | null;
  /** Whose it is by the surest evidence, in natural order; more than one have claimed it at once. */
  readonly owners: readonly string[];
  readonly evidence: Evidence | null;
  /** When it appeared by each node's own clock, which is the one to compare its renderers with. */
  readonly sinceBy: ReadonlyMap<string, Millis>;
}

/** By frame, then by stream. Only witnesses say what is there; of whose it is every node may know. */
export function claimedFiles({ crew, done }: Pick<GroupInput, 'crew' | 'done'>): readonly ClaimedFile[] {
  const files: ClaimedFile[] = [];
  for (const seen of tellersByFile(crew)) {
    const file = fileOf(seen);
    const ofStream = file && done.get(file.stream);
    if (file && !(ofStream && hasFrame(ofStream, file.frame))) files.push(file);
  }
  return oldestOf(files).sort((a, b) => a.frame - b.frame || naturalOrder(a.stream, b.stream));
}

function oldestOf(files: ClaimedFile[]): ClaimedFile[] {
  if (files.length <= MOST_FILES) return files;
  return files.sort((a, b) => a.since - b.since || a.frame - b.frame).slice(0, MOST_FILES);
}

interface Told {
  readonly sighting: CrewSighting;
  readonly claim: ClaimSeen;
}

function tellersByFile(crew: readonly CrewSighting[]): readonly (readonly Told[])[] {
  const files: Told[][] = [];
  const byStream = new Map<string, Map<number, Told[]>>();
  for (const sighting of crew) {
    for (const claim of sighting.claims) {
      const ofStream = byStream.get(claim.stream) ?? new Map<number, Told[]>();
      byStream.set(claim.stream, ofStream);
      const told = ofStream.get(claim.frame);
      if (told) {
        told.push({ sighting, claim });
        continue;
      }
      const first = [{ sighting, claim }];
      ofStream.set(claim.frame, first);
      files.push(first);
    }
  }
  return files;
}

/** Null where no witness sees it (any more). */
function fileOf(told: readonly Told[]): ClaimedFile | null {
  let first: ClaimSeen | null = null;
  let latest: ClaimSeen | null = null;
  let since = Number.POSITIVE_INFINITY;
  const sinceBy = new Map<string, Millis>();
  for (const { sighting, claim } of told) {
    sinceBy.set(sighting.member.id, claim.since);
    if (!sighting.isWitness) continue;
    first ??= claim;
    // Behind a cache a file looks older than it is: the latest view counts.
    if (!latest || isLater(claim, latest)) latest = claim;
    since = Math.min(since, claim.since);
  }
  if (!first || !latest) return null;
  const { stream, frame, files } = first;
  const { kind, changedAt, sizeBytes, fraction } = latest;
  return { stream, frame, files, kind, since, changedAt, sizeBytes, fraction, ...ownersOf(told, since), sinceBy };
}

function isLater(a: ClaimSeen, b: ClaimSeen): boolean {
  if (a.changedAt !== b.changedAt) return a.changedAt > b.changedAt;
  if (a.sizeBytes !== b.sizeBytes) return a.sizeBytes > b.sizeBytes;
  return a.kind === 'cut' && b.kind === 'claim';
}

/** Who has the surest evidence. That of the order alone names nobody when it names two. */
function ownersOf(told: readonly Told[], since: Millis): Pick<ClaimedFile, 'owners' | 'evidence'> {
  let evidence: Evidence | null = null;
  let owners: string[] = [];
  for (const { sighting, claim } of told) {
    // The last word of a node that is gone may be of a claim that was there before this one.
    const isOfThis = sighting.isWitness || since <= sighting.member.heard.monotonic + CLOCK_SLACK_MILLIS;
    if (claim.evidence === null || !isOfThis) continue;
    const by = evidence === null ? -1 : EVIDENCE_RANK[claim.evidence] - EVIDENCE_RANK[evidence];
    if (by < 0) [evidence, owners] = [claim.evidence, []];
    if (by <= 0) owners.push(sighting.member.id);
  }
  return evidence === 'order' && owners.length > 1 ? { owners: [], evidence: null } : { owners, evidence };
}
