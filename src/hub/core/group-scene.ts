/** A job's sightings as the rules of group rendering take them. */
import type { Moment } from '../../shared/clock.ts';
import { parseFramePattern } from '../../shared/frame-pattern.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import type { CrewMember } from './crew.ts';
import type { ClaimSeen, CrewSighting } from './group-input.ts';
import { type GroupRendering, groupRendering } from './group-rendering.ts';
import type { JobView } from './job-entry.ts';
import type { HistoryTimes } from './job-history.ts';
import type { Sighting } from './sighting.ts';

/** Of so many frames that were finished last the slowest tells how long one may take. */
const RECENT_FRAMES = 12;

interface Scene {
  readonly view: JobView;
  readonly crew: readonly CrewMember[];
  readonly times: HistoryTimes;
}

/** Who has which frame in hand, and what was left behind. */
export function groupOf({ view, crew, times }: Scene, now: Moment): GroupRendering {
  const recent = times.timeline.slice(-RECENT_FRAMES).flatMap(({ seconds }) => seconds ?? []);
  return groupRendering({
    now,
    crew: crew.map((member): CrewSighting => {
      const claims = view.claims.get(member.id) ?? [];
      return { member, isWitness: view.isWitness(member.id), claims };
    }),
    done: new Map(view.content.streams.map(({ place, done }) => [place.stream, done])),
    works: times.works,
    slowestSeconds: recent.length === 0 ? null : Math.max(...recent),
  });
}

/** The frames in hand and the cut files of one node's view of a stream. */
export function claimsSeen({ source, claims, defects }: Sighting): readonly ClaimSeen[] {
  const { sequence, place } = source;
  const { stream } = place;
  const inHand = claims.map(({ since, changedAt, ...claim }): ClaimSeen => {
    const path = pathOf(sequence, claim.frame);
    return { ...claim, stream, path, kind: 'claim', since: since.monotonic, changedAt: changedAt.monotonic };
  });
  const cut = defects.filter(({ kind }) => kind === 'cut');
  const cutFiles = cut.map(({ frame, at: { monotonic: at }, sizeBytes, evidence }): ClaimSeen => {
    const path = pathOf(sequence, frame);
    return { stream, frame, path, kind: 'cut', since: at, changedAt: at, sizeBytes, fraction: null, evidence };
  });
  return [...inHand, ...cutFiles];
}

/** The frame's file as the node names it. */
function pathOf({ localPath, pattern }: SequenceReport, frame: number): string {
  const name = parseFramePattern(pattern, 'digits')?.fileName(frame) ?? pattern;
  const separator = /^[A-Za-z]:|^\\\\/.test(localPath) && !localPath.includes('/') ? '\\' : '/';
  return localPath.endsWith(separator) ? localPath + name : `${localPath}${separator}${name}`;
}
