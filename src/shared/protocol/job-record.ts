import * as Type from 'typebox';
import { Bytes, Label, Name, Nullable, Path, Seconds, Timestamp } from './schema.ts';
import { Evidence, FrameNumber } from './sequence.ts';

/** One finishing of a frame. A frame has several where several nodes have rendered it. */
export const FrameRecord = Type.Object({
  frame: FrameNumber,
  at: Timestamp,
  /** When its first file appeared. */
  startedAt: Nullable(Timestamp),
  /** As the renderer itself says that it took. */
  seconds: Nullable(Seconds),
  bytes: Bytes,
  /** Whose work it is; null where nobody knows. */
  node: Nullable(Name),
  evidence: Nullable(Evidence),
});
export type FrameRecord = Type.Static<typeof FrameRecord>;

/** `data/jobs/<id>.json`: how a job went so far. Without it its frames are still seen, but not what they took. */
export const JobRecord = Type.Object({
  id: Name,
  title: Label,
  share: Path,
  directory: Type.String(),
  pattern: Name,
  firstSeenAt: Timestamp,
  /** When a node last saw it, to the day. */
  seenAt: Timestamp,
  /** When renderers were started: the first frame after it bears the loading of the scene. */
  renderersStarted: Type.Array(Type.Object({ node: Name, at: Timestamp })),
  frames: Type.Array(FrameRecord),
});
export type JobRecord = Type.Static<typeof JobRecord>;
