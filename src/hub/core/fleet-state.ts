/** The farm as the hub knows it, and how a report gets in. What is derived from it is made in fleet-refresh, later and once. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { JobSummary } from '../../shared/protocol/job.ts';
import type { Liveness, RenderNodeRecord, RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import type { Report } from '../../shared/protocol/report.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import { type ChangeLog, createChangeLog, noteChange } from './changes.ts';
import type { FleetConfig } from './fleet.ts';
import { createJobEntry, type JobEntry, joinJob, leaveJob } from './job-entry.ts';
import { jobIdOf, jobKeyText } from './job-key.ts';
import { type LivenessLimits, livenessLimits, livenessOf } from './liveness.ts';
import { millisOf, settledShift } from './node-time.ts';
import { isNewer, NO_REPORTS, orderAfter, type ReportOrder } from './report-order.ts';
import { boundSequences, sameSequence } from './sighting.ts';
import { NO_FIGURES, type VitalFigures } from './vital-figures.ts';

/** A report as it is kept: the secret is no part of it. */
type KeptReport = Omit<Report, 'sentry_secret'>;

export interface NodeEntry {
  readonly id: string;
  readonly firstSeenAt: Millis;
  report: KeptReport;
  order: ReportOrder;
  /** When the report arrived; its age is told by the monotonic reading. */
  seen: Moment;
  /** From when on silence counts, monotonic: later than `seen` after a restart of the hub. */
  silentSince: Millis;
  limits: LivenessLimits;
  liveness: Liveness;
  /** Hub time minus node time as measured, and the part of it by which the node's times are shifted. */
  skew: Millis | null;
  shift: Millis;
  sequences: ReadonlyMap<string, TrackedSequence>;
  figures: VitalFigures;
  /** The report of which the figures were made; null before the first. */
  figuresOf: KeptReport | null;
  /** The report tells of more separate frames than are kept of one node. */
  isOverfull: boolean;
  summary: RenderNodeSummary | null;
}

interface TrackedSequence {
  readonly jobId: string;
  readonly sequence: SequenceReport;
}

export interface FleetState {
  readonly config: FleetConfig;
  readonly nodes: Map<string, NodeEntry>;
  readonly jobs: Map<string, JobEntry>;
  readonly dirtyNodes: Set<NodeEntry>;
  readonly dirtyJobs: Set<JobEntry>;
  readonly nodeChanges: ChangeLog<RenderNodeSummary>;
  readonly jobChanges: ChangeLog<JobSummary>;
  /** Ids of the nodes that reported since the last change was taken. */
  readonly reported: Set<string>;
  revision: number;
  jobsRevision: number;
  /** Sorted views, null when they must be made again. */
  sortedNodes: readonly NodeEntry[] | null;
  sortedJobs: readonly JobSummary[] | null;
}

export function createFleetState(config: FleetConfig): FleetState {
  return {
    config,
    nodes: new Map(),
    jobs: new Map(),
    dirtyNodes: new Set(),
    dirtyJobs: new Set(),
    nodeChanges: createChangeLog(),
    jobChanges: createChangeLog(),
    reported: new Set(),
    revision: 0,
    jobsRevision: 0,
    sortedNodes: null,
    sortedJobs: null,
  };
}

/**
 * Takes a report in unless it is not newer than what is known: then nothing changes, not even the node's liveness.
 * `progressed` is one that tells something new of frames or says farewell, `applied` one with other figures alone.
 */
export function takeReport(
  state: FleetState,
  input: { readonly id: string; readonly report: Report; readonly received: Moment },
): 'progressed' | 'applied' | 'superseded' | 'full' {
  const { id, report, received } = input;
  const known = state.nodes.get(id);
  if (!known && state.nodes.size >= state.config.maxNodes) return 'full';
  if (known && !isNewer(report, known.order, isSilent(known, received))) return 'superseded';
  const node = known ?? addNode(state, id, received.wall);
  const tellsOfFrames = acceptReport(state, node, { report, received });
  node.silentSince = received.monotonic;
  state.reported.add(id);
  return tellsOfFrames || report.leaving ? 'progressed' : 'applied';
}

