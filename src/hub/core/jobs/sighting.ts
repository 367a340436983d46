/** One node's view of one sequence, read once for each time that it changed. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import { type FrameRange, FrameRangeError, NO_FRAMES } from '../../../shared/frames/frame-range.ts';
import type {
  Evidence,
  ExpectedSource,
  FrameClaim,
  FrameCompletion,
  FrameDefect,
  SequenceReport,
} from '../../../shared/protocol/sequence.ts';
import { sameValue } from '../fleet/changes.ts';
import type { ClaimSeen } from '../group/group-input.ts';
import { hubMoment } from '../node-time.ts';
import type { StreamPlace } from './job-key.ts';

/** What a node told of a sequence, when, and by how much its clock is off. */
export interface SightingSource {
  readonly sequence: SequenceReport;
  readonly place: StreamPlace;
  readonly shift: Millis;
  readonly received: Moment;
}

/** A finished frame at the hub's time. */
export interface Completion {
  readonly frame: number;
  readonly at: Moment;
  readonly startedAt: Moment | null;
  readonly sizeBytes: number;
  /** As the renderer itself says. */
  readonly seconds: number | null;
  /** Null: not known to be that node's own work. */
  readonly evidence: Evidence | null;
}

/** A file that is no good, at the hub's time. */
export interface Defect extends Omit<FrameDefect, 'at'> {
  readonly at: Moment;
}

/** The states that a frame's file can be in; none is in two of them. */
export const FILE_STATES = ['done', 'writing', 'broken', 'placeholders'] as const;
export type FileState = (typeof FILE_STATES)[number];

export interface Sighting extends Readonly<Record<FileState, FrameRange>> {
  readonly source: SightingSource;
  /** Null where nobody said what is to be rendered. */
  readonly expected: FrameRange | null;
  readonly expectedFrom: ExpectedSource | null;
  /** A part of `done`. */
  readonly suspicious: FrameRange;
  readonly startedAt: Moment | null;
  readonly changedAt: Moment | null;
  readonly completions: readonly Completion[];
  /** What is in hand, and what its writer left cut. */
  readonly claims: readonly ClaimSeen[];
  readonly defects: readonly Defect[];
}

/**
 * Reads what the node told. Notations that are as they were in `before`, or as another node's `peer` view of the stream
 * has them, are not parsed again: all the nodes of a group hold one range of what they all see.
 */
export function readSighting(source: SightingSource, before: Sighting | null, peer: Sighting | null = null): Sighting {
  const { sequence } = source;
  const frames = (field: FileState | 'suspicious'): FrameRange => {
    const same = [before, peer].find((view) => view?.source.sequence[field] === sequence[field]);
    return same ? same[field] : framesOf(sequence[field] ?? '');
  };
  const same = [before, peer].find((view) => view?.source.sequence.expected === sequence.expected);
  const expected = same ? same.expected : expectedOf(sequence.expected);
  return {
    source,
    expected,
    // An agent that does not say where it has it from can have it from its flag alone.
    expectedFrom: expected && (sequence.expectedFrom ?? 'flag'),
    done: frames('done'),
    writing: frames('writing'),
    broken: frames('broken'),
    placeholders: frames('placeholders'),
    suspicious: frames('suspicious'),
    ...readTimes(source),
    completions: readCompletions(source, before),
  };
}

function readTimes(source: SightingSource) {
  const { sequence, shift, received } = source;
  const moment = (time: string | null | undefined): Moment | null => hubMoment(time ?? null, shift, received);
  const defects = (sequence.defects ?? []).flatMap((defect) => {
    const at = moment(defect.at);
    return at ? [{ ...defect, at }] : [];
  });
  const inHand = (sequence.claims ?? []).flatMap((claim) => readClaim(claim, source, moment));
  const cut = defects.filter(({ kind }) => kind === 'cut').map((defect) => cutFile(defect, source));
  return {
    startedAt: moment(sequence.startedAt),
    changedAt: moment(sequence.changedAt),
    claims: cut.length === 0 ? inHand : [...inHand, ...cut],
    defects,
  };
}

/** Those that were told before are the same objects: of a list that moves on by one only one is read. */
function readCompletions(source: SightingSource, before: Sighting | null): readonly Completion[] {
  const { sequence, shift, received } = source;
  const known = before?.source.shift === shift ? before.completions : [];
  if (before?.source.shift === shift && sameList(sequence.recent, before.source.sequence.recent, sameCompletion))
    return known;
  const told = known.length === before?.source.sequence.recent.length ? before.source.sequence.recent : [];
  const [first] = sequence.recent;
  const offset = first ? told.findIndex((other) => sameCompletion(first, other)) : -1;
  return sequence.recent.flatMap((completion, i) => {
    const other = offset < 0 ? undefined : told[offset + i];
    const same = other && sameCompletion(completion, other) ? known[offset + i] : undefined;
    return same ?? readCompletion(completion, (time) => hubMoment(time ?? null, shift, received));
  });
}

