/** From what value on a figure deserves a look, and a call. */
import * as Type from 'typebox';
import { Nullable, Seconds } from './schema.ts';

/** How far a figure is beyond what is usual: worth noticing, a warning, critical. */
export const Level = Type.Union([Type.Literal('notice'), Type.Literal('warn'), Type.Literal('crit')]);
export type Level = Type.Static<typeof Level>;

/** By series, `gpuTempC[0]` or `cpuPercent`, only those that are beyond a threshold. */
export const Levels = Type.Record(Type.String(), Level);
export type Levels = Type.Static<typeof Levels>;

/** One row of `thresholds:` in the hub's YAML; what it does not name stays as it is. null switches a level off. */
export const ThresholdRule = Type.Object(
  {
    metric: Type.String(),
    /** Nodes by id, `*` for any characters; with `tag` both must hold. */
    node: Type.Optional(Type.String({ minLength: 1 })),
    tag: Type.Optional(Type.String({ minLength: 1 })),
    /** Sensor, mount, card, drive …, `*` for any characters. */
    label: Type.Optional(Type.String({ minLength: 1 })),
    notice: Type.Optional(Nullable(Type.Number())),
    warn: Type.Optional(Nullable(Type.Number())),
    crit: Type.Optional(Nullable(Type.Number())),
    /** The level from which on an alert is raised; null for none. */
    alertFrom: Type.Optional(Nullable(Level)),
    /** It must hold for so long. */
    forSeconds: Type.Optional(Seconds),
  },
  { additionalProperties: false },
);
export type ThresholdRule = Type.Static<typeof ThresholdRule>;
