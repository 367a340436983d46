/**
 * Who can have left a claim for which no evidence names an owner. A renderer has one frame in hand at a time, so that
 * none that is known to have had another one meanwhile has this one. Frames of nobody knows whom prove nothing: a
 * machine without an agent may render too.
 */
import type { Millis } from '../../shared/clock.ts';
import type { ClaimedFile } from './claimed-files.ts';
import type { CrewMember } from './crew.ts';
import type { GroupInput } from './group-input.ts';
import { appearedBy, type Leaver, mostAtOnce, type Part, type Span, spanOf } from './possible-holders.ts';

/** A file among all that are claimed. */
export interface Scene {
  readonly input: GroupInput;
  readonly files: readonly ClaimedFile[];
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

function newerClaims(member: CrewMember, file: ClaimedFile, { files }: Scene): readonly ClaimedFile[] {
  const from = appearedBy(member, file);
  const own = files.filter(
    ({ kind, frame, owners }) => kind === 'claim' && frame !== file.frame && owners.includes(member.id),
  );
  return own.filter(({ since }) => since > from);
}

/** When the node had other frames in hand while the file was there. */
function newerSpans(member: CrewMember, file: ClaimedFile, scene: Scene): readonly Span[] {
  const from = appearedBy(member, file);
  const done = scene.input.works.filter((work) => work.node === member.id).map(spanOf);
  const spans = [...done, ...claimSpans(newerClaims(member, file, scene))];
  return spans.map((span) => ({ ...span, from: Math.max(from, span.from) }));
}

/** A frame of several streams is one frame in hand. */
function claimSpans(claims: readonly ClaimedFile[]): readonly Span[] {
  const since = new Map<number, Millis>();
  for (const claim of claims) since.set(claim.frame, Math.min(claim.since, since.get(claim.frame) ?? claim.since));
  return [...since.values()].map((from) => ({ from, to: Number.POSITIVE_INFINITY }));
}