/** Whoever tells of more has lost count: sums of it would be no numbers any more. */
const LONGEST_FRAME_SECONDS = 366 * 24 * 3600;
const LARGEST_FILE_BYTES = 1e18;

type ReadMoment = (time: string | null | undefined) => Moment | null;

function readCompletion(told: FrameCompletion, moment: ReadMoment): readonly Completion[] {
  const at = moment(told.at);
  if (!at) return [];
  const { frame, evidence = null } = told;
  const sizeBytes = Math.min(told.sizeBytes, LARGEST_FILE_BYTES);
  const seconds = (told.seconds ?? Number.POSITIVE_INFINITY) <= LONGEST_FRAME_SECONDS ? (told.seconds ?? null) : null;
  return [{ frame, at, startedAt: moment(told.startedAt), sizeBytes, seconds, evidence }];
}

function readClaim(told: FrameClaim, { sequence, place }: SightingSource, moment: ReadMoment): readonly ClaimSeen[] {
  const [since, changedAt] = [moment(told.since)?.monotonic, moment(told.changedAt)?.monotonic];
  if (since === undefined || changedAt === undefined) return [];
  const { frame, sizeBytes, fraction, evidence } = told;
  const { stream } = place;
  return [{ stream, frame, files: sequence, kind: 'claim', since, changedAt, sizeBytes, fraction, evidence }];
}

function cutFile({ frame, at, sizeBytes, evidence }: Defect, { sequence, place }: SightingSource): ClaimSeen {
  const [{ stream }, found] = [place, at.monotonic];
  const times = { since: found, changedAt: found };
  return { stream, frame, files: sequence, kind: 'cut', ...times, sizeBytes, fraction: null, evidence };
}

/** Whether two reports of a stream tell of the same frames in the same states. */
export function sameFrames(a: SequenceReport, b: SequenceReport): boolean {
  return (
    a.done === b.done &&
    a.writing === b.writing &&
    a.placeholders === b.placeholders &&
    a.broken === b.broken &&
    a.suspicious === b.suspicious &&
    a.expected === b.expected &&
    a.expectedFrom === b.expectedFrom
  );
}

/** Whether two reports of a sequence say the same; both are of the same share, directory and pattern. */
export function sameSequence(a: SequenceReport, b: SequenceReport): boolean {
  return (
    a.changedAt === b.changedAt &&
    sameFrames(a, b) &&
    a.doneBytes === b.doneBytes &&
    a.startedAt === b.startedAt &&
    a.title === b.title &&
    a.localPath === b.localPath &&
    a.truncated === b.truncated &&
    sameList(a.recent, b.recent, sameCompletion) &&
    sameList(a.claims ?? [], b.claims ?? [], sameClaim) &&
    sameList(a.defects ?? [], b.defects ?? [], sameValue) &&
    (a.layerOf === b.layerOf || sameValue(a.layerOf ?? null, b.layerOf ?? null))
  );
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((value, i) => same(value, b[i] as T));
}

/** Field by field: these lists are most of what a report tells again. */
function sameCompletion(a: FrameCompletion, b: FrameCompletion): boolean {
  return (
    a.at === b.at &&
    a.frame === b.frame &&
    a.sizeBytes === b.sizeBytes &&
    a.evidence === b.evidence &&
    a.seconds === b.seconds &&
    a.startedAt === b.startedAt
  );
}

function sameClaim(a: FrameClaim, b: FrameClaim): boolean {
  return (
    a.changedAt === b.changedAt &&
    a.frame === b.frame &&
    a.sizeBytes === b.sizeBytes &&
    a.evidence === b.evidence &&
    a.fraction === b.fraction &&
    a.since === b.since
  );
}

/** Nothing expected is nobody having said what is expected. */
function expectedOf(notation: string | null): FrameRange | null {
  const frames = notation === null ? NO_FRAMES : framesOf(notation);
  return frames.length === 0 ? null : frames;
}

/** A notation that cannot be read, as a newer agent may write it, counts as no frames: the rest is still true. */
function framesOf(notation: string): FrameRange {
  try {
    return parseFrameRange(notation);
  } catch (error) {
    if (error instanceof FrameRangeError) return NO_FRAMES;
    throw error;
  }
}
