/**
 * Is the job going on? Three clocks are kept apart: that of the agents (are they heard?), that of the renderers (does
 * anything happen?) and that of the frames in hand (do they take too long?). Only the first two make a state.
 */
import type { Millis } from '../../../shared/clock.ts';
import { countFrames, type FrameRange, rangeOfFrames, subtractFrames } from '../../../shared/frames/frame-range.ts';
import type { JobState } from '../../../shared/protocol/job.ts';
import { formatDuration } from '../../../shared/units.ts';
import type { Forecast, FrameInHand } from '../forecast/forecast-input.ts';
import type { CrewMember } from '../group/crew.ts';
import type { GroupRendering } from '../group/group-rendering.ts';
import type { JobContent } from './job-content.ts';
import { type EndedHand, type Hand, isAtWork, type JobHands, jobHands, someAtWork, workersOf } from './job-hands.ts';
import {
  brokenWords,
  busyWords,
  desertedWords,
  frameWords,
  handWords,
  hungWords,
  idleWords,
  missingWords,
  orphanWords,
  overdueWords,
  silenceWords,
} from './job-reasons.ts';

/** Silence is a stall only when it is this many times the predicted frame. */
const STALL_FACTOR = 1.5;
/** A renderer that has nothing left to do is gone by then. */
const EXIT_MILLIS = 2 * 60_000;
/** A script that starts a renderer for each frame has begun the next one by then. */
const NEXT_START_MILLIS = 30_000;
const LATEST_NEXT_START_MILLIS = 5 * 60_000;
/** What a renderer wrote last is seen by then, on a polled share too. */
const SEEN_WITHIN_MILLIS = 60_000;

export interface JobSituation {
  readonly content: JobContent;
  /** Who sees the job, in natural order. */
  readonly crew: readonly CrewMember[];
  readonly group: Pick<GroupRendering, 'orphans' | 'inHand'>;
  /** What is in hand besides, though no file shows it. */
  readonly presumed: readonly FrameInHand[];
  readonly forecast: Forecast | null;
  /** Whether a renderer of it was ever seen; a node remembers an ended one for an hour. */
  readonly hadRenderer: boolean;
  /** When the hub first saw the job, monotonic. */
  readonly firstSeen: Millis;
  readonly stallAfterSeconds: number;
}

export interface StateTold {
  readonly state: JobState;
  readonly reason: string | null;
}

/** `now` is the hub's monotonic clock. */
export function jobStateOf(situation: JobSituation, now: Millis): StateTold {
  const { content, crew, group } = situation;
  const hands = jobHands(crew);
  if (content.total !== null && content.doneCount === content.total)
    return { state: 'completed', reason: hungAtExit(content, hands.running, now) };
  const told = endOf(situation, hands, now) ?? courseOf(situation, hands, now);
  if (told.reason !== null) return told;
  if (group.orphans.length > 0) return { ...told, reason: orphanWords(group.orphans) };
  const overdue = told.state === 'running' ? overdueReason(situation, now) : null;
  return { ...told, reason: overdue ?? brokenReason(content) };
}

/** Nobody renders them again by himself: what is there is passed over. */
function brokenReason({ broken }: JobContent): string | null {
  return countFrames(broken) === 0 ? null : brokenWords(broken);
}

/** The files are whole, so the job is done; but its machine is not free. */
function hungAtExit({ changedAt }: JobContent, running: readonly Hand[], now: Millis): string | null {
  if (!changedAt || now - changedAt.monotonic <= EXIT_MILLIS) return null;
  // One that was started since looks whether anything is left to render.
  const hung = running.filter((hand) => !isAtWork(hand) && hand.renderer.startedAt < changedAt.monotonic);
  return hung.length === 0 ? null : hungWords(hung, (now - changedAt.monotonic) / 1000);
}

/** The end that it came to short of its range; null while somebody may still render it. */
function endOf(situation: JobSituation, hands: JobHands, now: Millis): StateTold | null {
  const { ended, running, perhaps, silent, unknown } = hands;
  if (ended.length === 0 || running.length + silent.length + unknown.length > 0 || perhaps.some(isAtWork)) return null;
  const last = Math.max(...ended.map((hand) => hand.endedAt));
  if (hasGoneOnSince(last, situation, now)) return null;
  const usual = (situation.forecast?.secondsPerFrame ?? 0) * 1000;
  const isWaiting = now - last <= Math.max(NEXT_START_MILLIS, Math.min(usual, LATEST_NEXT_START_MILLIS));
  if (isWaiting && !isAllOrphaned(situation)) return { state: 'running', reason: null };
  return failureOf(situation, ended) ?? incompleteOf(situation, ended);
}

/** Somebody else renders it, of whom no agent tells. */
function hasGoneOnSince(end: Millis, situation: JobSituation, now: Millis): boolean {
  const { content, group } = situation;
  if (group.inHand.some((claim) => claim.since > end + SEEN_WITHIN_MILLIS)) return true;
  const last = content.completions.at(-1)?.at.monotonic ?? Number.NEGATIVE_INFINITY;
  return last > end + SEEN_WITHIN_MILLIS && now - last <= stallLimit(situation) * 1000;
}

