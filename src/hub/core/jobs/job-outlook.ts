/** How a job goes on, as of now: what its nodes have in hand and have left behind, and when it will be done. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { hasFrame, rangeOfFrames, subtractFrames } from '../../../shared/frames/frame-range.ts';
import type { JobCrew } from '../fleet/fleet-crew.ts';
import { forecastOf } from '../forecast/forecast.ts';
import type { Forecast, ForecastInput, FrameInHand } from '../forecast/forecast-input.ts';
import type { CrewMember } from '../group/crew.ts';
import type { GroupRendering, LiveClaim } from '../group/group-rendering.ts';
import { groupOf } from '../group/group-scene.ts';
import { framesKnown } from './frame-ledger.ts';
import type { JobEntry, JobView } from './job-entry.ts';
import { allTimesOf, type HistoryTimes, timesOf } from './job-history.ts';
import { presumedInHand } from './presumed-frames.ts';
import { type ShownFrames, shownFrames } from './shown-frames.ts';

/**
 * A forecast stands until this share of what it tells has passed, whatever frames came meanwhile: the nearer the end,
 * the more often it is made again. What cannot wait is told by `holdsFor`.
 */
const RENEWED_SHARE = 1 / 30;
const SHORTEST_RENEWAL_MILLIS = 1_000;
const LONGEST_RENEWAL_MILLIS = 60_000;
/** Of jobs whose forecasts are due at once no more than these get one at a time; the others wait up to so many times as long. */
const MOST_RENEWALS = 50;
const LONGEST_DELAY = 3;
/** Each of the first frames says much of how it will go on. */
const FIRST_FRAMES = 8;

export interface JobOutlook {
  readonly view: JobView;
  /** What of the crew it was made of. */
  readonly crewRevision: number;
  /** What was known of the finished frames. */
  readonly revision: number;
  readonly group: GroupRendering;
  /** What is in hand besides, though no file shows it. */
  readonly presumed: readonly FrameInHand[];
  readonly shown: ShownFrames;
  readonly forecast: Forecast;
  /** When the forecast was made, monotonic. */
  readonly madeAt: Millis;
}

/** So many forecasts may be renewed yet before the next second. */
export interface Renewals {
  left: number;
}

export function createRenewals(): Renewals {
  return { left: MOST_RENEWALS };
}

export function refillRenewals(renewals: Renewals): void {
  renewals.left = MOST_RENEWALS;
}

/** The same for whoever asks of this one job: with what its frames took. */
export interface OutlookAsked extends JobOutlook {
  readonly times: HistoryTimes;
}

/** What is known of the job now. Made anew only as far as something changed or enough time has passed. */
export function outlookOf(
  job: JobEntry,
  view: JobView,
  { crew, revision: crewRevision }: JobCrew,
  { now, renewals }: { readonly now: Moment; readonly renewals: Renewals },
): JobOutlook {
  const before = job.outlook;
  const { ledger } = job.history;
  const { revision } = ledger;
  const frames = framesKnown(ledger);
  const isKnown = before?.view === view && before.crewRevision === crewRevision;
  const isStanding =
    before !== null && (isFresh(before, now) || (renewals.left <= 0 && isFresh(before, now, LONGEST_DELAY)));
  if (before && isStanding) {
    if (isKnown && before.group.isSettled) return before;
    // Where nothing is claimed the group is its renderers alone.
    const isSameGroup = before.crewRevision === crewRevision && view.claims.size === 0 && before.view.claims.size === 0;
    if (isSameGroup && holdsFor(before, { view, revision, group: before.group }, frames))
      return { ...before, view, revision, shown: shownFrames(view.content, []) };
  }
  const times = timesOf(job.history, now);
  const group = groupOf({ view, crew, times }, now);
  const shown = isKnown && sameOrphans(before.group, group) ? before.shown : shownFrames(view.content, group.orphans);
  const presumed = presumedOf({ view, times, group }, crew, now);
  const seen = { view, crewRevision, revision, group, presumed, shown };
  if (before && isStanding && holdsFor(before, { view, revision, group }, frames)) return { ...before, ...seen };
  renewals.left--;
  const input = forecastInput({ ...seen, times }, now);
  return { ...seen, forecast: forecastWithPace(input), madeAt: now.monotonic };
}

export function outlookAsked(job: JobEntry, now: Moment): OutlookAsked | null {
  return job.outlook && { ...job.outlook, times: allTimesOf(job.history, now) };
}

