import * as Type from 'typebox';
import { Count, FrameNotation, Label, Name, Nullable, Path, Timestamp } from './schema.ts';

/** A render program that runs on the node, or ran until lately. Its command line stays on the node. */
export const RendererProcess = Type.Object({
  pid: Count,
  /** As people call it: `Blender`, `POV-Ray`. */
  program: Label,
  startedAt: Timestamp,
  /** Null while it runs. */
  endedAt: Nullable(Timestamp),
  /** Null while it runs, and where nobody could see it. */
  exitStatus: Nullable(Type.Integer()),
  /** Its own share of the machine, 100 a core; null where it is not known yet. */
  cpuPercent: Nullable(Type.Number({ minimum: 0 })),
  /** Directories that it writes into, as this node names them. */
  outputDirectories: Type.Array(Path, { maxItems: 16 }),
  /** What it was told to render; null is unknown. */
  frames: Nullable(FrameNotation),
  /** Somebody sits at it: it stays open when a render has ended. Absent is no. */
  interactive: Type.Optional(Type.Boolean()),
  /** The scene's name, without its directory. */
  scene: Nullable(Name),
});
export type RendererProcess = Type.Static<typeof RendererProcess>;
