/** The farm as the hub knows it. Reports get in by fleet-intake; what follows is made in fleet-refresh, later and once. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { JobSummary } from '../../../shared/protocol/job.ts';
import type { Liveness, NodeHealth, RenderNodeSummary } from '../../../shared/protocol/render-node.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { SensorKind } from '../../../shared/telemetry/sensor-kind.ts';
import type { JobEntry } from '../jobs/job-entry.ts';
import type { StreamPlace } from '../jobs/job-key.ts';
import { createRenewals, type Renewals } from '../jobs/job-outlook.ts';
import type { LivenessLimits } from '../liveness.ts';
import type { Judgement } from '../thresholds/judgement.ts';
import { createSensorKinds } from '../thresholds/sensor-kinds.ts';
import { createThresholdBook, type ThresholdBook } from '../thresholds/threshold-book.ts';
import type { VitalFigures } from '../vital-figures.ts';
import { type ChangeLog, createChangeLog } from './changes.ts';
import type { FleetConfig } from './fleet.ts';
import { createHistories, type Histories } from './fleet-histories.ts';
import { type AlertCounts, NO_ALERTS } from './fleet-summary.ts';
import type { NodeLoad } from './node-load.ts';
import type { ReportOrder } from './report-order.ts';

/** A report as it is kept: the secret is no part of it. */
type KeptReport = Omit<Report, 'sentry_secret'>;

export interface NodeEntry {
  readonly id: string;
  readonly firstSeenAt: Millis;
  report: KeptReport;
  order: ReportOrder;
  /** When the report arrived; its age is told by the monotonic reading. */
  seen: Moment;
  /** From when on silence counts, monotonic: later than `seen` after a restart of the hub. */
  silentSince: Millis;
  limits: LivenessLimits;
  liveness: Liveness;
  /** It has not reported since the hub started. */
  isRestored: boolean;
  /** Hub time minus node time as measured, and the part of it by which the node's times are shifted. */
  skew: Millis | null;
  shift: Millis;
  /** Each key once. */
  sequences: readonly TrackedSequence[];
  figures: VitalFigures;
  judgement: Judgement;
  health: NodeHealth | null;
  load: NodeLoad;
  /** The report of which the figures, their judgement and the load were made; null before the first. */
  figuresOf: KeptReport | null;
  /** The report tells of more separate frames than are kept of one node. */
  isOverfull: boolean;
  summary: RenderNodeSummary | null;
}

/** A sequence of a node's last report; the same object while the node says the same of it. */
export interface TrackedSequence {
  readonly key: string;
  readonly job: JobEntry;
  readonly place: StreamPlace;
  readonly told: SequenceReport;
  /** At most so many intervals come of its notations. */
  readonly intervals: number;
  /** There are too many intervals in all: its frames are not kept. */
  readonly isCut: boolean;
}

export interface FleetState {
  readonly config: FleetConfig;
  readonly nodes: Map<string, NodeEntry>;
  readonly jobs: Map<string, JobEntry>;
  readonly histories: Histories;
  readonly thresholds: ThresholdBook;
  readonly kindOf: (sensor: string) => SensorKind;
  readonly dirtyNodes: Set<NodeEntry>;
  /** Of which something new was told. */
  readonly dirtyJobs: Set<JobEntry>;
  /** Of which nothing is new but files that grow, or what another node has told before: that can wait for the tick. */
  readonly stirredJobs: Set<JobEntry>;
  readonly nodeChanges: ChangeLog<RenderNodeSummary>;
  readonly jobChanges: ChangeLog<JobSummary>;
  readonly renewals: Renewals;
  /** Ids of the nodes that reported since the last change was taken. */
  readonly reported: Set<string>;
  /** Ids of nodes and jobs of which something may be new, or that are gone, since the alerts were last looked after. */
  readonly news: { readonly nodes: Set<string>; readonly jobs: Set<string> };
  alerts: AlertCounts;
  revision: number;
  jobsRevision: number;
  /** Sorted views, null when they must be made again. */
  sortedNodes: readonly NodeEntry[] | null;
  sortedJobs: readonly JobSummary[] | null;
}

export function createFleetState(config: FleetConfig): FleetState {
  return {
    config,
    nodes: new Map(),
    jobs: new Map(),
    histories: createHistories(),
    thresholds: createThresholdBook(config.thresholds ?? []),
    kindOf: createSensorKinds(),
    dirtyNodes: new Set(),
    dirtyJobs: new Set(),
    stirredJobs: new Set(),
    nodeChanges: createChangeLog(),
    jobChanges: createChangeLog(),
    renewals: createRenewals(),
    reported: new Set(),
    news: { nodes: new Set(), jobs: new Set() },
    alerts: NO_ALERTS,
    revision: 0,
    jobsRevision: 0,
    sortedNodes: null,
    sortedJobs: null,
  };
}