function presumedOf(
  { view, times, group }: Pick<OutlookAsked, 'view' | 'times' | 'group'>,
  crew: readonly CrewMember[],
  now: Moment,
): readonly FrameInHand[] {
  const { expected, missing } = view.content;
  if (!expected) return [];
  return presumedInHand({ now: now.monotonic, crew, group, timeline: times.timeline, missing });
}

/** All that a forecast of the job rests on. Orphans and broken frames remain: they must be rendered again. */
export function forecastInput(
  { view, times, group, presumed, shown }: Pick<OutlookAsked, 'view' | 'times' | 'group' | 'presumed' | 'shown'>,
  now: Moment,
): ForecastInput {
  const { expected, seen, done, missing } = view.content;
  const inHand = [...inHandOf(group.inHand), ...presumed].filter(
    ({ frame }) => hasFrame(expected ?? seen, frame) && !hasFrame(done, frame) && !hasFrame(shown.orphaned, frame),
  );
  const held = rangeOfFrames(inHand.map(({ frame }) => frame));
  return {
    now: now.monotonic,
    remaining: expected ? subtractFrames(missing, held) : [],
    finished: times.timeline,
    inHand,
    liveNodes: group.liveNodes,
    busyNodes: group.busyNodes,
  };
}

/** The forecast as of now: what it told less what has passed since. Never 0 while frames remain. */
export function forecastNow({ forecast, madeAt }: JobOutlook, now: Millis): Forecast {
  const passed = (now - madeAt) / 1000;
  if (passed <= 0 || !forecast.p50Seconds) return forecast;
  const left = (seconds: number | null): number | null => seconds && Math.max(1, seconds - passed);
  return { ...forecast, p50Seconds: left(forecast.p50Seconds), p90Seconds: left(forecast.p90Seconds) };
}

/** Where nothing remains, or nobody said what does, the pace is that of one frame more. */
function forecastWithPace(input: ForecastInput): Forecast {
  const forecast = forecastOf(input);
  const pace = forecast.framesPerHour ?? paceAfter(input);
  return { ...forecast, framesPerHour: pace === null ? null : Math.round(pace * 10) / 10 };
}

function paceAfter(input: ForecastInput): number | null {
  const last = input.finished.at(-1);
  if (!last) return null;
  const next = last.frame + 1;
  return forecastOf({ ...input, remaining: [[next, next]] }).framesPerHour;
}

function isFresh({ forecast, madeAt }: JobOutlook, now: Moment, delay = 1): boolean {
  if (forecast.p50Seconds === 0) return true;
  const renewal = (forecast.p50Seconds ?? Number.POSITIVE_INFINITY) * 1000 * RENEWED_SHARE;
  const limit = Math.min(LONGEST_RENEWAL_MILLIS, Math.max(SHORTEST_RENEWAL_MILLIS, renewal));
  return now.monotonic - madeAt < delay * limit;
}

/** Whether a forecast that is not old yet holds although other frames are done and in hand by now. */
function holdsFor(
  before: JobOutlook,
  { view, revision, group }: Pick<JobOutlook, 'view' | 'revision' | 'group'>,
  frames: number,
): boolean {
  const { forecast } = before;
  const { content } = view;
  if (view !== before.view && !forecast.p50Seconds) return false;
  const isDoneMore = revision !== before.revision || content.doneCount !== before.view.content.doneCount;
  if (isDoneMore && (forecast.late || forecast.overdue || frames <= FIRST_FRAMES)) return false;
  return (
    content.total === before.view.content.total &&
    content.doneCount !== content.total &&
    sameOrphans(before.group, group) &&
    before.group.inHand.length === group.inHand.length &&
    before.group.liveNodes.join('\n') === group.liveNodes.join('\n')
  );
}

function sameOrphans({ orphans: a }: GroupRendering, { orphans: b }: GroupRendering): boolean {
  return a.length === b.length && a.every(({ frame, stream }, i) => frame === b[i]?.frame && stream === b[i]?.stream);
}

/** One of each frame, whatever streams of it are in hand: since the first of them, as far as the furthest. */
function inHandOf(claims: readonly LiveClaim[]): readonly FrameInHand[] {
  const byFrame = new Map<number, FrameInHand>();
  for (const { frame, node, since, fraction } of claims) {
    const known = byFrame.get(frame);
    byFrame.set(frame, {
      frame,
      node: known?.node ?? node,
      since: Math.min(since, known?.since ?? since),
      fraction: fraction === null ? (known?.fraction ?? null) : Math.max(fraction, known?.fraction ?? 0),
      remainingSeconds: null,
    });
  }
  return [...byFrame.values()];
}
