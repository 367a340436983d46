/** Derives jobs and nodes from what was reported: only what a report or the passing of time can have changed. */
import type { Moment } from '../../../shared/clock.ts';
import type { JobState, JobSummary } from '../../../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../../../shared/protocol/render-node.ts';
import { type JobEntry, makeView } from '../jobs/job-entry.ts';
import { factsNow, jobSummaryOf } from '../jobs/job-facts.ts';
import { forecastNow, type JobOutlook, outlookOf, refillRenewals } from '../jobs/job-outlook.ts';
import { standingOf } from '../jobs/job-standing.ts';
import { livenessOf } from '../liveness.ts';
import { jobOfNode, nodeJobOf, nodeStanding } from '../node-state.ts';
import { rounded } from '../vital-figures.ts';
import { noteChange, sameValue, unlessSame } from './changes.ts';
import { crewOf, figuresOf, type JobCrew } from './fleet-crew.ts';
import type { FleetState, NodeEntry } from './fleet-state.ts';

/** Brings up to date all that was reported since the last time. */
export function refresh(state: FleetState, now: Moment): void {
  takeStirred(state);
  refreshNews(state, now);
}

function takeStirred(state: FleetState): void {
  for (const job of state.stirredJobs) state.dirtyJobs.add(job);
  state.stirredJobs.clear();
}

/** The same, but for jobs of which nothing is new that cannot wait for the tick. */
export function refreshNews(state: FleetState, now: Moment): void {
  // Liveness first: whether a job goes on depends on who is there to see it.
  for (const node of state.dirtyNodes) refreshLiveness(state, node, now);
  for (const job of state.dirtyJobs) {
    state.stirredJobs.delete(job);
    job.view = makeView(job, witnessesOf(state, job));
    refreshJob(state, job, now);
  }
  state.dirtyJobs.clear();
  for (const node of state.dirtyNodes) refreshNode(state, node, now);
  state.dirtyNodes.clear();
}

/** Brings up to date what the passing of time changes: silences, stalls, estimates. */
export function refreshByTime(state: FleetState, now: Moment): void {
  refillRenewals(state.renewals);
  for (const node of state.nodes.values()) {
    refreshLiveness(state, node, now);
    // Silence grows by the second, and a job that ended is shown for some minutes only.
    if (node.liveness !== 'online' || (node.summary?.job && node.summary.job.state !== 'running'))
      state.dirtyNodes.add(node);
  }
  takeStirred(state);
  for (const job of state.jobs.values()) if (!job.isAtRest && !state.dirtyJobs.has(job)) refreshJob(state, job, now);
  refreshNews(state, now);
}

function refreshLiveness(state: FleetState, node: NodeEntry, now: Moment): void {
  const silence = now.monotonic - node.silentSince;
  const liveness = node.report.leaving ? 'offline' : livenessOf(silence, node.limits);
  if (liveness === node.liveness) return;
  node.liveness = liveness;
  state.dirtyNodes.add(node);
  for (const { job } of node.sequences) state.dirtyJobs.add(job);
}

/**
 * Whose view of the job counts. The last word of a node that is gone would otherwise stand for ever against those
 * that see the directory now. Where all are gone, the job stays as it was when the last of them was heard.
 */
function witnessesOf(state: FleetState, job: JobEntry): (nodeId: string) => boolean {
  const crew = [...job.sources.keys()].flatMap((id) => state.nodes.get(id) ?? []);
  const isDeserted = crew.every((node) => node.liveness === 'offline');
  const lastHeard = crew.reduce((latest, node) => Math.max(latest, node.seen.monotonic), Number.NEGATIVE_INFINITY);
  const witnesses = new Set<string>();
  for (const { id, liveness, limits, seen } of crew) {
    const isThere = isDeserted || liveness !== 'offline';
    // After a restart of the hub one that is long gone counts as stale at first.
    if (isThere && livenessOf(lastHeard - seen.monotonic, limits) !== 'offline') witnesses.add(id);
  }
  return (nodeId) => witnesses.has(nodeId);
}