function failureOf({ content }: JobSituation, ended: readonly EndedHand[]): StateTold | null {
  const failed = lastOfEachNode(ended).find((hand) => (hand.renderer.exitStatus ?? 0) !== 0);
  if (failed) {
    const status = `ended with status ${failed.renderer.exitStatus}`;
    const missing = content.total === null ? '' : `,${missingWords(content).replace(' with', '')}`;
    return { state: 'failed', reason: `${handWords([failed])} ${status}${missing}` };
  }
  if (content.doneCount > 0 || countFrames(content.broken) === 0) return null;
  return {
    state: 'failed',
    reason: `${handWords(ended)} ended with only broken frames: ${frameWords(content.broken)}`,
  };
}

function lastOfEachNode(ended: readonly EndedHand[]): readonly EndedHand[] {
  const last = new Map<string, EndedHand>();
  for (const hand of ended) {
    const known = last.get(hand.member.id);
    if (!known || hand.endedAt > known.endedAt) last.set(hand.member.id, hand);
  }
  return [...last.values()];
}

/** What is missing every other renderer would pass over, so that none needs to be waited for. */
function isAllOrphaned({ content, group }: JobSituation): boolean {
  if (content.total === null || group.orphans.length === 0) return false;
  return subtractFrames(content.missing, orphanedFrames(group)).length === 0;
}

/** Without a range there is nothing to be short of. */
function incompleteOf(situation: JobSituation, ended: readonly Hand[]): StateTold {
  const { content, group } = situation;
  if (content.total === null) return { state: 'quiet', reason: null };
  const orphans = group.orphans.length === 0 ? null : orphanWords(group.orphans);
  if (isAllOrphaned(situation)) return { state: 'aborted', reason: `done but for ${orphans}` };
  const reason = `${handWords(ended)} ended${missingWords(content)}`;
  return { state: 'aborted', reason: orphans ? `${reason}, ${orphans}` : reason };
}

/** What goes on, by how long nothing was seen to happen. */
function courseOf(situation: JobSituation, hands: JobHands, now: Millis): StateTold {
  const { content, crew, firstSeen, forecast } = situation;
  const signs = hands.running.map(({ renderer }) => renderer.startedAt);
  if (content.changedAt) signs.push(content.changedAt.monotonic);
  const silence = (now - (signs.length === 0 ? firstSeen : Math.max(...signs))) / 1000;
  const limit = stallLimit(situation);
  const isActive = signs.length > 0 && silence <= limit;
  const isUnfinished = content.total !== null || isInHand(situation) || hands.running.length > 0;
  if ((isActive || isUnfinished) && crew.every((member) => member.liveness === 'offline'))
    return { state: 'stalled', reason: desertedWords(crew) };
  if (isActive) return { state: 'running', reason: null };
  if (!isUnfinished || silence <= limit) return { state: 'quiet', reason: null };
  const workers = workersOf(crew, hands);
  const waiting = silenceWords(silence, forecast?.secondsPerFrame ?? null);
  // Never dead while the machine is busy: a heavy frame writes nothing for hours.
  if (someAtWork(workers, hands.running))
    return { state: 'running', reason: `${waiting}, but ${busyWords(workers, hands.running)}` };
  const rest = (now - Math.max(...workers.map((member) => member.lastBusy ?? Number.NEGATIVE_INFINITY))) / 1000;
  if (rest <= limit) return { state: 'running', reason: `${waiting}, idle for ${formatDuration(rest)}` };
  if (isDeserted(hands)) return { state: 'stalled', reason: desertedWords(hands.silent.map(({ member }) => member)) };
  if (situation.hadRenderer && isUnmanned(hands)) return incompleteOf(situation, []);
  return { state: 'stalled', reason: `${waiting}${idleWords(workers)}` };
}

/** Those that are known to have rendered it are silent, and nobody else can. */
function isDeserted({ silent, running, perhaps, unknown }: JobHands): boolean {
  return silent.length > 0 && running.length + perhaps.length + unknown.length === 0;
}

function isUnmanned({ silent, running, perhaps, unknown }: JobHands): boolean {
  return silent.length + running.length + perhaps.length + unknown.length === 0;
}

/** An orphan is in nobody's hand. */
function isInHand({ content, group }: JobSituation): boolean {
  if (group.inHand.length > 0) return true;
  return subtractFrames(content.writing, orphanedFrames(group)).length > 0;
}

function orphanedFrames({ orphans }: JobSituation['group']): FrameRange {
  return rangeOfFrames(orphans.map((orphan) => orphan.frame));
}

function stallLimit({ stallAfterSeconds, forecast }: JobSituation): number {
  return Math.max(stallAfterSeconds, STALL_FACTOR * (forecast?.secondsPerFrame ?? 0));
}

/** The longest in hand is told, in the light of what is usual. */
function overdueReason({ forecast, group, presumed }: JobSituation, now: Millis): string | null {
  if (!forecast?.overdue) return null;
  const seen = longestOf(group.inHand);
  const unseen = longestOf(presumed);
  const longest = seen && unseen ? longestOf([seen, unseen]) : (seen ?? unseen);
  if (!longest) return null;
  const told = { node: longest.node, frame: longest === seen ? longest.frame : null };
  return overdueWords(told, (now - longest.since) / 1000, forecast.secondsPerFrame);
}

function longestOf<T extends Pick<FrameInHand, 'since'>>(frames: readonly T[]): T | null {
  return frames.reduce<T | null>((a, b) => (a && a.since <= b.since ? a : b), null);
}
