import * as Type from 'typebox';
import { Bytes, Count, FrameNotation, Label, Name, Nullable, Path, Timestamp } from './schema.ts';

/** One frame that was finished while the agent watched. */
export const FrameCompletion = Type.Object({
  frame: Type.Integer(),
  at: Timestamp,
  sizeBytes: Bytes,
});
export type FrameCompletion = Type.Static<typeof FrameCompletion>;

/**
 * The files of one name pattern in one directory, as one node sees them.
 * `done`, `writing` and `placeholders` are disjoint.
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
  doneBytes: Bytes,
  /** Whether a notation above was cut because it would not fit into a report. */
  truncated: Type.Boolean(),
  /** When the first frame that finished under the agent's eyes appeared; null when all were there before. */
  startedAt: Nullable(Timestamp),
  /** When a file of it last appeared, grew, finished or went away. */
  changedAt: Nullable(Timestamp),
  /** The latest completions, oldest first. */
  recent: Type.Array(FrameCompletion, { maxItems: 64 }),
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
