import * as Type from 'typebox';
import { JobSummary } from './job.ts';
import { RenderNodeSummary } from './render-node.ts';
import { Count, Label, Name, Nullable, Timestamp } from './schema.ts';

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
});
export type FleetSnapshot = Type.Static<typeof FleetSnapshot>;

/** What has changed since the event before: server-sent event `change`. Patches bear only the fields that changed. */
export const FleetChange = Type.Object({
  at: Timestamp,
  nodes: Type.Array(Type.Object({ ...Type.Partial(RenderNodeSummary).properties, id: Name })),
  jobs: Type.Array(Type.Object({ ...Type.Partial(JobSummary).properties, id: Name })),
  removedNodes: Type.Array(Name),
  removedJobs: Type.Array(Name),
});
export type FleetChange = Type.Static<typeof FleetChange>;
export type RenderNodePatch = FleetChange['nodes'][number];
