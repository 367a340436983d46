/** How figures went: averages and maxima over steps of equal length. */
import * as Type from 'typebox';
import { Bytes, Count, Label, Name, Nullable, Seconds, Timestamp } from './schema.ts';

/** One figure of one node, or of the farm. */
export const HistorySeries = Type.Object({
  /** null: the farm's own. */
  node: Nullable(Name),
  /** A row of `METRICS`, or of `FARM_METRICS`. */
  metric: Name,
  label: Nullable(Label),
  unit: Name,
  /** One value a step from `from` on; null where nothing was told in that step. */
  average: Type.Array(Nullable(Type.Number())),
  maximum: Type.Array(Nullable(Type.Number())),
});
export type HistorySeries = Type.Static<typeof HistorySeries>;

/** `GET /api/history?node=rn-1&metric=cpuPercent&from=-30m&to=&step=60` */
export const History = Type.Object({
  at: Timestamp,
  /** Begin of the first step; `step` seconds each. */
  from: Timestamp,
  to: Timestamp,
  step: Seconds,
  /** Whether it outlives the hub (`--history`); without, the last hour is known. */
  kept: Type.Boolean(),
  series: Type.Array(HistorySeries),
});
export type History = Type.Static<typeof History>;

/** `POST /api/purge`: drops what is older. A field that is mistyped must not make it drop the figures of all nodes. */
export const Purge = Type.Object(
  {
    /** Everything before; a time, or seconds before now. */
    before: Type.Optional(Timestamp),
    olderThanSeconds: Type.Optional(Seconds),
    /** Of this node alone. */
    node: Type.Optional(Name),
  },
  { additionalProperties: false },
);
export type Purge = Type.Static<typeof Purge>;

export const Purged = Type.Object({ ok: Type.Literal(true), before: Timestamp, blocks: Count, bytes: Bytes });
export type Purged = Type.Static<typeof Purged>;
