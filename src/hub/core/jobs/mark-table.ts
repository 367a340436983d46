/** Finishings of frames as rows of numbers, 64 bytes each: as objects they would take four times as much. */
import type { Millis } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';

/** One finishing of a frame; times are Unix milliseconds of the hub's clock. */
export interface FrameMark {
  readonly frame: number;
  readonly at: Millis;
  /** When its first file appeared. */
  readonly startedAt: Millis | null;
  /** As the renderer itself says. */
  readonly seconds: number | null;
  readonly sizeBytes: number;
  /** Whose work it is; null where nobody knows. */
  readonly node: string | null;
  /** Null with a node: none other can write there. */
  readonly evidence: Evidence | null;
}

export interface MarkTable {
  values: Float64Array;
  /** So many rows have been given out, those that are free again included. */
  rows: number;
  readonly free: number[];
  /** Names of nodes, by the number that stands for them. */
  readonly nodes: string[];
  readonly nodeNumbers: Map<string, number>;
}

/** The columns; what is null is not a number there. */
export const FRAME = 0;
export const AT = 1;
export const STARTED_AT = 2;
export const SECONDS = 3;
export const SIZE_BYTES = 4;
/** The node's number; -1 where nobody knows. */
export const NODE = 5;
const EVIDENCE = 6;
/** The row of the frame's next mark; -1 at the last. */
const NEXT = 7;
const COLUMNS = 8;

/** No row, no node. */
export const NONE = -1;

const FIRST_ROWS = 16;
const GROWTH = 1.5;
const EVIDENCES: readonly (Evidence | null)[] = [null, 'order', 'bytes', 'descriptor', 'log'];

export function createMarkTable(): MarkTable {
  return { values: new Float64Array(0), rows: 0, free: [], nodes: [], nodeNumbers: new Map() };
}

export function cellOf({ values }: MarkTable, row: number, column: number): number {
  return values[row * COLUMNS + column] as number;
}

export function nextRow(table: MarkTable, row: number): number {
  return cellOf(table, row, NEXT);
}

/** Null of a row's node that nobody knows. */
export function nodeOfRow(table: MarkTable, row: number): string | null {
  return table.nodes[cellOf(table, row, NODE)] ?? null;
}

export function evidenceOfRow(table: MarkTable, row: number): Evidence | null {
  return EVIDENCES[cellOf(table, row, EVIDENCE)] ?? null;
}

/** Null where the cell is empty. */
export function cellOrNull(table: MarkTable, row: number, column: number): number | null {
  const value = cellOf(table, row, column);
  return Number.isNaN(value) ? null : value;
}

export function markOfRow(table: MarkTable, row: number): FrameMark {
  return {
    frame: cellOf(table, row, FRAME),
    at: cellOf(table, row, AT),
    startedAt: cellOrNull(table, row, STARTED_AT),
    seconds: cellOrNull(table, row, SECONDS),
    sizeBytes: cellOf(table, row, SIZE_BYTES),
    node: nodeOfRow(table, row),
    evidence: evidenceOfRow(table, row),
  };
}

/** The marks that follow on each other from `first`; none of none. */
export function marksFrom(table: MarkTable, first: number): readonly FrameMark[] {
  const marks: FrameMark[] = [];
  for (let row = first; row !== NONE; row = nextRow(table, row)) marks.push(markOfRow(table, row));
  return marks;
}

/** Enters the marks, the first of them first; gives its row. */
export function enterMarks(table: MarkTable, marks: readonly FrameMark[]): number {
  let next = NONE;
  for (const mark of marks.toReversed()) {
    const row = table.free.pop() ?? grownRow(table);
    const { frame, at, startedAt, seconds, sizeBytes, node, evidence } = mark;
    const from = row * COLUMNS;
    table.values[from + FRAME] = frame;
    table.values[from + AT] = at;
    table.values[from + STARTED_AT] = startedAt ?? Number.NaN;
    table.values[from + SECONDS] = seconds ?? Number.NaN;
    table.values[from + SIZE_BYTES] = sizeBytes;
    table.values[from + NODE] = node === null ? NONE : numberOf(table, node);
    table.values[from + EVIDENCE] = EVIDENCES.indexOf(evidence);
    table.values[from + NEXT] = next;
    next = row;
  }
  return next;
}

/** Frees the rows that follow on each other from `first`. */
export function freeMarks(table: MarkTable, first: number): void {
  for (let row = first; row !== NONE; row = nextRow(table, row)) table.free.push(row);
}

function grownRow(table: MarkTable): number {
  if (table.rows * COLUMNS === table.values.length) {
    const grown = new Float64Array(COLUMNS * Math.max(FIRST_ROWS, Math.ceil(table.rows * GROWTH)));
    grown.set(table.values);
    table.values = grown;
  }
  return table.rows++;
}

function numberOf({ nodes, nodeNumbers }: MarkTable, node: string): number {
  const known = nodeNumbers.get(node);
  if (known !== undefined) return known;
  nodeNumbers.set(node, nodes.length);
  return nodes.push(node) - 1;
}
