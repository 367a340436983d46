/** How a job goes on, as of now: what its nodes have in hand and have left behind, and when it will be done. */
import type { Millis, Moment } from '../../shared/clock.ts';
import { parseFramePattern } from '../../shared/frame-pattern.ts';
import { type FrameRange, hasFrame, rangeOfFrames, subtractFrames } from '../../shared/frame-range.ts';
import type { CrewMember } from './crew.ts';
import { forecastOf } from './forecast/forecast.ts';
import type { Forecast, ForecastInput, FrameInHand } from './forecast/forecast-input.ts';
import type { ClaimSeen, CrewSighting } from './group-input.ts';
import { type GroupRendering, groupRendering, type LiveClaim } from './group-rendering.ts';
import type { JobContent } from './job-content.ts';
import type { JobEntry, JobView } from './job-entry.ts';
import { type HistoryTimes, timesOf } from './job-history.ts';
import { type ShownFrames, shownFrames } from './shown-frames.ts';
import type { Sighting } from './sighting.ts';

/** A forecast is made again when this share of what it tells has passed: the nearer the end, the more often. */
const RENEWED_SHARE = 1 / 50;
const SHORTEST_RENEWAL_MILLIS = 1_000;
const LONGEST_RENEWAL_MILLIS = 30_000;
/** Of so many frames that were finished last the slowest tells how long one may take. */
const RECENT_FRAMES = 12;

export interface JobOutlook {
  readonly view: JobView;
  readonly crew: readonly CrewMember[];
  readonly times: HistoryTimes;
  readonly group: GroupRendering;
  readonly shown: ShownFrames;
  /** Null where nobody said what is to be rendered: then `pace` alone is known. */
  readonly input: ForecastInput;
  readonly forecast: Forecast;
  /** When the forecast was made, monotonic. */
  readonly madeAt: Millis;
}

/** What is known of the job now. Made anew only as far as something changed or enough time has passed. */
export function outlookOf(job: JobEntry, view: JobView, crew: readonly CrewMember[], now: Moment): JobOutlook {
  const times = timesOf(job.history, now);
  const before = job.outlook;
  const isSameView = before?.view === view && before.times === times;
  if (before && isSameView && before.crew === crew && isAtRest(before) && isFresh(before, now)) return before;
  const group = groupOf(job, { view, crew, times, now });
  const isSameGroup = before !== null && sameGroup(before.group, group);
  if (before && isSameView && isSameGroup && isFresh(before, now)) return { ...before, crew, group };
  const shown = shownFrames(view.content, group.orphans);
  const input = forecastInput(view.content, { times, group, shown, now });
  return { view, crew, times, group, shown, input, forecast: forecastWithPace(input), madeAt: now.monotonic };
}

/** Where nothing remains, or nobody said what does, the pace is that of one frame more. */
function forecastWithPace(input: ForecastInput): Forecast {
  const forecast = forecastOf(input);
  const next = Math.max(0, ...input.finished.slice(-1).map(({ frame }) => frame)) + 1;
  const { framesPerHour } =
    forecast.framesPerHour === null ? forecastOf({ ...input, remaining: [[next, next]] }) : forecast;
  return { ...forecast, framesPerHour: framesPerHour === null ? null : Math.round(framesPerHour * 10) / 10 };
}

/** The forecast as of now: what it told less what has passed since. Never 0 while frames remain. */
export function forecastNow({ forecast, madeAt }: JobOutlook, now: Millis): Forecast {
  const passed = (now - madeAt) / 1000;
  if (passed <= 0) return forecast;
  const left = (seconds: number | null): number | null => seconds && Math.max(1, seconds - passed);
  return { ...forecast, p50Seconds: left(forecast.p50Seconds), p90Seconds: left(forecast.p90Seconds) };
}

/** What is claimed may become an orphan by the passing of time alone. */
function isAtRest({ group }: JobOutlook): boolean {
  return group.inHand.length === 0;
}

