import * as Type from 'typebox';
import { HardwareSample } from './hardware.ts';
import { RendererProcess } from './renderer.ts';
import { Count, Label, Name, Nullable, Seconds, Timestamp } from './schema.ts';
import { SequenceReport, WatchRootReport } from './sequence.ts';

/** Something that does not work on the node, named by the part that failed; it never stops the rest. */
export const Problem = Type.Object({ source: Name, message: Label });
export type Problem = Type.Static<typeof Problem>;

/**
 * A node's whole current truth, idempotent. Only the first six fields must be there
 * (`hostname`, `os`, `cpu`, `gpu`, `timestamp`, and `sentry_secret` where no header bears it).
 */
export const Report = Type.Object({
  hostname: Name,
  os: Type.Optional(Label),
  cpu: Type.Optional(Label),
  gpu: Type.Optional(Label),
  timestamp: Type.Optional(Timestamp),
  /** Never stored and never logged. */
  sentry_secret: Type.Optional(Type.String({ maxLength: 1024 })),

  /** Where it differs from the host name. */
  nodeId: Type.Optional(Name),
  agentVersion: Type.Optional(Label),
  /** New with each start of the agent; with `sequenceNumber` it orders a node's reports. */
  sessionId: Type.Optional(Name),
  sequenceNumber: Type.Optional(Count),
  intervalSeconds: Type.Optional(Seconds),
  tags: Type.Optional(Type.Array(Name, { maxItems: 64 })),
  /** True in the last report of an agent that was asked to stop. */
  leaving: Type.Optional(Type.Boolean()),
  hardware: Type.Optional(Nullable(HardwareSample)),
  roots: Type.Optional(Type.Array(WatchRootReport, { maxItems: 256 })),
  sequences: Type.Optional(Type.Array(SequenceReport, { maxItems: 1000 })),
  /** Renderers on the node; absent where nobody looked for them. */
  renderers: Type.Optional(Type.Array(RendererProcess, { maxItems: 64 })),
  /** Sequences that were left out because the report would be too large. */
  omittedSequences: Type.Optional(Count),
  problems: Type.Optional(Type.Array(Problem, { maxItems: 64 })),
  /** Reports that the agent's spool had to drop since it started. */
  droppedReports: Type.Optional(Count),
});
export type Report = Type.Static<typeof Report>;

/** The hub's answer to a report. */
export const ReportReceipt = Type.Object({
  ok: Type.Literal(true),
  node: Name,
  /** Commands for the node to run. */
  commands: Type.Array(Type.Object({ id: Name, kind: Name })),
  /** True for a report that is not newer than what the hub has: kept out of the current state. */
  superseded: Type.Boolean(),
});
export type ReportReceipt = Type.Static<typeof ReportReceipt>;
