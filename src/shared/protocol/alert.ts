/** What calls for somebody: raised by the hub, acknowledged or muted by people, cleared when it is over. */
import * as Type from 'typebox';
import { Count, Label, Name, Nullable, Timestamp } from './schema.ts';

/** `crit` wants somebody now, `warn` soon, `info` is to be known. */
export const AlertSeverity = Type.Union([Type.Literal('info'), Type.Literal('warn'), Type.Literal('crit')]);
export type AlertSeverity = Type.Static<typeof AlertSeverity>;

export const AlertKind = Type.Union([
  Type.Literal('node-offline'),
  Type.Literal('node-stale'),
  Type.Literal('job-stalled'),
  Type.Literal('job-failed'),
  Type.Literal('job-completed'),
  Type.Literal('frames-missing'),
  Type.Literal('frames-broken'),
  Type.Literal('frames-suspicious'),
  Type.Literal('frames-orphaned'),
  Type.Literal('frame-overdue'),
  Type.Literal('output-unreadable'),
  Type.Literal('disk-filling'),
  Type.Literal('gpu-lost'),
  Type.Literal('gpu-error'),
  Type.Literal('gpu-throttled'),
  Type.Literal('power-supply'),
  Type.Literal('drive-failing'),
  Type.Literal('clock-skew'),
  Type.Literal('agent-version'),
  /** A metric beyond its threshold; `metric` says which. */
  Type.Literal('threshold'),
]);
export type AlertKind = Type.Static<typeof AlertKind>;

/** `raised` is new, `acknowledged` is somebody's, `cleared` is over. */
export const AlertState = Type.Union([Type.Literal('raised'), Type.Literal('acknowledged'), Type.Literal('cleared')]);
export type AlertState = Type.Static<typeof AlertState>;

/** The figure that an alert is about, over the time for which it has been open. */
export const AlertFigure = Type.Object({
  last: Nullable(Type.Number()),
  least: Nullable(Type.Number()),
  mean: Nullable(Type.Number()),
  most: Nullable(Type.Number()),
  /** The value beyond which it was raised. */
  limit: Nullable(Type.Number()),
});
export type AlertFigure = Type.Static<typeof AlertFigure>;

export const Alert = Type.Object({
  id: Name,
  kind: AlertKind,
  severity: AlertSeverity,
  state: AlertState,
  /** What it is about in one sentence without a full stop, as `GPU0 91° above 88°`. */
  message: Label,
  /** More of it, a sentence a line; may be empty. */
  details: Type.Array(Label, { maxItems: 16 }),
  node: Nullable(Name),
  job: Nullable(Name),
  /** The job's title, so that a list needs no second look. */
  jobTitle: Nullable(Label),
  /** Of a threshold's: the metric and which of several, as in `METRICS`. */
  metric: Nullable(Name),
  label: Nullable(Label),
  figure: Nullable(AlertFigure),
  raisedAt: Timestamp,
  /** When it last changed what it says or how it stands. */
  changedAt: Timestamp,
  clearedAt: Nullable(Timestamp),
  acknowledgedAt: Nullable(Timestamp),
  /** Who, as they call themselves; null where nobody has. */
  acknowledgedBy: Nullable(Label),
  /** Until then nobody is told of it. */
  mutedUntil: Nullable(Timestamp),
  /** How often it came and went since it was raised: one that flaps is one alert. */
  times: Count,
  /** Id of the open alert that tells of this one and of its like at once: receivers hear of that one alone. */
  partOf: Type.Optional(Nullable(Name)),
});
export type Alert = Type.Static<typeof Alert>;

/** `GET /api/alerts?state=raised,acknowledged&node=rn-1&limit=200` : newest first. */
export const AlertList = Type.Object({
  at: Timestamp,
  /** Raised or acknowledged; those beyond `limit` too. */
  open: Count,
  alerts: Type.Array(Alert),
});
export type AlertList = Type.Static<typeof AlertList>;

/** What people may say with an acknowledgement or a mute; an empty body will do. */
export const AlertAcknowledgement = Type.Object({
  /** Who it is; the dashboard sends the name of its user. */
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
});
export type AlertAcknowledgement = Type.Static<typeof AlertAcknowledgement>;

export const AlertMute = Type.Object({
  /** For so long; 0 ends the mute. */
  seconds: Type.Number({ minimum: 0, maximum: 30 * 86_400 }),
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
});
export type AlertMute = Type.Static<typeof AlertMute>;

export const AlertAnswer = Type.Object({ ok: Type.Literal(true), alert: Alert });

/** `data/alerts/<id>.json`: the alert, and of which change each receiver was last told. */
export const AlertRecord = Type.Object({
  id: Name,
  alert: Alert,
  /** What tells two conditions apart: kind, node or job, metric, label. */
  key: Type.String({ maxLength: 8192 }),
  /** By receiver: `raised` or `cleared`, and of which of its times. */
  told: Type.Record(Type.String(), Type.String()),
  /** True where somebody cleared it while its condition held: nothing is told of it until that has ended. */
  dismissed: Type.Optional(Type.Boolean()),
});
export type AlertRecord = Type.Static<typeof AlertRecord>;