function isFresh({ forecast, madeAt }: JobOutlook, now: Moment): boolean {
  if (forecast.p50Seconds === 0) return true;
  const renewal = (forecast.p50Seconds ?? Number.POSITIVE_INFINITY) * 1000 * RENEWED_SHARE;
  const limit = Math.min(LONGEST_RENEWAL_MILLIS, Math.max(SHORTEST_RENEWAL_MILLIS, renewal));
  return now.monotonic - madeAt < limit;
}

/** Whether a forecast that rests on the one holds for the other too. */
function sameGroup(a: GroupRendering, b: GroupRendering): boolean {
  const key = ({ orphans, inHand, liveNodes }: GroupRendering): string =>
    [
      ...orphans.map(({ stream, frame, why }) => `${stream}\0${frame}\0${why}`),
      ...inHand.map(({ stream, frame, node, fraction }) => `${stream}\0${frame}\0${node}\0${fraction}`),
      ...liveNodes,
    ].join('\n');
  return key(a) === key(b);
}

interface Scene {
  readonly view: JobView;
  readonly crew: readonly CrewMember[];
  readonly times: HistoryTimes;
  readonly now: Moment;
}

function groupOf(job: JobEntry, { view, crew, times, now }: Scene): GroupRendering {
  const recent = times.timeline.slice(-RECENT_FRAMES).flatMap(({ seconds }) => seconds ?? []);
  return groupRendering({
    now,
    crew: crew.map((member): CrewSighting => {
      const sightings = [...(job.sightings.get(member.id)?.values() ?? [])];
      return { member, isWitness: view.isWitness(member.id), claims: sightings.flatMap(claimsSeen) };
    }),
    done: new Map(view.content.streams.map(({ place, done }) => [place.stream, done])),
    works: times.works,
    slowestSeconds: recent.length === 0 ? null : Math.max(...recent),
  });
}

function claimsSeen({ source, claims, defects }: Sighting): readonly ClaimSeen[] {
  const { sequence, place } = source;
  const common = (frame: number) => ({ stream: place.stream, frame, path: pathOf(sequence, frame) });
  const cut = defects.filter(({ kind }) => kind === 'cut');
  return [
    ...claims.map(({ since, changedAt, ...claim }) => ({
      ...claim,
      ...common(claim.frame),
      kind: 'claim' as const,
      since: since.monotonic,
      changedAt: changedAt.monotonic,
    })),
    ...cut.map(({ frame, at, sizeBytes, evidence }) => ({
      ...common(frame),
      kind: 'cut' as const,
      since: at.monotonic,
      changedAt: at.monotonic,
      sizeBytes,
      fraction: null,
      evidence,
    })),
  ];
}

/** The frame's file as the node names it. */
export function pathOf(sequence: Sighting['source']['sequence'], frame: number): string {
  const { localPath, pattern } = sequence;
  const name = parseFramePattern(pattern, 'digits')?.fileName(frame) ?? pattern;
  const separator = /^[A-Za-z]:|^\\\\/.test(localPath) && !localPath.includes('/') ? '\\' : '/';
  return localPath.endsWith(separator) ? localPath + name : `${localPath}${separator}${name}`;
}

interface Standings {
  readonly times: HistoryTimes;
  readonly group: GroupRendering;
  readonly shown: ShownFrames;
  readonly now: Moment;
}

/** Orphans and broken frames remain: they must be rendered again before the job is done. */
function forecastInput(content: JobContent, { times, group, shown, now }: Standings): ForecastInput {
  const wanted = content.expected ?? content.seen;
  const inHand = inHandOf(group.inHand).filter(
    ({ frame }) => hasFrame(wanted, frame) && !hasFrame(content.done, frame) && !hasFrame(shown.orphaned, frame),
  );
  const held: FrameRange = rangeOfFrames(inHand.map(({ frame }) => frame));
  return {
    now: now.monotonic,
    remaining: content.expected ? subtractFrames(content.missing, held) : [],
    finished: times.finished,
    inHand,
    liveNodes: group.liveNodes,
  };
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
