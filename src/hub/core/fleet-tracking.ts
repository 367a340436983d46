/** Which node sees which jobs, and when a job comes and goes. */
import type { Moment } from '../../shared/clock.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import { boundSequences } from './bound-sequences.ts';
import { noteChange, sameValue } from './changes.ts';
import { forgetHistory, historyOf, noteUnseen } from './fleet-histories.ts';
import type { FleetState, NodeEntry, TrackedSequence } from './fleet-state.ts';
import { createJobEntry, type JobEntry, joinJob, leaveJob, type NodeSequence } from './job-entry.ts';
import { jobIdOf, jobKeyText, streamPlaceOf } from './job-key.ts';
import { sameSequence } from './sighting.ts';

/** Joins the node to the jobs of its sequences and marks those that changed, if any; the rest is left as it is. */
export function trackSequences(state: FleetState, node: NodeEntry, shifted: boolean): boolean {
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
    const isMoved = !known || !sameValue(known.sequence.layerOf ?? null, sequence.layerOf ?? null);
    const { jobId, place } = isMoved ? placed(sequence) : known;
    tracked.set(key, { jobId, place, sequence });
    if (!isMoved && !shifted && sameSequence(known.sequence, sequence)) continue;
    if (known && known.jobId !== jobId) leave(state, known.jobId, { nodeId: node.id, sequenceKey: key });
    const job = state.jobs.get(jobId) ?? addJob(state, jobId, node.seen);
    const source = { sequence, place, shift: node.shift, received: node.seen };
    joinJob(job, { nodeId: node.id, sequenceKey: key }, source);
    state.dirtyJobs.add(job);
    changed = true;
  }
  for (const [key, { jobId }] of before) {
    if (tracked.has(key)) continue;
    leave(state, jobId, { nodeId: node.id, sequenceKey: key });
    changed = true;
  }
  node.sequences = tracked;
  return changed;
}

function placed(sequence: SequenceReport): Pick<TrackedSequence, 'jobId' | 'place'> {
  const place = streamPlaceOf(sequence);
  return { jobId: jobIdOf(jobKeyText(place.job)), place };
}

function addJob(state: FleetState, jobId: string, seen: Moment): JobEntry {
  const job = createJobEntry(jobId, seen.monotonic, historyOf(state.histories, jobId, seen.wall));
  state.jobs.set(jobId, job);
  return job;
}

export function leaveAllJobs(state: FleetState, node: NodeEntry): void {
  for (const [key, { jobId }] of node.sequences) leave(state, jobId, { nodeId: node.id, sequenceKey: key });
}

/** A job that nobody sees any more is gone; how it went is kept for a while. */
function leave(state: FleetState, jobId: string, left: NodeSequence): void {
  const job = state.jobs.get(jobId);
  if (!job) return;
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
  noteChange(state.jobChanges, job.id, job.summary);
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
  node.sequences = new Map([...node.sequences].filter(([, tracked]) => tracked.jobId !== jobId));
  state.dirtyNodes.add(node);
}
