/** Which columns the node table has in a given width, and how wide each is. */
import type { SortKey } from './node-sort.ts';

type ColumnName =
  | 'node'
  | 'state'
  | 'job'
  | 'bar'
  | 'percent'
  | 'frames'
  | 'eta'
  | 'cpu'
  | 'gpu'
  | 'spark'
  | 'temp'
  | 'ram'
  | 'seen';

export interface Column {
  readonly name: ColumnName;
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly sort: SortKey | null;
  readonly width: number;
}

export interface TableLayout {
  readonly columns: readonly Column[];
  /** Blanks between two columns. */
  readonly gap: number;
}

/** What the widest texts of the list would like to have. */
export interface TableNeeds {
  readonly nodeCells: number;
  readonly jobCells: number;
}

const COLUMNS: readonly Column[] = [
  { name: 'node', title: 'NODE', align: 'left', sort: 'node', width: 7 },
  { name: 'state', title: 'STATE', align: 'left', sort: 'state', width: 7 },
  { name: 'job', title: 'JOB', align: 'left', sort: 'job', width: 12 },
  { name: 'bar', title: 'PROGRESS', align: 'left', sort: null, width: 10 },
  { name: 'percent', title: '%', align: 'right', sort: 'progress', width: 4 },
  { name: 'frames', title: 'FRAMES', align: 'right', sort: null, width: 9 },
  { name: 'eta', title: 'ETA', align: 'right', sort: 'eta', width: 5 },
  { name: 'cpu', title: 'CPU', align: 'right', sort: 'cpu', width: 4 },
  { name: 'gpu', title: 'GPU', align: 'right', sort: 'gpu', width: 4 },
  { name: 'spark', title: '60s', align: 'right', sort: null, width: 8 },
  { name: 'temp', title: 'TEMP', align: 'right', sort: 'temp', width: 4 },
  { name: 'ram', title: 'RAM', align: 'right', sort: 'ram', width: 4 },
  { name: 'seen', title: 'SEEN', align: 'right', sort: 'seen', width: 4 },
];

/**
 * What goes, in this order, until the rest fits: first what only adds to another column, then what an open node shows
 * as well; last of all the state's word, which the glyph tells too.
 */
const STEPS: readonly (readonly ColumnName[])[] = [
  [],
  ['spark'],
  ['frames'],
  ['ram'],
  [],
  ['cpu'],
  ['seen'],
  ['temp'],
  ['state'],
];
const NARROWING_STEP = 4;
const NARROW: Readonly<Partial<Record<ColumnName, number>>> = { job: 8, bar: 6 };
const BARE: readonly ColumnName[] = ['node', 'percent', 'eta'];
/** Selection mark, glyph and a blank stand before the first column. */
export const LEAD_CELLS = 3;
const TRAIL_CELLS = 1;
const LEAST_NODE_CELLS = 3;
/** A cell of less than a second would only repeat its neighbour. */
const MOST_SPARK_CELLS = 60;

/** In a terminal under 60 columns there are glyph, NODE, % and ETA alone. */
export function isBare(columns: number): boolean {
  return columns < 60;
}

/** The table's columns in `width` cells; `bare` leaves only NODE, % and ETA. */
export function tableLayout(width: number, needs: TableNeeds, bare = false): TableLayout {
  const room = width - LEAD_CELLS - (bare ? 0 : TRAIL_CELLS);
  if (bare) return bareLayout(room, needs);
  const dropped = new Set<ColumnName>();
  for (const [step, names] of STEPS.entries()) {
    for (const name of names) dropped.add(name);
    const columns = COLUMNS.filter(({ name }) => !dropped.has(name)).map((column) => {
      const narrow = step >= NARROWING_STEP ? NARROW[column.name] : undefined;
      if (narrow !== undefined) return { ...column, width: narrow };
      return { ...column, width: leastWidth(column, needs) };
    });
    if (widthOf(columns, 1) <= room) return widened(columns, room, needs);
  }
  return bareLayout(room, needs);
}

function leastWidth(column: Column, needs: TableNeeds): number {
  if (column.name === 'node') return Math.min(10, Math.max(6, needs.nodeCells));
  return column.name === 'job' ? Math.min(17, Math.max(8, needs.jobCells)) : column.width;
}

function bareLayout(room: number, needs: TableNeeds): TableLayout {
  const columns = COLUMNS.filter(({ name }) => BARE.includes(name));
  const others = widthOf(columns, 1) - (columns[0]?.width ?? 0);
  const node = Math.max(LEAST_NODE_CELLS, Math.min(room - others, Math.max(7, needs.nodeCells)));
  return { columns: columns.map((column) => (column.name === 'node' ? { ...column, width: node } : column)), gap: 1 };
}

function widthOf(columns: readonly Column[], gap: number): number {
  return columns.reduce((sum, column) => sum + column.width, 0) + gap * (columns.length - 1);
}

/**
 * Hands out what is left: names before bars, bars before gaps, and each up to a width that still reads well; on a very
 * wide screen the bars take the rest.
 */
function widened(columns: readonly Column[], room: number, needs: TableNeeds): TableLayout {
  const widths = new Map(columns.map(({ name, width }) => [name, width]));
  let left = room - widthOf(columns, 1);
  let gap = 1;
  const grow = (name: ColumnName, to: number): void => {
    const width = widths.get(name);
    if (width === undefined) return;
    const more = Math.max(0, Math.min(left, to - width));
    widths.set(name, width + more);
    left -= more;
  };
  const space = (to: number): void => {
    if (left < columns.length - 1 || gap >= to) return;
    left -= columns.length - 1;
    gap++;
  };
  grow('bar', 8);
  grow('job', Math.min(12, needs.jobCells));
  grow('bar', 10);
  grow('job', Math.min(17, needs.jobCells));
  grow('node', Math.min(16, needs.nodeCells));
  grow('job', Math.min(24, needs.jobCells));
  grow('bar', 12);
  space(2);
  grow('bar', 20);
  grow('node', Math.min(40, needs.nodeCells));
  grow('job', Math.min(72, needs.jobCells));
  space(3);
  grow('bar', 48);
  grow('spark', 20);
  space(4);
  grow('spark', MOST_SPARK_CELLS);
  grow('bar', 96);
  space(6);
  grow('bar', room);
  return { columns: columns.map((column) => ({ ...column, width: widths.get(column.name) ?? column.width })), gap };
}