function refreshJob(state: FleetState, job: JobEntry, now: Moment): void {
  const { view } = job;
  if (!view) return;
  const crew = crewOf(state, job, view);
  const outlook = outlookOf(job, view, crew, { now, renewals: state.renewals });
  const situation = {
    content: view.content,
    crew: crew.crew,
    group: outlook.group,
    presumed: outlook.presumed,
    hadRenderer: job.history.ledger.starts.size > 0,
    forecast: forecastNow(outlook, now.monotonic),
    firstSeen: job.firstSeen,
    stallAfterSeconds: state.config.stallAfterSeconds,
  };
  const standing = standingOf(situation, now.monotonic);
  const facts = job.shown && job.outlook === outlook ? job.shown.facts : factsNow(outlook);
  job.outlook = outlook;
  job.isAtRest = isAtRest(outlook, crew, standing.state);
  // Made again where somebody asks: a farm has far more jobs that are over than such as go on.
  if (job.isAtRest) job.history.times = null;
  // The usual case each second, and cheaper to see here than in the whole summary.
  if (job.shown?.facts === facts && sameValue(job.shown.standing, standing)) return;
  job.shown = { facts, standing };
  const summary: JobSummary = unlessSame(job.summary, jobSummaryOf(facts, standing));
  if (summary === job.summary) return;
  const isTold = isToldByNodes(job.summary, summary);
  noteChange(state.jobChanges, job.id, job.summary);
  job.summary = summary;
  state.sortedJobs = null;
  state.revision++;
  state.jobsRevision++;
  state.news.jobs.add(job.id);
  if (!isTold) return;
  for (const id of facts.nodes) {
    const node = state.nodes.get(id);
    if (node) state.dirtyNodes.add(node);
  }
}

/** Whether the nodes' lines have to tell of the change; which of its jobs is a node's its own next report settles too. */
function isToldByNodes(before: JobSummary | null, after: JobSummary): boolean {
  return !before || before.reason !== after.reason || !sameValue(nodeJobOf(before), nodeJobOf(after));
}

/**
 * Whether only reports can change what is shown of the job: it has come to its end, nothing of it is claimed, and no
 * renderer that may be on it runs.
 */
function isAtRest({ view, group }: JobOutlook, { crew }: JobCrew, state: JobState): boolean {
  const isOver = state === 'quiet' ? view.content.total === null : state !== 'running' && state !== 'stalled';
  if (!isOver || !group.isSettled) return false;
  return !crew.some(({ renderers }) => renderers?.some(({ endedAt, isOnJob }) => !endedAt && isOnJob !== false));
}

function refreshNode(state: FleetState, node: NodeEntry, now: Moment): void {
  state.news.nodes.add(node.id);
  const summary = unlessSame(node.summary, summaryOf(state, node, now), 'seenSecondsAgo');
  if (summary === node.summary) return;
  noteChange(state.nodeChanges, node.id, node.summary);
  node.summary = summary;
  state.revision++;
}

function summaryOf(state: FleetState, node: NodeEntry, now: Moment): RenderNodeSummary {
  const { report, liveness } = node;
  const figures = figuresOf(state, node);
  const job = jobOfNode(jobsOfNode(node), now.wall);
  const silence = now.monotonic - node.seen.monotonic;
  const clockSkewSeconds = skewSeconds(node);
  const { state: nodeState, reason } = nodeStanding({
    report,
    liveness,
    silence,
    figures,
    job,
    clockSkewSeconds,
    isOverfull: node.isOverfull,
  });
  return {
    id: node.id,
    hostname: report.hostname,
    state: nodeState,
    reason,
    liveness,
    tags: report.tags ?? [],
    job: job && nodeJobOf(job),
    cpuPercent: figures.cpuPercent,
    gpuPercent: figures.gpuPercent,
    memPercent: figures.memPercent,
    tempC: figures.tempC,
    seenSecondsAgo: secondsSinceSeen(node, now),
    agentVersion: report.agentVersion ?? null,
    levels: node.judgement.levels ?? {},
    ...(node.health ? { health: node.health } : {}),
  };
}

/** The jobs that the node sees, each once however many of its streams it sees. */
export function jobsOfNode(node: NodeEntry): readonly JobSummary[] {
  const jobs: JobSummary[] = [];
  for (const { job } of node.sequences) if (job.summary && !jobs.includes(job.summary)) jobs.push(job.summary);
  return jobs;
}

/** By the monotonic clock, to a tenth. */
export function secondsSinceSeen(node: NodeEntry, now: Moment): number {
  return Math.max(0, Math.round((now.monotonic - node.seen.monotonic) / 100) / 10);
}

export function skewSeconds(node: NodeEntry): number | null {
  return rounded(node.skew === null ? null : node.skew / 1000);
}
