/** What the dashboard knows of the farm: the hub's nodes and jobs, when each was heard, and the last minute of figures. */
import type { Millis, Moment } from '../../shared/clock.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import { patchedNode } from '../../shared/node-patch.ts';
import type { FleetChange, FleetSnapshot, RenderNodePatch } from '../../shared/protocol/fleet.ts';
import type { JobSummary } from '../../shared/protocol/job.ts';
import type { RenderNodeState, RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { type ToldState, toldStateOf } from '../../shared/state-looks.ts';
import { cellWidth } from '../../shared/text-cells.ts';
import { type AlertBook, bookAfter, bookOfAlerts } from './alert-book.ts';
import { cellText } from './cell-text.ts';
import { isLive, type Standpoint } from './connection.ts';
import { addToTrail, newTrail, type Trail } from './history-trail.ts';
import { secondsSince } from './moment.ts';
import { addSample, type Samples } from './samples.ts';

/** One node with all that its row needs; names are safe to show and measured once, not at each painting. */
export interface NodeEntry {
  readonly summary: RenderNodeSummary;
  /** Of the summary, what is read of every node at each painting: summaries differ in shape, and are slow to read. */
  readonly toldState: ToldState;
  readonly reason: string | null;
  readonly jobId: string | null;
  /** Monotonic time here at which the hub had received the last report. */
  readonly seenAt: Millis;
  /** Monotonic time here at which the job's figures came: estimates run down from it. */
  readonly jobAt: Millis;
  readonly samples: Samples;
  /** How busy its cards, or else its processor, were in the last half hour. */
  readonly trail: Trail;
  readonly name: string;
  readonly nameCells: number;
  readonly jobTitle: string | null;
  readonly jobCells: number;
}

interface JobEntry {
  readonly summary: JobSummary;
  readonly heardAt: Millis;
}

export interface FleetView {
  readonly farm: string;
  readonly hubVersion: string;
  readonly nodes: ReadonlyMap<string, NodeEntry>;
  /** Each node's place in natural order of ids: comparing names is too dear for each sorting. */
  readonly ranks: ReadonlyMap<string, number>;
  readonly jobs: ReadonlyMap<string, JobEntry>;
  readonly alerts: AlertBook;
  /** Whether the hub tells of alerts at all; an old one does not. */
  readonly tellsAlerts: boolean;
  /** By so much the hub's clock is ahead of ours. */
  readonly hubAhead: Millis;
}

/**
 * From how many seconds of silence on a row is stale, and from how many offline, while the hub cannot be asked. The hub
 * itself judges by each node's own interval: a node that reports once a minute is well after 40 s without a word.
 */
const SILENCE = { stale: 30, offline: 120 } as const;

/** The hub's whole truth; what a node's sparklines remember outlives a reconnection. */
export function viewOfSnapshot(snapshot: FleetSnapshot, at: Moment, before: FleetView | null): FleetView {
  const nodes = new Map<string, NodeEntry>();
  for (const node of snapshot.nodes) {
    const known = before?.nodes.get(node.id);
    nodes.set(node.id, entryOf(node, { at, seenSecondsAgo: node.seenSecondsAgo, jobHeard: true }, known));
  }
  const jobs = new Map(snapshot.jobs.map((job) => [job.id, { summary: job, heardAt: at.monotonic }]));
  return {
    farm: snapshot.farm,
    hubVersion: snapshot.hubVersion,
    nodes,
    ranks: ranksOf(nodes, before),
    jobs,
    alerts: bookOfAlerts(snapshot.alerts),
    tellsAlerts: snapshot.alerts !== undefined,
    hubAhead: Date.parse(snapshot.at) - at.wall,
  };
}

/** The view after a change. A patch for a node that is not known and not complete is ignored. */
export function applyFleetChange(view: FleetView, change: FleetChange, at: Moment): FleetView {
  const nodes = new Map(view.nodes);
  for (const id of change.removedNodes) nodes.delete(id);
  for (const patch of change.nodes) {
    const known = nodes.get(patch.id);
    const summary = known ? patchedNode(known.summary, patch) : wholeNode(patch);
    if (!summary) continue;
    const heard = { at, seenSecondsAgo: patch.seenSecondsAgo ?? null, jobHeard: patch.job !== undefined };
    nodes.set(patch.id, entryOf(summary, heard, known));
  }
  const jobs = new Map(view.jobs);
  for (const id of change.removedJobs) jobs.delete(id);
  for (const patch of change.jobs) {
    const known = jobs.get(patch.id);
    const summary = known
      ? { ...known.summary, ...patch }
      : 'title' in patch && 'state' in patch
        ? (patch as JobSummary)
        : null;
    if (summary) jobs.set(patch.id, { summary, heardAt: at.monotonic });
  }
  const tellsAlerts = view.tellsAlerts || change.alerts !== undefined;
  return { ...view, nodes, ranks: ranksOf(nodes, view), jobs, alerts: bookAfter(view.alerts, change), tellsAlerts };
}

function ranksOf(nodes: ReadonlyMap<string, NodeEntry>, before: FleetView | null): ReadonlyMap<string, number> {
  if (before && nodes.size === before.ranks.size && [...nodes.keys()].every((id) => before.ranks.has(id)))
    return before.ranks;
  return new Map([...nodes.keys()].sort(naturalOrder).map((id, rank) => [id, rank]));
}

function wholeNode(patch: RenderNodePatch): RenderNodeSummary | null {
  return patch.hostname !== undefined && patch.state !== undefined && patch.seenSecondsAgo !== undefined
    ? (patch as RenderNodeSummary)
    : null;
}

interface Heard {
  readonly at: Moment;
  /** Null where the patch says nothing of a report. */
  readonly seenSecondsAgo: number | null;
  readonly jobHeard: boolean;
}

function entryOf(summary: RenderNodeSummary, heard: Heard, known: NodeEntry | undefined): NodeEntry {
  const now = heard.at.monotonic;
  const seenAt = heard.seenSecondsAgo === null ? (known?.seenAt ?? now) : now - heard.seenSecondsAgo * 1000;
  const name = known ? known.name : cellText(summary.id);
  const title = summary.job?.title ?? null;
  const sameTitle = known !== undefined && (known.summary.job?.title ?? null) === title;
  const jobTitle = sameTitle ? known.jobTitle : title === null ? null : cellText(title);
  const samples = known?.samples ?? [];
  const trail = known?.trail ?? newTrail(now);
  return {
    summary,
    toldState: toldStateOf(summary.state, summary.job),
    reason: summary.reason,
    jobId: summary.job?.id ?? null,
    seenAt,
    jobAt: heard.jobHeard || !known ? now : known.jobAt,
    samples: heard.seenSecondsAgo === null ? samples : addSample(samples, summary, seenAt),
    trail: heard.seenSecondsAgo === null ? trail : addToTrail(trail, busyPercent(summary), seenAt),
    name,
    nameCells: known ? known.nameCells : cellWidth(name),
    jobTitle,
    jobCells: sameTitle ? known.jobCells : cellWidth(jobTitle ?? ''),
  };
}

/** The time by the hub's clock, in which its timestamps are. */
export function hubTime({ hubAhead }: FleetView, now: Moment): Millis {
  return now.wall + hubAhead;
}

/** Of its cards where it has some, of its processor where not. */
export function busyPercent({ cpuPercent, gpuPercent }: RenderNodeSummary): number | null {
  return gpuPercent ?? cpuPercent;
}

/** Seconds since the hub received the node's last report. */
export function silenceOf(entry: NodeEntry, now: Moment): number {
  return secondsSince(entry.seenAt, now);
}

/** The state that a row shows: the hub's; made worse, once the hub is lost, by the silence that is measured here. */
export function shownState(entry: NodeEntry, { now, connection }: Standpoint): RenderNodeState {
  const { state } = entry.summary;
  if (state === 'offline' || isLive(connection)) return state;
  const silence = silenceOf(entry, now);
  if (silence >= SILENCE.offline) return 'offline';
  return silence >= SILENCE.stale ? 'stale' : state;
}

/** Seconds left of the node's job: the hub's estimate, run down since it came. */
export function etaLeft(entry: NodeEntry, now: Moment): number | null {
  const eta = entry.summary.job?.etaSeconds ?? null;
  return eta === null ? null : Math.max(0, eta - secondsSince(entry.jobAt, now));
}
