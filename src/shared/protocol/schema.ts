import * as Type from 'typebox';

/** Building blocks of the protocol's schemas. Unknown keys are ignored: a newer agent is not refused. */

/** Absent on the wire is null, never 0. */
export function Nullable<T extends Type.TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** ISO 8601 with a zone, as `2026-01-31T23:59:59Z` or with milliseconds. */
export const Timestamp = Type.String({
  maxLength: 40,
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:?\\d{2})$',
  description: 'ISO 8601, UTC',
});
export type Timestamp = Type.Static<typeof Timestamp>;

export const Percent = Type.Number({ minimum: 0, maximum: 100, description: 'percent, 0-100' });
export const Bytes = Type.Number({ minimum: 0, description: 'bytes' });
export const BytesPerSecond = Type.Number({ minimum: 0, description: 'bytes a second' });
export const Seconds = Type.Number({ minimum: 0, description: 'seconds' });
export const Celsius = Type.Number({ minimum: -273.15, maximum: 1000, description: '°C' });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A name or path as the node's operating system gave it: raw, of any characters, bounded. */
export const Name = Type.String({ minLength: 1, maxLength: 255 });
export const Path = Type.String({ minLength: 1, maxLength: 4096 });
export const Label = Type.String({ maxLength: 512 });

/** A range notation has at most so many characters. */
export const LONGEST_NOTATION = 65_536;

/** Frames in range notation, `1-10,12,20-30x2`; the empty text is no frames. */
export const FrameNotation = Type.String({
  maxLength: LONGEST_NOTATION,
  description: 'frames in range notation: 1-10,12,20-30x2',
});
