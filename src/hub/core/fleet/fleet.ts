/**
 * The farm: reports and time go in, nodes, jobs and changes come out. Taking a report only files it;
 * what follows from it is worked out once, when somebody next looks.
 */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { cutText } from '../../../shared/cut-text.ts';
import type { FleetChange, FleetSummary } from '../../../shared/protocol/fleet.ts';
import type { JobDetail, JobFrames, JobSummary } from '../../../shared/protocol/job.ts';
import type { JobRecord } from '../../../shared/protocol/job-record.ts';
import type { RenderNodeDetail, RenderNodeRecord, RenderNodeSummary } from '../../../shared/protocol/render-node.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import type { ThresholdRule } from '../../../shared/protocol/threshold.ts';
import type { ForecastInput } from '../forecast/forecast-input.ts';
import { jobDetail } from '../jobs/job-detail.ts';
import { type FramesQuery, framesPage } from '../jobs/job-frames.ts';
import { forecastInput, type OutlookAsked, outlookAsked } from '../jobs/job-outlook.ts';
import { timestampOf } from '../node-time.ts';
import { sameValue } from './changes.ts';
import { takeChange } from './fleet-change.ts';
import { type HistoryChanges, recordOf as recordOfJob, restoreHistory, takeHistoryChanges } from './fleet-histories.ts';
import { excuseSilence, forgetNode, restoreNode, takeReport } from './fleet-intake.ts';
import { listJobs, listNodes, nodeDetail, wattsOf } from './fleet-lists.ts';
import { type FleetNews, takeNews } from './fleet-news.ts';
import { refresh, refreshByTime, skewSeconds } from './fleet-refresh.ts';
import { createFleetState, type FleetState } from './fleet-state.ts';
import { type AlertCounts, summarizeFleet } from './fleet-summary.ts';
import { forgetJob } from './fleet-tracking.ts';

/** The protocol's longest name. */
const LONGEST_ID = 255;

export interface FleetConfig {
  /** The farm's name, as dashboards show it. */
  readonly farm: string;
  /** A node more is refused. */
  readonly maxNodes: number;
  /** So many of its own intervals of silence make a node stale. */
  readonly staleIntervals: number;
  readonly offlineAfterSeconds: number;
  /** Of nodes that do not name their interval. */
  readonly defaultIntervalSeconds: number;
  /** A job is stalled after this much silence at the earliest. */
  readonly stallAfterSeconds: number;
  /** Changes of the default thresholds; the later row wins. */
  readonly thresholds?: readonly ThresholdRule[];
}

/**
 * `progressed` tells something new of frames or says farewell, `applied` has other figures alone;
 * `superseded` is not newer than what is known; `full` is a new node beyond the limit.
 */
type Applied =
  | { readonly kind: 'progressed' | 'applied' | 'superseded'; readonly nodeId: string }
  | { readonly kind: 'full' };

/**
 * All summaries are shared and must not be altered. One that did not change is the same object each time,
 * so that its text may be cached by it; only `seenSecondsAgo` is brought up to date in place by `nodes`.
 */
export interface Fleet {
  /** The report is of the protocol's schema; it is kept, without its secret. */
  applyReport(report: Report, received: Moment): Applied;
  /** A node from its record at the hub's start: stale until it reports, or is silent for long enough to be offline. */
  restore(record: RenderNodeRecord, now: Moment): void;
  /** False where there is no such node. */
  forget(nodeId: string): boolean;
  /** The hub itself was away for so long until now: nobody's silence of that time counts. */
  excuse(away: Millis, now: Moment): void;
  /** Liveness, stalls, estimates: to be called each second. */
  tick(now: Moment): void;
  /** Grows with each report taken and each visible change, not with ages alone. */
  readonly revision: number;
  /** Grows with each visible change of a job, as of the last time that anything was asked of the fleet. */
  readonly jobsRevision: number;
  /** In natural order of their ids: rn-2 before rn-10. */
  nodes(now: Moment): readonly RenderNodeSummary[];
  node(nodeId: string, now: Moment): RenderNodeDetail | null;
  /** The last report of a node as it came, and how far its clock is off; null where there is no such node. */
  told(nodeId: string): Pick<RenderNodeDetail, 'report' | 'clockSkewSeconds'> | null;
  /** Most recently updated first. */
  jobs(now: Moment): readonly JobSummary[];
  job(jobId: string, now: Moment): JobDetail | null;
  /** Null where there is no such job. */
  frames(jobId: string, query: FramesQuery, now: Moment): JobFrames | null;
  /** What the job's forecast rests on; null where there is no such job. */
  forecastInput(jobId: string, now: Moment): ForecastInput | null;
  /** Forgets the job and how it went, until a report tells of it again; false where there is no such job. */
  forgetJob(jobId: string): boolean;
  /** How a job went, from its record at the hub's start. */
  restoreJob(record: JobRecord, now: Moment): void;
  /** What the store keeps of a job; null where there is nothing to keep. */
  jobRecord(jobId: string): JobRecord | null;
  /** Jobs whose records are to be written, and those whose records are to be removed, since the last taking. */
  takeHistoryChanges(now: Moment): HistoryChanges;
  summary(now: Moment): FleetSummary;
  /** What alerts are made of, of the nodes and jobs alone that changed since the last taking. */
  takeNews(now: Moment): FleetNews;
  has(kind: 'node' | 'job', id: string): boolean;
  /** How many alerts are open, for the summary. */
  noteAlerts(counts: AlertCounts): void;
  /** What the store keeps of a node; null where there is no such node. */
  record(nodeId: string): RenderNodeRecord | null;
  /**
   * What changed since the last taking, as patches of the changed fields; what is new comes whole.
   * `seenSecondsAgo` is in a node's patch when it reported since. Null when nothing changed.
   */
  takeChange(now: Moment): FleetChange | null;
}

