import * as Type from 'typebox';
import { Bytes, Count, FrameNotation, Label, Name, Nullable, Path, Seconds, Timestamp } from './schema.ts';

/**
 * How a node knows that a frame is the work of its own renderer, the surest first: the renderer's log said so, its
 * process holds the file open, it has written as many bytes, or the frame was claimed just after it finished another.
 */
export const Evidence = Type.Union([
  Type.Literal('log'),
  Type.Literal('descriptor'),
  Type.Literal('bytes'),
  Type.Literal('order'),
]);
export type Evidence = Type.Static<typeof Evidence>;

/** A whole number, or a subframe: 1.3. */
export const FrameNumber = Type.Number({ minimum: -999_999_999, maximum: 999_999_999 });

/** One frame that was finished while the agent watched. */
export const FrameCompletion = Type.Object({
  frame: FrameNumber,
  at: Timestamp,
  sizeBytes: Bytes,
  /** When its placeholder or its first byte appeared. */
  startedAt: Type.Optional(Nullable(Timestamp)),
  /** What the renderer itself says that it took. */
  seconds: Type.Optional(Nullable(Seconds)),
  /** Null: not known to be this node's own work. */
  evidence: Type.Optional(Nullable(Evidence)),
});
export type FrameCompletion = Type.Static<typeof FrameCompletion>;

/** A frame that somebody has in hand: a placeholder, or a file in writing. */
export const FrameClaim = Type.Object({
  frame: FrameNumber,
  /** When it appeared; of one that was there before the agent, the latest that it can have been. */
  since: Timestamp,
  /** When it last grew. */
  changedAt: Timestamp,
  sizeBytes: Bytes,
  /** How much of the frame is rendered, 0-1, where its file tells. */
  fraction: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
  evidence: Nullable(Evidence),
});
export type FrameClaim = Type.Static<typeof FrameClaim>;

/** A finished file that is no good frame, or seems to be none. */
export const FrameDefect = Type.Object({
  frame: FrameNumber,
  /** `cut`: as its writer left it, whole as far as it goes; `broken`: wrong in itself; `small`: against its stream. */
  kind: Type.Union([Type.Literal('cut'), Type.Literal('broken'), Type.Literal('small')]),
  /** What is wrong, and where. */
  why: Label,
  sizeBytes: Bytes,
  /** When it was found. */
  at: Timestamp,
  evidence: Nullable(Evidence),
});
export type FrameDefect = Type.Static<typeof FrameDefect>;

/** Where an expected range comes from, the weightiest first. */
export const ExpectedSource = Type.Union([
  Type.Literal('flag'),
  Type.Literal('sidecar'),
  Type.Literal('command line'),
  Type.Literal('scene'),
]);
export type ExpectedSource = Type.Static<typeof ExpectedSource>;

/**
 * The files of one name pattern in one directory, as one node sees them.
 * `done`, `writing`, `placeholders` and `broken` are disjoint; `suspicious` is a part of `done`.
 */
export const SequenceReport = Type.Object({
  /** Where the share comes from (`nas:/renders`), the `--share` name, or `<nodeId>:local` on a disk of the node's own. */
  share: Path,
  /** Directory relative to the share's root, `/` between its parts, '' for the root itself. */
  directory: Type.String({ maxLength: 4096 }),
  /** The same directory as this node names it. */
  localPath: Path,
  /** `beauty.####.png`: one `#` run as wide as the padding; `#` alone when the numbers are not padded. */
  pattern: Name,
  extension: Label,
  padding: Count,
  title: Nullable(Label),
  /** What is to be rendered, where somebody said so; null is unknown, and nothing is invented then. */
  expected: Nullable(FrameNotation),
  done: FrameNotation,
  /** Files that still grow. */
  writing: FrameNotation,
  /** Files of 0 bytes. */
  placeholders: FrameNotation,
  /** Finished files that are not whole. */
  broken: Type.Optional(FrameNotation),
  /** Whole files that are small against their stream. */
  suspicious: Type.Optional(FrameNotation),
  expectedFrom: Type.Optional(Nullable(ExpectedSource)),
  doneBytes: Bytes,
  /** Whether a notation above was cut because it would not fit into a report. */
  truncated: Type.Boolean(),
  /** When the first frame that finished under the agent's eyes appeared; null when all were there before. */
  startedAt: Nullable(Timestamp),
  /** When a file of it last appeared, grew, finished or went away. */
  changedAt: Nullable(Timestamp),
  /** The latest completions, oldest first. */
  recent: Type.Array(FrameCompletion, { maxItems: 64 }),
  /** What is in hand: the oldest and the newest, where there are too many for all. */
  claims: Type.Optional(Type.Array(FrameClaim, { maxItems: 64 })),
  /** The latest found, oldest first. */
  defects: Type.Optional(Type.Array(FrameDefect, { maxItems: 64 })),
  /**
   * Where a sidecar says that several directories hold the layers of one job: the directory of the job, relative to
   * the share's root, and which of its layers this one is.
   */
  layerOf: Type.Optional(Nullable(Type.Object({ directory: Type.String({ maxLength: 4096 }), layer: Label }))),
});
export type SequenceReport = Type.Static<typeof SequenceReport>;

export const WatchRootStatus = Type.Union([
  Type.Literal('scanning'),
  Type.Literal('watching'),
  Type.Literal('polling'),
  Type.Literal('missing'),
  Type.Literal('unreadable'),
]);
export type WatchRootStatus = Type.Static<typeof WatchRootStatus>;

/** A directory that the agent was told to watch, or found. */
export const WatchRootReport = Type.Object({
  path: Path,
  status: WatchRootStatus,
  /** One sentence where the status is missing or unreadable, or where a part of it is out of sight. */
  reason: Nullable(Label),
  directories: Count,
  files: Count,
});
export type WatchRootReport = Type.Static<typeof WatchRootReport>;
