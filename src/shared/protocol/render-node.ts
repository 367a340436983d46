import * as Type from 'typebox';
import { Alert } from './alert.ts';
import { JobSummary, NodeJob } from './job.ts';
import { Report } from './report.ts';
import { Celsius, Label, Name, Nullable, Percent, Seconds, Timestamp } from './schema.ts';
import { Levels } from './threshold.ts';

export const Liveness = Type.Union([Type.Literal('online'), Type.Literal('stale'), Type.Literal('offline')]);
export type Liveness = Type.Static<typeof Liveness>;

export const RenderNodeState = Type.Union([
  Type.Literal('rendering'),
  Type.Literal('idle'),
  Type.Literal('stalled'),
  Type.Literal('hot'),
  Type.Literal('error'),
  Type.Literal('stale'),
  Type.Literal('offline'),
]);
export type RenderNodeState = Type.Static<typeof RenderNodeState>;

export const NodeHealth = Type.Object({
  cpuTempC: Nullable(Celsius),
  vrmTempC: Nullable(Celsius),
  gpuTempC: Nullable(Celsius),
  /** Of all cards together. */
  gpuWatts: Nullable(Type.Number()),
  gpuLimitWatts: Nullable(Type.Number()),
  gpuFanPercent: Nullable(Percent),
  gpuMemPercent: Nullable(Percent),
  /** Share in use of `/`, of where containers live, and of the fullest that output goes to. */
  rootPercent: Nullable(Percent),
  dockerPercent: Nullable(Percent),
  outputPercent: Nullable(Percent),
  /** Until the first of the output's file systems is full. */
  outputFullInSeconds: Nullable(Seconds),
});
export type NodeHealth = Type.Static<typeof NodeHealth>;

/** A node as the lists show it. */
export const RenderNodeSummary = Type.Object({
  id: Name,
  hostname: Name,
  state: RenderNodeState,
  /** Why it is in that state, in words; null where the state says it all. */
  reason: Nullable(Label),
  liveness: Liveness,
  tags: Type.Array(Name),
  job: Nullable(NodeJob),
  cpuPercent: Nullable(Percent),
  gpuPercent: Nullable(Percent),
  memPercent: Nullable(Percent),
  /** The hottest of the processor's and the GPUs' sensors. */
  tempC: Nullable(Celsius),
  /** Seconds since the hub received the last report, by the hub's monotonic clock. */
  seenSecondsAgo: Seconds,
  agentVersion: Nullable(Label),
  /** What is beyond its threshold. */
  levels: Type.Optional(Levels),
  /** The health of the machine: of several the worst, to a whole unit. Absent is unknown. */
  health: Type.Optional(NodeHealth),
});
export type RenderNodeSummary = Type.Static<typeof RenderNodeSummary>;

/** Everything that is known of a node. */
export const RenderNodeDetail = Type.Object({
  ...RenderNodeSummary.properties,
  firstSeenAt: Timestamp,
  seenAt: Timestamp,
  /** Hub time minus node time when the last report arrived; null when it bore no time. */
  clockSkewSeconds: Nullable(Type.Number()),
  /** Open alerts of this node, newest first. */
  alerts: Type.Optional(Type.Array(Alert)),
  jobs: Type.Array(JobSummary),
  report: Type.Omit(Report, ['sentry_secret']),
});
export type RenderNodeDetail = Type.Static<typeof RenderNodeDetail>;

/** `data/nodes/<id>.json`: enough to show the node again after a restart of the hub. */
export const RenderNodeRecord = Type.Object({
  id: Name,
  firstSeenAt: Timestamp,
  seenAt: Timestamp,
  report: Type.Omit(Report, ['sentry_secret']),
});
export type RenderNodeRecord = Type.Static<typeof RenderNodeRecord>;
