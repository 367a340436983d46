/** Looks after the farm: each second the rules are asked of the nodes and jobs that changed, and of those alone. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { AlertRecord } from '../../../shared/protocol/alert.ts';
import type { JobState, JobSummary, NodeJob } from '../../../shared/protocol/job.ts';
import type { WatchRootReport } from '../../../shared/protocol/sequence.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { FleetNews, NodeFacts } from '../fleet/fleet-news.ts';
import type { AlertBook } from './alert-book.ts';
import type { Subject } from './condition.ts';
import { jobConditions } from './job-rules.ts';
import { machineConditions } from './machine-rules.ts';
import { outageConditions } from './outage-rules.ts';
import { createOutages, type Outages } from './outages.ts';
import { shareConditions } from './share-rules.ts';
import { createShares, type Shares } from './shares.ts';
import { silenceConditions } from './silence-rules.ts';

/** After a restart of the hub, and after a pause of it, the agents come back within this; until then nothing is raised. */
const COMING_BACK_MILLIS: Millis = 90_000;

export interface AlertWatch {
  /** To be called each second, after the fleet's tick. */
  tick(now: Moment): void;
  /** The hub itself was away for a while: what it missed calls for nobody. */
  excuse(now: Moment): void;
}

interface KnownJob {
  state: JobState;
  /** It was in this state when it was first seen. */
  isOld: boolean;
}

interface WatchParts {
  readonly fleet: Fleet;
  readonly book: AlertBook;
}

interface Watch extends WatchParts {
  readonly jobs: Map<string, KnownJob>;
  readonly shares: Shares;
  readonly outages: Outages;
  /** What each node had to do when it was last heard. */
  readonly lastJobs: Map<string, NodeJob>;
  readonly offline: Set<string>;
  /** Subjects of the outages that were open at the last tick. */
  readonly openOutages: Set<Subject>;
  readonly backBy: Millis;
}

/** At the hub's start, when the fleet has its nodes back; `records` are the alerts of before. */
export function createAlertWatch(parts: WatchParts, records: readonly AlertRecord[], start: Moment): AlertWatch {
  const { fleet, book } = parts;
  const isRestart = records.length > 0 || fleet.nodes(start).length > 0;
  const backBy = isRestart ? start.monotonic + COMING_BACK_MILLIS : start.monotonic;
  const watch: Watch = {
    ...parts,
    jobs: new Map(),
    shares: createShares(),
    outages: createOutages(),
    lastJobs: new Map(),
    offline: new Set(),
    openOutages: new Set(),
    backBy,
  };
  book.keepQuietUntil(backBy);
  for (const record of records) book.restore(record, start);
  let isSettled = !isRestart;
  return {
    tick(now) {
      const news = fleet.takeNews(now);
      forgetGone(watch, news, now);
      for (const node of news.nodes) takeNode(watch, node, now);
      observeShares(watch, now);
      observeOutages(watch, now);
      for (const node of news.nodes) observeNode(watch, node, now);
      for (const job of news.jobs) observeJob(watch, job, now);
      if (!isSettled && now.monotonic >= backBy) {
        isSettled = true;
        forgetUnknown(watch, now);
      }
      book.tick(now);
      fleet.noteAlerts(book.counts);
    },
    excuse: (now) => book.keepQuietUntil(now.monotonic + COMING_BACK_MILLIS),
  };
}

function forgetGone({ book, jobs, shares, outages, lastJobs, offline }: Watch, news: FleetNews, now: Moment): void {
  for (const id of news.goneNodes) {
    for (const subject of [`silence:${id}`, `machine:${id}`] as const) book.forget(subject, now);
    shares.forget(id);
    outages.forget(id);
    lastJobs.delete(id);
    offline.delete(id);
  }
  for (const id of news.goneJobs) {
    jobs.delete(id);
    book.forget(`job:${id}`, now);
  }
}

/** Nobody can know yet whether it is there: what was open of it stays as it was. */
function isUncertain({ backBy }: Watch, { isRestored }: NodeFacts, now: Moment): boolean {
  return isRestored && now.monotonic < backBy;
}

/** What nodes have in common comes first: what they tell by themselves goes by it. */
function takeNode(watch: Watch, node: NodeFacts, now: Moment): void {
  const { id, liveness, job } = node;
  watch.shares.take(node);
  watch.outages.take(isUncertain(watch, node, now) ? { ...node, liveness: 'stale' } : node);
  if (liveness === 'offline') watch.offline.add(id);
  else watch.offline.delete(id);
  if (liveness !== 'online' && watch.lastJobs.has(id)) return;
  if (job) watch.lastJobs.set(id, job);
  else watch.lastJobs.delete(id);
}

function observeShares({ book, shares }: Watch, now: Moment): void {
  for (const share of shares.byKey.values()) {
    const conditions = shareConditions(share, now);
    if (conditions) book.observe(`share:${share.key}`, conditions, now);
    if (conditions && share.views.size === 0) shares.drop(share);
  }
}

function observeOutages({ book, outages, openOutages, backBy }: Watch, now: Moment): void {
  if (now.monotonic < backBy) return;
  outages.judge();
  for (const outage of outages.byScope.values()) {
    const subject: Subject = `outage:${outage.scope}`;
    book.observe(subject, outageConditions(outage, outages), now);
    openOutages.add(subject);
  }
  for (const subject of openOutages)
    if (!outages.byScope.has(subject.slice('outage:'.length))) {
      book.observe(subject, [], now);
      openOutages.delete(subject);
    }
}

function observeNode(watch: Watch, node: NodeFacts, now: Moment): void {
  if (isUncertain(watch, node, now)) return;
  const { book, shares, outages, lastJobs } = watch;
  const { id, liveness } = node;
  const tellerOf = (root: WatchRootReport) => shares.tellerOf(id, root)?.name ?? null;
  const outage = outages.of(id);
  const partOf = outage && book.openOf(`outage:${outage.scope}`);
  book.observe(`silence:${id}`, silenceConditions(node, { job: lastJobs.get(id) ?? null, partOf }, now), now);
  // While it is late, what was wrong with it stays as it was; of one that is gone nobody knows whether it still is.
  if (liveness === 'online') book.observe(`machine:${id}`, machineConditions(node, tellerOf), now);
  else if (liveness === 'offline') book.suspend(`machine:${id}`, 'its node is offline', now);
}

function observeJob(watch: Watch, job: JobSummary, now: Moment): void {
  const { fleet, book, jobs } = watch;
  const known = jobs.get(job.id);
  const isOld = known === undefined || (known.isOld && known.state === job.state);
  jobs.set(job.id, { state: job.state, isOld });
  const describe = () => fleet.job(job.id, now);
  const isDeserted = job.nodes.length > 0 && job.nodes.every((id) => watch.offline.has(id));
  book.observe(`job:${job.id}`, jobConditions({ job, isOld, isDeserted, describe }), now);
}

/** What was forgotten while the hub was away. */
function forgetUnknown({ fleet, book, shares, outages }: Watch, now: Moment): void {
  const isKnown = (kind: string, id: string): boolean => {
    switch (kind) {
      case 'job':
        return fleet.has('job', id);
      case 'share':
        return shares.byKey.has(id);
      case 'outage':
        return outages.byScope.has(id);
      default:
        return fleet.has('node', id);
    }
  };
  for (const subject of book.unobserved()) {
    const [kind = '', ...id] = subject.split(':');
    if (!isKnown(kind, id.join(':'))) book.forget(subject, now);
  }
}
