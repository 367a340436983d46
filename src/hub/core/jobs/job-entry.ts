/** A job in the fleet's state: who sees it, and what that amounts to. */
import type { Millis } from '../../../shared/clock.ts';
import { type FrameRange, hasFrame } from '../../../shared/frames/frame-range.ts';
import { naturalOrder } from '../../../shared/natural-order.ts';
import type { JobSummary } from '../../../shared/protocol/job.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { CrewMember } from '../group/crew.ts';
import type { ClaimSeen } from '../group/group-input.ts';
import { noteFinished } from './frame-ledger.ts';
import { finishedTogether, type JobContent, mergeSightings } from './job-content.ts';
import { type JobFacts, jobFacts } from './job-facts.ts';
import type { JobHistory } from './job-history.ts';
import type { JobOutlook } from './job-outlook.ts';
import type { JobStanding } from './job-standing.ts';
import { type Completion, readSighting, type Sighting, type SightingSource, sameFrames } from './sighting.ts';

export interface JobEntry {
  readonly id: string;
  /** When the hub first saw it, monotonic. */
  readonly firstSeen: Millis;
  readonly history: JobHistory;
  /** What each node last told of each of the job's sequences, by the sequence's key. */
  readonly sources: Map<string, Map<string, SightingSource>>;
  /** The same, read; may lag behind. */
  readonly sightings: Map<string, Map<string, Sighting>>;
  /** What was told and read last of each stream, whoever's it is. */
  readonly toldLast: Map<string, SequenceReport>;
  readonly readLast: Map<string, Sighting>;
  /** The nodes that see it as crew, each with the report that it was made of. */
  readonly members: Map<string, { readonly report: unknown; readonly member: CrewMember; readonly key: string }>;
  /** Grows when somebody comes or goes, or a renderer starts or ends. */
  crewRevision: number;
  /** Ids of the nodes that see it, in natural order; null when they must be sorted again. */
  nodeIds: readonly string[] | null;
  view: JobView | null;
  outlook: JobOutlook | null;
  /** Only a report can change what is shown of it. */
  isAtRest: boolean;
  /** What the summary was made of. */
  shown: { readonly facts: JobFacts; readonly standing: JobStanding } | null;
  summary: JobSummary | null;
}

/** What follows from the sightings alone, whatever the time. */
export interface JobView {
  readonly content: JobContent;
  /** In natural order. */
  readonly nodeIds: readonly string[];
  readonly isWitness: (nodeId: string) => boolean;
  /** What is done of each stream. */
  readonly done: ReadonlyMap<string, FrameRange>;
  /** What each node has in hand or has found cut; nodes that have nothing are left out. */
  readonly claims: ReadonlyMap<string, readonly ClaimSeen[]>;
  /** As long as nothing is orphaned. */
  readonly facts: JobFacts;
}

export function createJobEntry(id: string, firstSeen: Millis, history: JobHistory): JobEntry {
  return {
    id,
    firstSeen,
    history,
    sources: new Map(),
    sightings: new Map(),
    toldLast: new Map(),
    readLast: new Map(),
    members: new Map(),
    crewRevision: 0,
    nodeIds: null,
    view: null,
    outlook: null,
    isAtRest: false,
    shown: null,
    summary: null,
  };
}

/** A node and one of the sequences that it sees, by the sequence's key. */
export interface NodeSequence {
  readonly nodeId: string;
  readonly sequenceKey: string;
}

/** False where another node has told the same of the stream's frames just before. */
export function joinJob(job: JobEntry, { nodeId, sequenceKey }: NodeSequence, source: SightingSource): boolean {
  const ofNode = job.sources.get(nodeId) ?? new Map<string, SightingSource>();
  if (ofNode.size === 0) job.nodeIds = null;
  job.sources.set(nodeId, ofNode.set(sequenceKey, source));
  const { stream } = source.place;
  const toldLast = job.toldLast.get(stream);
  job.toldLast.set(stream, source.sequence);
  return !toldLast || !sameFrames(toldLast, source.sequence);
}

export function leaveJob(job: JobEntry, { nodeId, sequenceKey }: NodeSequence): void {
  const ofNode = job.sources.get(nodeId);
  const left = ofNode?.get(sequenceKey)?.place.stream ?? '';
  job.toldLast.delete(left);
  job.readLast.delete(left);
  ofNode?.delete(sequenceKey);
  job.sightings.get(nodeId)?.delete(sequenceKey);
  if (!ofNode || ofNode.size > 0) return;
  job.sources.delete(nodeId);
  job.sightings.delete(nodeId);
  job.members.delete(nodeId);
  job.crewRevision++;
  job.nodeIds = null;
}

