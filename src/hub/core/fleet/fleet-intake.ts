/** How reports get into the farm's state, and how nodes leave it. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { RenderNodeRecord } from '../../../shared/protocol/render-node.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import { livenessLimits, livenessOf } from '../liveness.ts';
import { millisOf, settledShift } from '../node-time.ts';
import { ALL_WELL } from '../thresholds/judgement.ts';
import { NO_FIGURES } from '../vital-figures.ts';
import { noteChange } from './changes.ts';
import type { FleetState, NodeEntry } from './fleet-state.ts';
import { leaveAllJobs, trackSequences } from './fleet-tracking.ts';
/**
 * Takes a report in unless it is not newer than what is known: then nothing changes, not even the node's liveness.
 * `progressed` is one that tells something new of frames or says farewell, `applied` one with other figures alone.
 */
import { NO_LOAD } from './node-load.ts';
import { isNewer, NO_REPORTS, orderAfter } from './report-order.ts';

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
  node.isRestored = false;
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
  node.isRestored = true;
}

/** As if the time in which the hub could hear nobody had not been; who has reported since is as late as that. */
export function excuseSilence(state: FleetState, away: Millis, now: Moment): void {
  for (const node of state.nodes.values()) node.silentSince = Math.min(now.monotonic, node.silentSince + away);
}

export function forgetNode(state: FleetState, id: string): boolean {
  const node = state.nodes.get(id);
  if (!node) return false;
  leaveAllJobs(state, node);
  state.nodes.delete(id);
  state.dirtyNodes.delete(node);
  state.reported.delete(id);
  state.news.nodes.add(id);
  state.thresholds.forget(id);
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
    isRestored: false,
    skew: null,
    shift: 0,
    sequences: [],
    figures: NO_FIGURES,
    judgement: ALL_WELL,
    health: null,
    load: NO_LOAD,
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
  const report = withoutSecret(input.report);
  const told = millisOf(report.timestamp);
  const shiftBefore = node.shift;
  if (!sameRenderers(node.report.renderers, report.renderers)) wakeJobs(node);
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

/** The report itself where it has none, as most have: a copy of each would be the dearest part of taking it. */
function withoutSecret(told: Report): NodeEntry['report'] {
  if (told.sentry_secret === undefined) return told;
  const { sentry_secret: _, ...report } = told;
  return report;
}

/** What a job at rest waits for, besides news of its frames: a renderer that starts or ends. */
function wakeJobs(node: NodeEntry): void {
  for (const { job } of node.sequences) job.isAtRest = false;
}

function sameRenderers(a: Report['renderers'], b: Report['renderers']): boolean {
  if (a?.length !== b?.length) return false;
  return (a ?? []).every((renderer, i) => {
    const other = b?.[i];
    return (
      renderer.pid === other?.pid &&
      renderer.startedAt === other.startedAt &&
      renderer.endedAt === other.endedAt &&
      renderer.exitStatus === other.exitStatus &&
      renderer.outputDirectories.join('\0') === other.outputDirectories.join('\0')
    );
  });
}