/** Brings a node back from its record. It counts as stale until it reports: the hub was away, perhaps not the node. */
export function restoreNode(state: FleetState, record: RenderNodeRecord, now: Moment): void {
  if (state.nodes.has(record.id) || state.nodes.size >= state.config.maxNodes) return;
  const seenWall = Math.min(now.wall, millisOf(record.seenAt) ?? now.wall);
  const received = { wall: seenWall, monotonic: now.monotonic - (now.wall - seenWall) };
  const node = addNode(state, record.id, millisOf(record.firstSeenAt) ?? seenWall);
  acceptReport(state, node, { report: record.report, received });
  node.silentSince = now.monotonic - node.limits.staleMillis - 1;
}

export function forgetNode(state: FleetState, id: string): boolean {
  const node = state.nodes.get(id);
  if (!node) return false;
  for (const { jobId } of node.sequences.values()) leave(state, jobId, id);
  state.nodes.delete(id);
  state.dirtyNodes.delete(node);
  state.reported.delete(id);
  noteChange(state.nodeChanges, id, node.summary);
  state.sortedNodes = null;
  state.revision++;
  return true;
}

function isSilent(node: NodeEntry, now: Moment): boolean {
  return node.report.leaving === true || livenessOf(now.monotonic - node.silentSince, node.limits) !== 'online';
}

function addNode(state: FleetState, id: string, firstSeenAt: Millis): NodeEntry {
  const node: NodeEntry = {
    id,
    firstSeenAt,
    report: { hostname: id },
    order: NO_REPORTS,
    seen: { wall: firstSeenAt, monotonic: 0 },
    silentSince: 0,
    limits: livenessLimits(state.config.defaultIntervalSeconds, state.config),
    liveness: 'online',
    skew: null,
    shift: 0,
    sequences: new Map(),
    figures: NO_FIGURES,
    figuresOf: null,
    isOverfull: false,
    summary: null,
  };
  state.nodes.set(id, node);
  state.sortedNodes = null;
  return node;
}

/** True when something of its sequences is new. */
function acceptReport(
  state: FleetState,
  node: NodeEntry,
  input: { readonly report: Report; readonly received: Moment },
): boolean {
  const { received } = input;
  const { sentry_secret: _, ...report } = input.report;
  const told = millisOf(report.timestamp);
  const shiftBefore = node.shift;
  node.report = report;
  node.order = orderAfter(report, node.order);
  node.seen = received;
  node.limits = livenessLimits(report.intervalSeconds || state.config.defaultIntervalSeconds, state.config);
  node.skew = told === null ? null : received.wall - told;
  node.shift = settledShift(node.skew, shiftBefore);
  state.dirtyNodes.add(node);
  state.revision++;
  return trackSequences(state, node, node.shift !== shiftBefore);
}

/** Joins the node to the jobs of its sequences and marks those that changed, if any; the rest is left as it is. */
function trackSequences(state: FleetState, node: NodeEntry, shifted: boolean): boolean {
  const before = node.sequences;
  const tracked = new Map<string, TrackedSequence>();
  let changed = false;
  const bounded = boundSequences(node.report.sequences ?? []);
  node.isOverfull = bounded.isOverfull;
  for (const sequence of bounded.sequences) {
    const key = jobKeyText(sequence);
    // Seen twice when one watched root lies in another: the first, most recently changed, stands.
    if (tracked.has(key)) continue;
    const known = before.get(key);
    const jobId = known?.jobId ?? jobIdOf(key);
    tracked.set(key, { jobId, sequence });
    if (known && !shifted && sameSequence(known.sequence, sequence)) continue;
    const job = state.jobs.get(jobId) ?? addJob(state, jobId, node.seen);
    joinJob(job, node.id, { sequence, shift: node.shift, received: node.seen });
    state.dirtyJobs.add(job);
    changed = true;
  }
  for (const [key, { jobId }] of before) {
    if (tracked.has(key)) continue;
    leave(state, jobId, node.id);
    changed = true;
  }
  node.sequences = tracked;
  return changed;
}

function addJob(state: FleetState, jobId: string, seen: Moment): JobEntry {
  const job = createJobEntry(jobId, seen.monotonic);
  state.jobs.set(jobId, job);
  return job;
}

/** A job that nobody sees any more is gone. */
function leave(state: FleetState, jobId: string, nodeId: string): void {
  const job = state.jobs.get(jobId);
  if (!job) return;
  leaveJob(job, nodeId);
  if (job.sources.size > 0) {
    state.dirtyJobs.add(job);
    return;
  }
  state.jobs.delete(jobId);
  state.dirtyJobs.delete(job);
  noteChange(state.jobChanges, jobId, job.summary);
  state.sortedJobs = null;
  state.jobsRevision++;
}
