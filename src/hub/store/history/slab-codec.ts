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
  return packed(
    parts.map(({ node, layout, values }) => ({ node, layout, bytes: encodeSteps(layoutOf(layout), values) })),
  );
}

/** Throws RangeError where the bytes are no slab. */
export function decodeSlab(
  data: Uint8Array,
  layoutOf: (layout: number) => readonly KeptSeries[],
  visit: (part: SlabPart, ...told: Parameters<Visit>) => void,
): void {
  for (const { bytes, ...part } of piecesOf(data)) {
    const options = { series: layoutOf(part.layout), steps: 1, isWanted: () => true };
    decodeSteps(bytes, options, (...told) => visit(part, ...told));
  }
}

/** The slab without what is of that node; null where it has nothing of it. Throws RangeError where the bytes are no slab. */
export function slabWithout(data: Uint8Array, node: number): Uint8Array | null {
  const pieces = [...piecesOf(data)];
  const others = pieces.filter((piece) => piece.node !== node);
  return others.length === pieces.length ? null : packed(others);
}

interface SlabPiece extends SlabPart {
  readonly bytes: Uint8Array;
}

function packed(pieces: readonly SlabPiece[]): Uint8Array {
  const head = new Uint32Array(1 + HEAD_NUMBERS * pieces.length);
  head[0] = pieces.length;
  for (const [index, { node, layout, bytes }] of pieces.entries())
    head.set([node, layout, bytes.length], 1 + HEAD_NUMBERS * index);
  return deflateRawSync(Buffer.concat([Buffer.from(head.buffer), ...pieces.map(({ bytes }) => bytes)]), { level: 1 });
}

function* piecesOf(data: Uint8Array): Iterable<SlabPiece> {
  const bytes = inflateRawSync(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const number = (index: number): number => view.getUint32(index * NUMBER_BYTES, true);
  const count = number(0);
  let at = (1 + HEAD_NUMBERS * count) * NUMBER_BYTES;
  for (let index = 0; index < count; index++) {
    const first = 1 + HEAD_NUMBERS * index;
    const end = at + number(first + 2);
    yield { node: number(first), layout: number(first + 1), bytes: bytes.subarray(at, end) };
    at = end;
  }
}
