/** Which node sees which jobs, and when a job comes and goes. */
import type { Moment } from '../../../shared/clock.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { intervalsNeeded, MOST_NODE_INTERVALS, withoutFrames } from '../jobs/bound-sequences.ts';
import { createJobEntry, type JobEntry, joinJob, leaveJob, type NodeSequence } from '../jobs/job-entry.ts';
import { jobIdOf, jobKeyText, streamPlaceOf } from '../jobs/job-key.ts';
import { sameFrames, sameSequence } from '../jobs/sighting.ts';
import { noteChange, sameValue } from './changes.ts';
import { forgetHistory, historyOf, noteUnseen } from './fleet-histories.ts';
import type { FleetState, NodeEntry, TrackedSequence } from './fleet-state.ts';

/**
 * Joins the node to the jobs of its sequences and marks those that changed, if any; the rest is left as it is. True when
 * something of its frames is new.
 */
export function trackSequences(state: FleetState, node: NodeEntry, shifted: boolean): boolean {
  const before = node.sequences;
  const pairs = pairsOf(node.report.sequences ?? [], before);
  let left = MOST_NODE_INTERVALS;
  let isNew = false;
  node.isOverfull = false;
  node.sequences = pairs.map(({ key, told, known }) => {
    const isSame = known !== null && sameSequence(known.told, told);
    const intervals = isSame ? known.intervals : intervalsNeeded(told);
    const isCut = intervals > left;
    if (isCut) node.isOverfull = true;
    else left -= intervals;
    if (isSame && !shifted && known.isCut === isCut) return known;
    const tracked = { ...placed(state, node, { told, known }), key, told, intervals, isCut };
    const isAsKnown = !shifted && known?.job === tracked.job && known.isCut === isCut;
    if (join(state, node, { tracked, known: isAsKnown ? known : null })) isNew = true;
    return tracked;
  });
  for (const { key, job } of goneSince(before, node.sequences)) {
    leave(state, job, { nodeId: node.id, sequenceKey: key });
    isNew = true;
  }
  return isNew;
}

interface Pair {
  readonly key: string;
  readonly told: SequenceReport;
  /** As the report before told it; null of a new one. */
  readonly known: TrackedSequence | null;
}

function pairsOf(sequences: readonly SequenceReport[], before: readonly TrackedSequence[]): readonly Pair[] {
  // The usual case: the same ones in the same order, so that no key need be made.
  const isAsBefore =
    sequences.length === before.length && sequences.every((told, i) => sameNames(told, before[i]?.told));
  if (isAsBefore) return before.map((known, i) => ({ key: known.key, told: sequences[i] ?? known.told, known }));
  const byKey = new Map(before.map((known) => [known.key, known]));
  const pairs = new Map<string, Pair>();
  for (const told of sequences) {
    const key = jobKeyText(told);
    // Seen twice when one watched root lies in another: the first, most recently changed, stands.
    if (!pairs.has(key)) pairs.set(key, { key, told, known: byKey.get(key) ?? null });
  }
  return [...pairs.values()];
}

function sameNames(a: SequenceReport, b: SequenceReport | undefined): boolean {
  return a.pattern === b?.pattern && a.directory === b.directory && a.share === b.share;
}

function goneSince(before: readonly TrackedSequence[], now: readonly TrackedSequence[]): readonly TrackedSequence[] {
  if (before.length === now.length && before.every(({ key, job }, i) => key === now[i]?.key && job === now[i].job))
    return [];
  const jobs = new Map(now.map(({ key, job }) => [key, job]));
  return before.filter(({ key, job }) => jobs.get(key) !== job);
}

/** A sidecar that comes or goes moves a sequence to another job. */
function placed(
  state: FleetState,
  node: NodeEntry,
  { told, known }: Pick<Pair, 'told' | 'known'>,
): Pick<TrackedSequence, 'job' | 'place'> {
  if (known && sameValue(known.told.layerOf ?? null, told.layerOf ?? null)) return known;
  const place = streamPlaceOf(told);
  const jobId = jobIdOf(jobKeyText(place.job));
  return { job: state.jobs.get(jobId) ?? addJob(state, jobId, node.seen), place };
}

/** `known` is null where it is to be read anew whatever it says. True when the node tells something new of frames. */
function join(
  state: FleetState,
  node: NodeEntry,
  { tracked, known }: { readonly tracked: TrackedSequence; readonly known: TrackedSequence | null },
): boolean {
  const { key, job, place, told, isCut } = tracked;
  const source = { sequence: isCut ? withoutFrames(told) : told, place, shift: node.shift, received: node.seen };
  const isNewToAll = joinJob(job, { nodeId: node.id, sequenceKey: key }, source);
  const isNew = known === null || !sameFrames(known.told, told);
  (known === null || (isNew && isNewToAll) ? state.dirtyJobs : state.stirredJobs).add(job);
  return isNew;
}

function addJob(state: FleetState, jobId: string, seen: Moment): JobEntry {
  const job = createJobEntry(jobId, seen.monotonic, historyOf(state.histories, jobId, seen.wall));
  state.jobs.set(jobId, job);
  return job;
}

export function leaveAllJobs(state: FleetState, node: NodeEntry): void {
  for (const { key, job } of node.sequences) leave(state, job, { nodeId: node.id, sequenceKey: key });
}

/** A job that nobody sees any more is gone; how it went is kept for a while. */
function leave(state: FleetState, job: JobEntry, left: NodeSequence): void {
  leaveJob(job, left);
  if (job.sources.size > 0) {
    state.dirtyJobs.add(job);
    return;
  }
  removeJob(state, job);
  noteUnseen(state.histories, job.history);
}

function removeJob(state: FleetState, job: JobEntry): void {
  state.jobs.delete(job.id);
  state.dirtyJobs.delete(job);
  state.stirredJobs.delete(job);
  noteChange(state.jobChanges, job.id, job.summary);
  state.news.jobs.add(job.id);
  state.sortedJobs = null;
  state.jobsRevision++;
}

/** Forgets the job and how it went, until a report tells of it again. False where there is no such job. */
export function forgetJob(state: FleetState, id: string): boolean {
  const job = state.jobs.get(id);
  if (job) {
    for (const nodeId of job.sources.keys()) untrack(state, nodeId, id);
    removeJob(state, job);
    state.revision++;
  }
  return forgetHistory(state.histories, id) || job !== undefined;
}

/** The node's next report then tells of the job as of a new one. */
function untrack(state: FleetState, nodeId: string, jobId: string): void {
  const node = state.nodes.get(nodeId);
  if (!node) return;
  node.sequences = node.sequences.filter(({ job }) => job.id !== jobId);
  state.dirtyNodes.add(node);
}
