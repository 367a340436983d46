/**
 * Who can have left a claim for which no evidence names an owner. A renderer has one frame in hand at a time, so that
 * none that is known to have had another one meanwhile has this one. Frames of nobody knows whom prove nothing: a
 * machine without an agent may render too.
 */
import type { Millis } from '../../../shared/clock.ts';
import type { ClaimedFile } from './claimed-files.ts';
import type { CrewMember } from './crew.ts';
import type { FrameWork, GroupInput } from './group-input.ts';
import { appearedBy, type Leaver, mostAtOnce, type Part, type Span, spanOf } from './possible-holders.ts';

/** All that is known besides a file, by the nodes whose it is. */
export interface Scene {
  readonly input: GroupInput;
  /** The frames that a node is known to have in hand. */
  readonly claimsBy: ReadonlyMap<string, readonly ClaimedFile[]>;
  /** Finished since the oldest of the claims appeared: who has done so may have gone on from it. */
  readonly worksBy: ReadonlyMap<string, readonly FrameWork[]>;
}

export function sceneOf(input: GroupInput, files: readonly ClaimedFile[]): Scene {
  const oldest = files.reduce((least, { since }) => Math.min(least, since), Number.POSITIVE_INFINITY);
  const claimsBy = new Map<string, ClaimedFile[]>();
  for (const file of files) if (file.kind === 'claim') for (const owner of file.owners) add(claimsBy, owner, file);
  const worksBy = new Map<string, FrameWork[]>();
  for (const work of input.works) if (work.node !== null && work.finishedAt > oldest) add(worksBy, work.node, work);
  return { input, claimsBy, worksBy };
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Those that may have left it, the last to go at the end. Empty while one that runs may have it, or nobody can tell. */
export function leftBehindBy(file: ClaimedFile, parts: readonly Part[], scene: Scene): readonly Leaver[] {
  if (parts.some((part) => !part.holders)) return [];
  if (!parts.every((part) => hasGoneOn(part, file, scene))) return [];
  const suspects = parts.flatMap((part) => suspectsAmong(part, file, scene));
  return suspects.sort((a, b) => a.at.monotonic - b.at.monotonic);
}

/** Its running renderers have had as many newer frames in hand at once as there are of them; true of none. */
export function hasGoneOn({ member, holders }: Part, file: ClaimedFile, scene: Scene): boolean {
  const count = holders?.length ?? 0;
  const empty = newerClaims(member, file, scene).filter((claim) => claim.sizeBytes === 0);
  // One that has several frames in hand may have this one too.
  return empty.length <= count && mostAtOnce(newerSpans(member, file, scene)) >= count;
}

/** None where each of the node's renderers had another frame in hand before the last of them went. */
function suspectsAmong(part: Part, file: ClaimedFile, scene: Scene): readonly Leaver[] {
  const last = part.leavers.at(-1);
  if (!last) return [];
  const spans = newerSpans(part.member, file, scene).filter((span) => span.from < last.at.monotonic);
  return mostAtOnce(spans) >= part.leavers.length + (part.holders?.length ?? 0) ? [] : part.leavers;
}

function newerClaims(member: CrewMember, file: ClaimedFile, { claimsBy }: Scene): readonly ClaimedFile[] {
  const from = appearedBy(member, file);
  return (claimsBy.get(member.id) ?? []).filter(({ frame, since }) => frame !== file.frame && since > from);
}

/** When the node had other frames in hand while the file was there. */
function newerSpans(member: CrewMember, file: ClaimedFile, scene: Scene): readonly Span[] {
  const from = appearedBy(member, file);
  const done = (scene.worksBy.get(member.id) ?? []).map(spanOf);
  const spans = [...done, ...claimSpans(newerClaims(member, file, scene))];
  return spans.map((span) => ({ ...span, from: Math.max(from, span.from) }));
}

/** A frame of several streams is one frame in hand. */
function claimSpans(claims: readonly ClaimedFile[]): readonly Span[] {
  const since = new Map<number, Millis>();
  for (const claim of claims) since.set(claim.frame, Math.min(claim.since, since.get(claim.frame) ?? claim.since));
  return [...since.values()].map((from) => ({ from, to: Number.POSITIVE_INFINITY }));
}
