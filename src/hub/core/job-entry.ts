/** A job in the fleet's state: who sees it, what that amounts to, and how it is shown. */
import type { Millis } from '../../shared/clock.ts';
import { cutText } from '../../shared/cut-text.ts';
import { type FrameRange, formatFrameRangeWithin } from '../../shared/frame-range.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import type { JobDetail, JobSummary } from '../../shared/protocol/job.ts';
import { LONGEST_NOTATION } from '../../shared/protocol/schema.ts';
import { type Pace, paceOf } from './estimates.ts';
import { type JobContent, mergeSightings } from './job-content.ts';
import type { JobStanding } from './job-standing.ts';
import { timestampOf } from './node-time.ts';
import { readSighting, type Sighting, type SightingSource } from './sighting.ts';

const LONGEST_TITLE = 512;

export interface JobEntry {
  readonly id: string;
  /** When the hub first saw it, monotonic. */
  readonly firstSeen: Millis;
  /** What each node last told of it. */
  readonly sources: Map<string, SightingSource>;
  /** The same, read; may lag behind. */
  readonly sightings: Map<string, Sighting>;
  /** Ids of the nodes that see it, in natural order; null when they must be sorted again. */
  nodeIds: readonly string[] | null;
  view: JobView | null;
  /** What the summary was made of. */
  shown: { readonly facts: JobView['facts']; readonly standing: JobStanding } | null;
  summary: JobSummary | null;
}

/** What follows from the sightings alone, whatever the time. */
export interface JobView {
  readonly content: JobContent;
  readonly pace: Pace | null;
  readonly facts: Omit<JobSummary, keyof JobStanding>;
}

export function createJobEntry(id: string, firstSeen: Millis): JobEntry {
  return {
    id,
    firstSeen,
    sources: new Map(),
    sightings: new Map(),
    nodeIds: null,
    view: null,
    shown: null,
    summary: null,
  };
}

export function joinJob(job: JobEntry, nodeId: string, source: SightingSource): void {
  if (!job.sources.has(nodeId)) job.nodeIds = null;
  job.sources.set(nodeId, source);
}

export function leaveJob(job: JobEntry, nodeId: string): void {
  job.sources.delete(nodeId);
  job.sightings.delete(nodeId);
  job.nodeIds = null;
}

/**
 * Reads what changed and merges it all again. The job is seen by at least one node; only those that `isWitness`
 * names say what is there, the others are merely named.
 */
export function makeView(job: JobEntry, isWitness: (nodeId: string) => boolean): JobView | null {
  const nodeIds = job.nodeIds ?? [...job.sources.keys()].sort(naturalOrder);
  job.nodeIds = nodeIds;
  for (const [nodeId, source] of job.sources) {
    const known = job.sightings.get(nodeId) ?? null;
    if (known?.source !== source) job.sightings.set(nodeId, readSighting(source, known));
  }
  const witnesses = nodeIds.filter(isWitness);
  const [first, ...rest] = witnesses.flatMap((nodeId) => job.sightings.get(nodeId) ?? []);
  if (!first) return null;
  const content = mergeSightings([first, ...rest]);
  const pace = paceOf(content.completions.map((completion) => completion.at.monotonic));
  return { content, pace, facts: factsOf(job.id, nodeIds, { content, pace }) };
}

function factsOf(
  id: string,
  nodeIds: readonly string[],
  { content, pace }: { readonly content: JobContent; readonly pace: Pace | null },
): JobView['facts'] {
  const { doneCount, total } = content;
  return {
    id,
    title: cutText(content.title, LONGEST_TITLE),
    done: doneCount,
    total,
    percent: total === null ? null : percentDone(doneCount, total),
    missing: notationOf(content.missing),
    broken: 0,
    suspicious: 0,
    orphaned: 0,
    secondsPerFrame: pace ? Math.round(pace.secondsPerFrame * 100) / 100 : null,
    nodes: [...nodeIds],
    outputDir: content.outputDir,
    pattern: content.pattern,
    startedAt: content.startedAt && timestampOf(content.startedAt.wall),
    updatedAt: content.changedAt && timestampOf(content.changedAt.wall),
  };
}

/** To a tenth, and 100 only when nothing is missing. */
function percentDone(done: number, total: number): number {
  return done === total ? 100 : Math.min(99.9, Math.round((1000 * done) / total) / 10);
}

/** The range in notation, cut after a whole part where it is longer than the protocol bears. */
function notationOf(range: FrameRange): string {
  return formatFrameRangeWithin(range, LONGEST_NOTATION).notation;
}

export function jobDetail(summary: JobSummary, content: JobContent): JobDetail {
  return {
    ...summary,
    share: content.share,
    directory: content.directory,
    extension: content.extension,
    padding: content.padding,
    expected: content.expected && notationOf(content.expected),
    expectedFrom: null,
    brokenFrames: '',
    suspiciousFrames: '',
    orphanedFrames: '',
    streams: [],
    defects: [],
    orphans: [],
    doubleClaims: [],
    shares: [],
    frames: notationOf(content.done),
    writing: notationOf(content.writing),
    placeholders: notationOf(content.placeholders),
    doneBytes: content.doneBytes,
    recent: content.completions.map(({ frame, at, sizeBytes }) => ({ frame, at: timestampOf(at.wall), sizeBytes })),
  };
}
