/** Whether a node's renderers can have a claimed file in hand now, and which of them may have left it behind. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { CLOCK_SLACK_MILLIS, type ClaimedFile, OWN_SLACK_MILLIS } from './claimed-files.ts';
import type { CrewMember, CrewRenderer } from './crew.ts';
import type { FrameWork } from './group-input.ts';

/** How late a completion without a duration may be told: a polled share behind a cache. */
const LATE_BY_MILLIS = 60_000;

/** A renderer that ended, or fell silent with its node, after the file had appeared. */
export interface Leaver {
  readonly node: string;
  /** Null where nobody knows which program it was. */
  readonly program: string | null;
  readonly at: Moment;
  readonly isSilent: boolean;
}

/** What a node has to do with a file. */
export interface Part {
  readonly member: CrewMember;
  /** Running renderers that may have it in hand; null where nobody can tell. */
  readonly holders: readonly CrewRenderer[] | null;
  /** Those that may have left it, the last to go at the end. */
  readonly leavers: readonly Leaver[];
}

/** A node that is silent is not known to be dead until it is offline; one whose agent was stopped never is. */
export function partOf(member: CrewMember, file: ClaimedFile): Part {
  const { id, renderers, liveness, heard } = member;
  const isSilent = liveness === 'offline' && !member.isLeaving;
  const mayHaveClaimed = (renderers ?? []).filter((one) => one.startedAt <= appearedBy(member, file));
  const leavers: Leaver[] = [];
  for (const { program, endedAt, isOnJob } of mayHaveClaimed) {
    if (isOnJob !== true) continue;
    if (endedAt && mayHaveLeft(endedAt, member, file))
      leavers.push({ node: id, program, at: endedAt, isSilent: false });
    if (!endedAt && isSilent) leavers.push({ node: id, program, at: heard, isSilent });
  }
  if (isSilent && !renderers) leavers.push({ node: id, program: null, at: heard, isSilent });
  return {
    member,
    holders: isSilent ? [] : holdersAmong(member, mayHaveClaimed),
    leavers: leavers.sort((a, b) => a.at.monotonic - b.at.monotonic),
  };
}

function holdersAmong(member: CrewMember, mayHaveClaimed: readonly CrewRenderer[]): readonly CrewRenderer[] | null {
  if (member.liveness !== 'online' || !member.renderers) return null;
  return mayHaveClaimed.filter((renderer) => !renderer.endedAt && renderer.isOnJob !== false);
}

/** A renderer that started later did not claim the file. The node's own clock tells best. */
export function appearedBy(member: CrewMember, file: ClaimedFile): Millis {
  const own = file.sinceBy.get(member.id);
  return own === undefined ? file.since + CLOCK_SLACK_MILLIS : own + OWN_SLACK_MILLIS;
}

/** A cut file is found out some time after its writer is gone. */
function mayHaveLeft(endedAt: Moment, member: CrewMember, file: ClaimedFile): boolean {
  if (file.kind === 'cut') return true;
  const own = file.sinceBy.get(member.id);
  const since = own === undefined ? file.since - CLOCK_SLACK_MILLIS : own - OWN_SLACK_MILLIS;
  return endedAt.monotonic >= since;
}

/** A time during which somebody had some other frame in hand. */
export interface Span {
  readonly from: Millis;
  readonly to: Millis;
}

/** When the frame of a work was surely in hand: a completion is told late, by up to the settling of the file. */
export function spanOf({ finishedAt, seconds }: FrameWork): Span {
  if (seconds === null) return { from: finishedAt - LATE_BY_MILLIS - 1, to: finishedAt - LATE_BY_MILLIS };
  return { from: finishedAt - seconds * 1000, to: finishedAt - Math.min(CLOCK_SLACK_MILLIS, seconds * 500) };
}

/** How many of the spans lie over one another at most. */
export function mostAtOnce(spans: readonly Span[]): number {
  const steps = spans.flatMap(({ from, to }) =>
    to > from
      ? [
          { at: from, by: 1 },
          { at: to, by: -1 },
        ]
      : [],
  );
  // Of two at one instant the end comes first: what follows without a pause is one after the other.
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of steps) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