/** The directories of the job as the node names them. */
export function pathsOf(job: JobEntry, nodeId: string): readonly string[] {
  const paths = new Set<string>();
  for (const { sequence } of job.sources.get(nodeId)?.values() ?? []) paths.add(sequence.localPath);
  return [...paths];
}

/**
 * Reads what changed and merges it all again. The job is seen by at least one node; only those that `isWitness`
 * names say what is there, the others are merely named.
 */
export function makeView(job: JobEntry, isWitness: (nodeId: string) => boolean): JobView | null {
  const nodeIds = job.nodeIds ?? [...job.sources.keys()].sort(naturalOrder);
  job.nodeIds = nodeIds;
  const news = readNews(job);
  const witnesses = nodeIds.filter(isWitness);
  const [first, ...rest] = witnesses.flatMap((nodeId) => [...(job.sightings.get(nodeId)?.values() ?? [])]);
  if (!first) return null;
  const content = mergeSightings([first, ...rest]);
  const { share, directory, pattern } = first.source.place.job;
  job.history.named = { share, directory, pattern, title: content.title };
  noteCompletions(job, content, news);
  const done = new Map(content.streams.map((stream) => [stream.place.stream, stream.done]));
  return { content, nodeIds, isWitness, done, claims: claimsOf(job), facts: jobFacts(job.id, nodeIds, content) };
}

function claimsOf(job: JobEntry): ReadonlyMap<string, readonly ClaimSeen[]> {
  const claims = new Map<string, readonly ClaimSeen[]>();
  for (const [nodeId, sightings] of job.sightings) {
    const ofStreams = [...sightings.values()].flatMap((sighting) =>
      sighting.claims.length > 0 ? [sighting.claims] : [],
    );
    const [first] = ofStreams;
    if (first) claims.set(nodeId, ofStreams.length === 1 ? first : ofStreams.flat());
  }
  return claims;
}

/** What is read for the first time. */
interface News {
  /** Whose it is. */
  readonly nodeIds: readonly string[];
  /** What these had told before. */
  readonly known: ReadonlySet<Completion>;
}

/** Reads the sources that changed. */
function readNews(job: JobEntry): News {
  const nodeIds: string[] = [];
  const known = new Set<Completion>();
  for (const [nodeId, sources] of job.sources) {
    const sightings = job.sightings.get(nodeId) ?? new Map<string, Sighting>();
    let isNew = false;
    for (const [key, source] of sources) {
      const before = sightings.get(key) ?? null;
      if (before?.source === source) continue;
      for (const completion of before?.completions ?? []) known.add(completion);
      const { stream } = source.place;
      const sighting = readSighting(source, before, job.readLast.get(stream) ?? null);
      job.readLast.set(stream, sighting);
      sightings.set(key, sighting);
      isNew = true;
    }
    if (!isNew) continue;
    job.sightings.set(nodeId, sightings);
    nodeIds.push(nodeId);
  }
  return { nodeIds, known };
}

/** Enters into the ledger what was seen finished. */
function noteCompletions(job: JobEntry, content: JobContent, { nodeIds, known }: News): void {
  if (content.streams.length > 1) {
    noteLayered(job, content);
    return;
  }
  for (const nodeId of nodeIds) {
    const completions = finishedTogether([...(job.sightings.get(nodeId)?.values() ?? [])]);
    for (const completion of completions)
      if (!known.has(completion)) noteFinished(job.history.ledger, markOf(completion, nodeId, content.share));
  }
}

/**
 * Of several streams a frame counts once all of them have it, and one stream may be late in another node's report:
 * all nodes are asked again.
 */
function noteLayered(job: JobEntry, content: JobContent): void {
  const regular = new Set(content.regularStreams);
  for (const [nodeId, sightings] of job.sightings) {
    const ofNode = [...sightings.values()].filter(({ source }) => regular.has(source.place.stream));
    for (const completion of finishedTogether(ofNode))
      if (hasFrame(content.done, completion.frame))
        noteFinished(job.history.ledger, markOf(completion, nodeId, content.share));
  }
}

function markOf({ frame, at, startedAt, seconds, sizeBytes, evidence }: Completion, nodeId: string, share: string) {
  // Nobody else writes to a node's own disk.
  const node = evidence !== null || share === `${nodeId}:local` ? nodeId : null;
  return { frame, at: at.wall, startedAt: startedAt?.wall ?? null, seconds, sizeBytes, node, evidence };
}
