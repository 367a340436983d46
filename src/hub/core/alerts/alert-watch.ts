/** Looks after the farm: each second the rules are asked of the nodes and jobs that changed, and of those alone. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { AlertRecord } from '../../../shared/protocol/alert.ts';
import type { JobState, JobSummary } from '../../../shared/protocol/job.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';
import type { AlertBook } from './alert-book.ts';
import type { Subject } from './condition.ts';
import { jobConditions } from './job-rules.ts';
import { machineConditions } from './machine-rules.ts';
import { silenceConditions } from './silence-rules.ts';

/** After a restart of the hub the agents come back within this; until then nothing is raised. */
const COMING_BACK_MILLIS: Millis = 90_000;

export interface AlertWatch {
  /** To be called each second, after the fleet's tick. */
  tick(now: Moment): void;
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

/** At the hub's start, when the fleet has its nodes back; `records` are the alerts of before. */
export function createAlertWatch(parts: WatchParts, records: readonly AlertRecord[], start: Moment): AlertWatch {
  const { fleet, book } = parts;
  const jobs = new Map<string, KnownJob>();
  const isRestart = records.length > 0 || fleet.nodes(start).length > 0;
  const backBy = isRestart ? start.monotonic + COMING_BACK_MILLIS : start.monotonic;
  book.keepQuietUntil(backBy);
  for (const record of records) book.restore(record, start);
  let isSettled = !isRestart;
  return {
    tick(now) {
      const news = fleet.takeNews(now);
      for (const node of news.nodes) observeNode(book, node, { now, isBack: now.monotonic >= backBy });
      for (const job of news.jobs) observeJob(parts, jobs, { job, now });
      for (const id of news.goneNodes) for (const subject of subjectsOfNode(id)) book.forget(subject, now);
      for (const id of news.goneJobs) {
        jobs.delete(id);
        book.forget(`job:${id}`, now);
      }
      if (!isSettled && now.monotonic >= backBy) {
        isSettled = true;
        forgetUnknown(parts, now);
      }
      book.tick(now);
      fleet.noteAlerts(book.counts);
    },
  };
}

function subjectsOfNode(id: string): readonly Subject[] {
  return [`silence:${id}`, `machine:${id}`];
}

function observeNode(
  book: AlertBook,
  node: NodeFacts,
  { now, isBack }: { readonly now: Moment; readonly isBack: boolean },
): void {
  // Nobody can know yet whether it is there: what was open of it stays as it was.
  if (node.isRestored && !isBack) return;
  book.observe(`silence:${node.id}`, silenceConditions(node, now), now);
  // What was wrong with a machine that is silent now may or may not be so: it stays as it was, too.
  if (node.liveness === 'online') book.observe(`machine:${node.id}`, machineConditions(node), now);
}

function observeJob(
  { fleet, book }: WatchParts,
  jobs: Map<string, KnownJob>,
  { job, now }: { readonly job: JobSummary; readonly now: Moment },
): void {
  const known = jobs.get(job.id);
  const isOld = known === undefined || (known.isOld && known.state === job.state);
  jobs.set(job.id, { state: job.state, isOld });
  const describe = () => fleet.job(job.id, now);
  book.observe(`job:${job.id}`, jobConditions({ job, isOld, describe }), now);
}

/** Nodes and jobs that were forgotten while the hub was away. */
function forgetUnknown({ fleet, book }: WatchParts, now: Moment): void {
  for (const subject of book.unobserved()) {
    const [kind, ...id] = subject.split(':');
    if (!fleet.has(kind === 'job' ? 'job' : 'node', id.join(':'))) book.forget(subject, now);
  }
}
