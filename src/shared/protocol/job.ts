import * as Type from 'typebox';
import { Bytes, Count, FrameNotation, Label, Name, Nullable, Path, Percent, Seconds, Timestamp } from './schema.ts';
import { FrameCompletion } from './sequence.ts';

export const JobState = Type.Union([
  Type.Literal('running'),
  Type.Literal('stalled'),
  Type.Literal('completed'),
  Type.Literal('failed'),
  Type.Literal('aborted'),
  Type.Literal('quiet'),
]);
export type JobState = Type.Static<typeof JobState>;

/** A job as the lists show it: one sequence on one share, whoever writes it. */
export const JobSummary = Type.Object({
  id: Name,
  title: Label,
  state: JobState,
  /** Why it is in that state, in words; null where the state says it all. */
  reason: Nullable(Label),
  done: Count,
  total: Nullable(Count),
  percent: Nullable(Percent),
  /** With a known range: what of it is not done; without: the holes between the frames. */
  missing: FrameNotation,
  etaSeconds: Nullable(Seconds),
  /** True while the estimate rests on too little to be relied on. */
  etaUnsure: Type.Boolean(),
  framesPerHour: Nullable(Type.Number({ minimum: 0 })),
  secondsPerFrame: Nullable(Seconds),
  /** Ids of the nodes that see it. */
  nodes: Type.Array(Name),
  outputDir: Path,
  pattern: Name,
  startedAt: Nullable(Timestamp),
  updatedAt: Nullable(Timestamp),
});
export type JobSummary = Type.Static<typeof JobSummary>;

export const JobDetail = Type.Object({
  ...JobSummary.properties,
  share: Path,
  directory: Type.String(),
  extension: Label,
  padding: Count,
  expected: Nullable(FrameNotation),
  frames: FrameNotation,
  writing: FrameNotation,
  placeholders: FrameNotation,
  doneBytes: Bytes,
  recent: Type.Array(FrameCompletion),
});
export type JobDetail = Type.Static<typeof JobDetail>;

/** What a node's line tells of its job. */
export const NodeJob = Type.Pick(JobSummary, [
  'id',
  'title',
  'state',
  'done',
  'total',
  'percent',
  'etaSeconds',
  'etaUnsure',
  'secondsPerFrame',
]);
export type NodeJob = Type.Static<typeof NodeJob>;
