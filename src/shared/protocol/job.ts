import * as Type from 'typebox';
import { Bytes, Count, FrameNotation, Label, Name, Nullable, Path, Percent, Seconds, Timestamp } from './schema.ts';
import { Evidence, ExpectedSource, FrameCompletion, FrameDefect, FrameNumber } from './sequence.ts';

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
  /** By then it is done with a probability of 9 in 10; `etaSeconds` is the even chance. */
  etaP90Seconds: Nullable(Seconds),
  /** True while the estimate rests on too little to be relied on. */
  etaUnsure: Type.Boolean(),
  /** All that is left is in hand and has taken longer than it should: shown as "late" instead of a time. */
  late: Type.Boolean(),
  /** The worst of the frames in hand: amber beyond twice, red beyond four times what was predicted. */
  overdue: Nullable(Type.Union([Type.Literal('amber'), Type.Literal('red')])),
  /** Frames with a file that is not whole. */
  broken: Count,
  /** Frames whose file is small against its stream; they count as done. */
  suspicious: Count,
  /** Frames claimed by a renderer that is gone: every other one passes them over for ever. */
  orphaned: Count,
  /** Which they are. */
  orphanedFrames: Type.Optional(FrameNotation),
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

/** One file a frame of a job: a layer, a view, a tile of it, or all of it. */
export const JobStream = Type.Object({
  directory: Type.String(),
  pattern: Name,
  layer: Nullable(Label),
  view: Nullable(Label),
  tile: Nullable(Label),
  done: Count,
  doneBytes: Bytes,
});
export type JobStream = Type.Static<typeof JobStream>;

/** A claimed or cut frame that nobody works on any more, and that stands in everybody's way. */
export const Orphan = Type.Object({
  frame: FrameNumber,
  /** As a witness names it. */
  path: Path,
  sizeBytes: Bytes,
  since: Timestamp,
  /** Who claimed it, most likely. */
  node: Nullable(Name),
  /** Why it is held to be one, in words. */
  why: Label,
});
export type Orphan = Type.Static<typeof Orphan>;

/** One frame that two nodes have rendered: claims are not atomic. */
export const DoubleClaim = Type.Object({
  frame: FrameNumber,
  nodes: Type.Array(Name),
  wastedSeconds: Nullable(Seconds),
});
export type DoubleClaim = Type.Static<typeof DoubleClaim>;

/** What one node does for a job. */
export const JobShare = Type.Object({
  node: Name,
  /** Frames known to be its own. */
  frames: Count,
  secondsPerFrame: Nullable(Seconds),
  /** Its time over what the frames cost elsewhere: 2 is half as fast. */
  factor: Nullable(Type.Number({ minimum: 0 })),
  /** Whether it renders the job now. */
  rendering: Type.Boolean(),
  /** The frame in hand. */
  frame: Nullable(FrameNumber),
});
export type JobShare = Type.Static<typeof JobShare>;

export const JobDetail = Type.Object({
  ...JobSummary.properties,
  share: Path,
  directory: Type.String(),
  extension: Label,
  padding: Count,
  expected: Nullable(FrameNotation),
  expectedFrom: Nullable(ExpectedSource),
  frames: FrameNotation,
  writing: FrameNotation,
  placeholders: FrameNotation,
  brokenFrames: FrameNotation,
  suspiciousFrames: FrameNotation,
  orphanedFrames: FrameNotation,
  doneBytes: Bytes,
  recent: Type.Array(FrameCompletion),
  streams: Type.Array(JobStream),
  defects: Type.Array(FrameDefect),
  orphans: Type.Array(Orphan),
  doubleClaims: Type.Array(DoubleClaim),
  shares: Type.Array(JobShare),
});
export type JobDetail = Type.Static<typeof JobDetail>;

export const FrameState = Type.Union([
  Type.Literal('missing'),
  Type.Literal('placeholder'),
  Type.Literal('writing'),
  Type.Literal('done'),
  Type.Literal('suspicious'),
  Type.Literal('broken'),
  Type.Literal('orphaned'),
]);
export type FrameState = Type.Static<typeof FrameState>;

export const JobFrame = Type.Object({
  frame: FrameNumber,
  state: FrameState,
  /** Who rendered it, or has it in hand. */
  node: Nullable(Name),
  evidence: Nullable(Evidence),
  seconds: Nullable(Seconds),
  bytes: Nullable(Bytes),
  /** How much of it is rendered, 0-1. */
  fraction: Nullable(Type.Number()),
  startedAt: Nullable(Timestamp),
  finishedAt: Nullable(Timestamp),
  /** What is wrong with it. */
  why: Nullable(Label),
});
export type JobFrame = Type.Static<typeof JobFrame>;

/** `GET /api/jobs/:id/frames?state=broken,missing&frames=1-100&limit=1000&after=240` */
export const JobFrames = Type.Object({
  id: Name,
  at: Timestamp,
  /** How many frames were asked for, those beyond `limit` too. */
  total: Count,
  /** Ascending. */
  frames: Type.Array(JobFrame),
  /** Give it as `after` for the next page; null on the last. */
  next: Nullable(FrameNumber),
});
export type JobFrames = Type.Static<typeof JobFrames>;

/** `GET /api/jobs/:id/forecast?by=2026-01-31T09:00:00Z`: will it make it? */
export const JobForecast = Type.Object({
  id: Name,
  at: Timestamp,
  by: Nullable(Timestamp),
  etaSeconds: Nullable(Seconds),
  etaP90Seconds: Nullable(Seconds),
  unsure: Type.Boolean(),
  late: Type.Boolean(),
  /** Nodes that render it now. */
  nodes: Count,
  /** That it is done by then; null without `by`, and where nothing can be said. */
  probabilityPercent: Nullable(Percent),
  /** The same with so many nodes of the usual speed more. */
  withMoreNodes: Type.Array(Type.Object({ nodes: Count, etaSeconds: Seconds, probabilityPercent: Nullable(Percent) })),
  /** The fewest nodes more with which it is done by then with a probability of 90 %; null where no number helps. */
  nodesNeeded: Nullable(Count),
});
export type JobForecast = Type.Static<typeof JobForecast>;

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
  'late',
  'overdue',
  'secondsPerFrame',
]);
export type NodeJob = Type.Static<typeof NodeJob>;
