/** The newest step of all nodes in one piece. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  decodeSteps,
  encodeSteps,
  type KeptSeries,
  type StepValues,
  type Visit,
} from '../../core/history/block-codec.ts';

/** Numbers of the database's. */
export interface SlabPart {
  readonly node: number;
  readonly layout: number;
}

export interface SlabPartValues extends SlabPart {
  readonly values: StepValues;
}

const HEAD_NUMBERS = 3;
const NUMBER_BYTES = 4;

/** Written every ten seconds and soon deleted: quickly before tightly. */
export function encodeSlab(
  parts: readonly SlabPartValues[],
  layoutOf: (layout: number) => readonly KeptSeries[],
): Uint8Array {
  const head = new Uint32Array(1 + HEAD_NUMBERS * parts.length);
  head[0] = parts.length;
  const pieces = parts.map(({ node, layout, values }, index) => {
    const bytes = encodeSteps(layoutOf(layout), values);
    head.set([node, layout, bytes.length], 1 + HEAD_NUMBERS * index);
    return bytes;
  });
  return deflateRawSync(Buffer.concat([Buffer.from(head.buffer), ...pieces]), { level: 1 });
}

/** Throws RangeError where the bytes are no slab. */
export function decodeSlab(
  data: Uint8Array,
  layoutOf: (layout: number) => readonly KeptSeries[],
  visit: (part: SlabPart, ...told: Parameters<Visit>) => void,
): void {
  const bytes = inflateRawSync(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const number = (index: number): number => view.getUint32(index * NUMBER_BYTES, true);
  const count = number(0);
  let at = (1 + HEAD_NUMBERS * count) * NUMBER_BYTES;
  for (let index = 0; index < count; index++) {
    const [node, layout, length] = [0, 1, 2].map((place) => number(1 + HEAD_NUMBERS * index + place));
    const part = { node: node ?? 0, layout: layout ?? 0 };
    const end = at + (length ?? 0);
    const options = { series: layoutOf(part.layout), steps: 1, isWanted: () => true };
    decodeSteps(bytes.subarray(at, end), options, (...told) => visit(part, ...told));
    at = end;
  }
}
