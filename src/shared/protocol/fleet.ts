import * as Type from 'typebox';
import { Alert } from './alert.ts';
import { JobSummary } from './job.ts';
import { NodeHealth, RenderNodeSummary } from './render-node.ts';
import { Count, Label, Name, Nullable, Timestamp } from './schema.ts';
import { Level } from './threshold.ts';

/** The farm in one object. */
export const FleetSummary = Type.Object({
  at: Timestamp,
  farm: Label,
  nodes: Count,
  rendering: Count,
  idle: Count,
  stalled: Count,
  hot: Count,
  error: Count,
  stale: Count,
  offline: Count,
  jobs: Count,
  jobsRunning: Count,
  jobsStalled: Count,
  jobsCompleted: Count,
  framesPerHour: Type.Number({ minimum: 0 }),
  cpuPercent: Nullable(Type.Number()),
  gpuPercent: Nullable(Type.Number()),
  memPercent: Type.Optional(Nullable(Type.Number())),
  /** The hottest of all nodes, and whose it is. */
  tempC: Type.Optional(Nullable(Type.Number())),
  hottest: Type.Optional(Nullable(Name)),
  /** Power that is drawn by all machines that tell, by their cards where only these do. */
  watts: Type.Optional(Nullable(Type.Number())),
  alerts: Type.Optional(Count),
  alertsCritical: Type.Optional(Count),
});
export type FleetSummary = Type.Static<typeof FleetSummary>;

export const NodeList = Type.Object({ at: Timestamp, nodes: Type.Array(RenderNodeSummary) });
export type NodeList = Type.Static<typeof NodeList>;

/** `at` is when the list last changed: it holds no ages, and is the same until then. */
export const JobList = Type.Object({ at: Timestamp, jobs: Type.Array(JobSummary) });
export type JobList = Type.Static<typeof JobList>;

/** The whole state on connecting: server-sent event `snapshot`. */
export const FleetSnapshot = Type.Object({
  at: Timestamp,
  farm: Label,
  hubVersion: Label,
  nodes: Type.Array(RenderNodeSummary),
  jobs: Type.Array(JobSummary),
  /** Open ones, and those that were cleared of late; newest first. */
  alerts: Type.Optional(Type.Array(Alert)),
});
export type FleetSnapshot = Type.Static<typeof FleetSnapshot>;

const NodePatch = Type.Object({
  ...Type.Partial(RenderNodeSummary).properties,
  id: Name,
  /** By series, only those that changed; null: it is well again. */
  levels: Type.Optional(Type.Record(Type.String(), Nullable(Level))),
  /** Only the figures that changed. */
  health: Type.Optional(Type.Partial(NodeHealth)),
});

/** What has changed since the event before: server-sent event `change`. Patches bear only the fields that changed. */
export const FleetChange = Type.Object({
  at: Timestamp,
  nodes: Type.Array(NodePatch),
  jobs: Type.Array(Type.Object({ ...Type.Partial(JobSummary).properties, id: Name })),
  removedNodes: Type.Array(Name),
  removedJobs: Type.Array(Name),
  /** Alerts that are new or changed, whole. */
  alerts: Type.Optional(Type.Array(Alert)),
  removedAlerts: Type.Optional(Type.Array(Name)),
});
export type FleetChange = Type.Static<typeof FleetChange>;
export type RenderNodePatch = FleetChange['nodes'][number];
