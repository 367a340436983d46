/**
 * The steps of one node as few bytes. Each value becomes a whole number by the precision of its series; averages are
 * told as differences from the one before, maxima as differences from their averages, both in as many bytes as they
 * need. What is left of regularity is for a compressor.
 */
import type { HistoryUnit } from './history-units.ts';
import type { SeriesName } from './node-ring.ts';

export interface KeptSeries extends SeriesName {
  /** Above 0: so many parts of a unit are told apart. Below: so many binary digits after the first. */
  readonly precision: number;
}

/** Series by series, each with `steps` values; NaN where nothing was told. */
export interface StepValues {
  readonly steps: number;
  readonly averages: Float32Array;
  readonly maxima: Float32Array;
}

/** What is shown is shown to a whole unit, and a graph has a hundred rows at most. */
const PRECISIONS: Readonly<Record<HistoryUnit, number>> = {
  percent: 4,
  celsius: 4,
  watts: 2,
  volts: 500,
  rpm: -8,
  megahertz: -8,
  bytes: -8,
  bytesPerSecond: -7,
  seconds: -8,
  count: -10,
};

export function precisionOf(unit: HistoryUnit): number {
  return PRECISIONS[unit];
}

const FRACTION_BITS = 23;
const FIRST_BYTES = 4_096;
/** A value and its maximum need no more. */
const MOST_BYTES_A_STEP = 12;

export function encodeSteps(series: readonly KeptSeries[], values: StepValues): Uint8Array {
  const { steps, averages, maxima } = values;
  const writer: Writer = { bytes: new Uint8Array(FIRST_BYTES), length: 0 };
  for (const [slot, { precision }] of series.entries()) {
    reserve(writer, steps * MOST_BYTES_A_STEP);
    const keys = new Float64Array(steps);
    let before = 0;
    for (let step = 0; step < steps; step++) {
      const average = averages[slot * steps + step] ?? Number.NaN;
      const key = Number.isNaN(average) ? Number.NaN : keyOf(average, precision);
      keys[step] = key;
      if (Number.isNaN(key)) {
        writeNumber(writer, 0);
        continue;
      }
      const change = key - before;
      writeNumber(writer, change >= 0 ? 2 * change + 1 : -2 * change);
      before = key;
    }
    for (let step = 0; step < steps; step++) {
      const key = keys[step] ?? Number.NaN;
      if (Number.isNaN(key)) continue;
      const maximum = maxima[slot * steps + step] ?? Number.NaN;
      writeNumber(writer, Math.max(0, (Number.isNaN(maximum) ? key : keyOf(maximum, precision)) - key));
    }
  }
  return writer.bytes.slice(0, writer.length);
}

export type Visit = (slot: number, step: number, average: number, maximum: number) => void;

/** Tells each value that is there of the series that are wanted. Throws RangeError where the bytes are no such steps. */
export function decodeSteps(bytes: Uint8Array, { series, steps, isWanted }: DecodeOptions, visit: Visit): void {
  const reader: Reader = { bytes, at: 0 };
  const keys = new Float64Array(steps);
  for (const [slot, { precision }] of series.entries()) {
    let before = 0;
    for (let step = 0; step < steps; step++) {
      const told = readNumber(reader);
      keys[step] = Number.NaN;
      if (told === 0) continue;
      before += told % 2 === 1 ? (told - 1) / 2 : -told / 2;
      keys[step] = before;
    }
    for (let step = 0; step < steps; step++) {
      const key = keys[step] ?? Number.NaN;
      if (Number.isNaN(key)) continue;
      const more = readNumber(reader);
      if (isWanted(slot)) visit(slot, step, numberOf(key, precision), numberOf(key + more, precision));
    }
  }
  if (reader.at !== bytes.length) throw new RangeError('the block is longer than its steps');
}

export interface DecodeOptions {
  readonly series: readonly KeptSeries[];
  readonly steps: number;
  readonly isWanted: (slot: number) => boolean;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** A whole number that grows with the value. */
function keyOf(value: number, precision: number): number {
  if (precision > 0) return Math.round(value * precision);
  float[0] = Math.abs(value);
  const dropped = FRACTION_BITS + precision;
  const key = Math.floor(((bits[0] ?? 0) + 2 ** (dropped - 1)) / 2 ** dropped);
  return value < 0 ? -key : key;
}

function numberOf(key: number, precision: number): number {
  if (precision > 0) return key / precision;
  bits[0] = Math.abs(key) * 2 ** (FRACTION_BITS + precision);
  const value = float[0] ?? 0;
  return key < 0 ? -value : value;
}

interface Writer {
  bytes: Uint8Array;
  length: number;
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function reserve(writer: Writer, more: number): void {
  if (writer.length + more <= writer.bytes.length) return;
  const larger = new Uint8Array(2 * (writer.length + more));
  larger.set(writer.bytes);
  writer.bytes = larger;
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function writeNumber(writer: Writer, value: number): void {
  let rest = value;
  while (rest >= 128) {
    writer.bytes[writer.length++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  writer.bytes[writer.length++] = rest;
}

function readNumber(reader: Reader): number {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError('the block ends within its steps');
    value += (byte % 128) * factor;
    if (byte < 128) return value;
  }
}