export function createFleet(config: FleetConfig): Fleet {
  const state = createFleetState(config);
  return {
    applyReport(report, received) {
      const nodeId = nodeIdOf(report);
      const kind = takeReport(state, { id: nodeId, report, received });
      return kind === 'full' ? { kind } : { kind, nodeId };
    },
    restore: (record, now) => restoreNode(state, record, now),
    forget: (nodeId) => forgetNode(state, nodeId),
    excuse: (away, now) => excuseSilence(state, away, now),
    tick: (now) => refreshByTime(state, now),
    get revision() {
      return state.revision;
    },
    get jobsRevision() {
      return state.jobsRevision;
    },
    nodes: (now) => listNodes(state, now),
    node: (nodeId, now) => nodeDetail(state, nodeId, now),
    told(nodeId) {
      const node = state.nodes.get(nodeId);
      return node ? { report: node.report, clockSkewSeconds: skewSeconds(node) } : null;
    },
    jobs: (now) => listJobs(state, now),
    job(jobId, now) {
      const outlook = outlookNow(state, jobId, now);
      const summary = state.jobs.get(jobId)?.summary;
      return summary && outlook ? jobDetail(summary, outlook, now) : null;
    },
    frames(jobId, query, now) {
      const outlook = outlookNow(state, jobId, now);
      return outlook && { id: jobId, at: timestampOf(now.wall), ...framesPage(outlook, query, now) };
    },
    forecastInput(jobId, now) {
      const outlook = outlookNow(state, jobId, now);
      return outlook && forecastInput(outlook, now);
    },
    forgetJob: (jobId) => forgetJob(state, jobId),
    restoreJob: (record, now) => restoreHistory(state.histories, record, now),
    jobRecord: (jobId) => recordOfJob(state.histories, jobId),
    takeHistoryChanges(now) {
      refresh(state, now);
      return takeHistoryChanges(state.histories, now);
    },
    summary: (now) => ({
      at: timestampOf(now.wall),
      farm: config.farm,
      ...summarizeFleet(listNodes(state, now), listJobs(state, now), {
        watts: wattsOf(state),
        alerts: state.alerts,
      }),
    }),
    takeNews(now) {
      refresh(state, now);
      return takeNews(state);
    },
    has: (kind, id) => (kind === 'node' ? state.nodes.has(id) : state.jobs.has(id)),
    noteAlerts(counts) {
      if (sameValue(counts, state.alerts)) return;
      state.alerts = counts;
      state.revision++;
    },
    record: (nodeId) => recordOf(state, nodeId),
    takeChange: (now) => takeChange(state, now),
  };
}

/**
 * The node that a report is of: `nodeId`, else the host name. Normalised, so that `Å` composed and
 * decomposed is one node. Empty when the name is nothing but blanks: such a report must be refused.
 */
export function nodeIdOf(report: Report): string {
  // A composed form may be longer than what was sent.
  return cutText((report.nodeId ?? report.hostname).normalize('NFC').trim(), LONGEST_ID);
}

function outlookNow(state: FleetState, jobId: string, now: Moment): OutlookAsked | null {
  refresh(state, now);
  const job = state.jobs.get(jobId);
  return job ? outlookAsked(job, now) : null;
}

function recordOf(state: FleetState, nodeId: string): RenderNodeRecord | null {
  const node = state.nodes.get(nodeId);
  if (!node) return null;
  return {
    id: node.id,
    firstSeenAt: timestampOf(node.firstSeenAt),
    seenAt: timestampOf(node.seen.wall),
    report: node.report,
  };
}
