/** Which of the chosen columns the node table has in a given width, and how wide each is. */
import { TRAIL_CELLS as MOST_TREND_CELLS } from './history-trail.ts';
import { type ColumnInfo, type ColumnName, TABLE_COLUMNS } from './table-columns.ts';

export interface Column extends ColumnInfo {
  readonly name: ColumnName;
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

/**
 * What goes, in this order, until the rest fits: first what only adds to another column, then what an open node shows
 * as well; late the state's word, which the glyph tells too. The node itself never goes.
 */
const DROP_ORDER: readonly ColumnName[] = [
  'reason',
  'host',
  'version',
  'tags',
  'trend',
  'spark',
  'frames',
  'gpu-limit',
  'gpu-mem',
  'docker',
  'root',
  'gpu-fan',
  'ram',
  'gpu-watts',
  'cpu',
  'seen',
  'vrm',
  'output',
  'temp',
  'full-in',
  'alerts',
  'state',
  'cpu-temp',
  'gpu-temp',
  'gpu',
  'job',
  'progress',
  'eta',
  'percent',
];
/** From here on JOB and the bar are narrower, before more columns go. */
const NARROWED_AFTER: ColumnName = 'ram';
const NARROW: Readonly<Partial<Record<ColumnName, number>>> = { job: 8, progress: 6 };
const BARE: ReadonlySet<ColumnName> = new Set<ColumnName>(['node', 'percent', 'eta']);
/** Selection mark, glyph and a blank stand before the first column. */
export const LEAD_CELLS = 3;
const TRAIL_CELLS = 1;
const LEAST_NODE_CELLS = 3;
const MOST_NAME_CELLS = 72;
/** A cell of less than a second would only repeat its neighbour. */
const MOST_SPARK_CELLS = 60;

/** In a terminal under 60 columns there are glyph, NODE, % and ETA alone, where these are chosen. */
export function isBare(columns: number): boolean {
  return columns < 60;
}

interface TableRoom {
  readonly width: number;
  /** In the order in which they stand. */
  readonly chosen: readonly ColumnName[];
  readonly needs: TableNeeds;
  /** Whether the terminal is so small that only the least of a table is wanted. */
  readonly bare?: boolean;
}

/** The table's columns in `width` cells. */
export function tableLayout({ width, chosen, needs, bare = false }: TableRoom): TableLayout {
  const room = width - LEAD_CELLS - (bare ? 0 : TRAIL_CELLS);
  if (bare) return bareLayout(chosen, room, needs);
  const columns = chosen.map((name): Column => ({ name, ...TABLE_COLUMNS[name] }));
  for (const { dropped, narrow } of STEPS) {
    const left = columns
      .filter(({ name }) => !dropped.has(name))
      .map((column) => ({ ...column, width: leastWidth(column, needs, narrow) }));
    if (widthOf(left, 1) <= room && left.some(({ name }) => !BARE.has(name))) return widened(left, room, needs);
  }
  return bareLayout(chosen, room, needs);
}

interface Step {
  readonly dropped: ReadonlySet<ColumnName>;
  readonly narrow: boolean;
}

const STEPS: readonly Step[] = [
  { dropped: new Set<ColumnName>(), narrow: false },
  ...DROP_ORDER.flatMap((name, index): readonly Step[] => {
    const dropped = new Set(DROP_ORDER.slice(0, index + 1));
    const narrow = index > DROP_ORDER.indexOf(NARROWED_AFTER);
    return name === NARROWED_AFTER
      ? [
          { dropped, narrow },
          { dropped, narrow: true },
        ]
      : [{ dropped, narrow }];
  }),
];

function leastWidth({ name, width }: Column, needs: TableNeeds, narrow: boolean): number {
  const narrowed = narrow ? NARROW[name] : undefined;
  if (narrowed !== undefined) return narrowed;
  if (name === 'node') return Math.min(10, Math.max(6, needs.nodeCells));
  return name === 'job' ? Math.min(17, Math.max(8, needs.jobCells)) : width;
}

/** The least of a table: of what is chosen NODE, % and ETA, or else as many as fit. */
function bareLayout(chosen: readonly ColumnName[], room: number, needs: TableNeeds): TableLayout {
  const least = chosen.filter((name) => BARE.has(name));
  const kept = new Set(least.length > 1 ? least : chosen);
  const columnsOf = (): readonly Column[] =>
    chosen.filter((name) => kept.has(name)).map((name) => ({ name, ...TABLE_COLUMNS[name], width: leastBare(name) }));
  for (const name of DROP_ORDER) if (widthOf(columnsOf(), 1) > room) kept.delete(name);
  const columns = columnsOf();
  const others = widthOf(columns, 1) - LEAST_NODE_CELLS;
  const node = Math.max(LEAST_NODE_CELLS, Math.min(room - others, MOST_NAME_CELLS, Math.max(7, needs.nodeCells)));
  return { columns: columns.map((column) => (column.name === 'node' ? { ...column, width: node } : column)), gap: 1 };
}

function leastBare(name: ColumnName): number {
  return name === 'node' ? LEAST_NODE_CELLS : TABLE_COLUMNS[name].width;
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
  grow('progress', 8);
  grow('job', Math.min(12, needs.jobCells));
  grow('progress', 10);
  grow('job', Math.min(17, needs.jobCells));
  grow('node', Math.min(16, needs.nodeCells));
  grow('job', Math.min(24, needs.jobCells));
  grow('progress', 12);
  grow('reason', 40);
  space(2);
  grow('progress', 20);
  grow('node', Math.min(40, needs.nodeCells));
  grow('job', Math.min(MOST_NAME_CELLS, needs.jobCells));
  space(3);
  grow('progress', 48);
  grow('spark', 20);
  space(4);
  grow('spark', MOST_SPARK_CELLS);
  grow('trend', MOST_TREND_CELLS);
  grow('progress', 96);
  space(6);
  grow('tags', 32);
  grow('host', 32);
  grow('progress', room);
  grow('reason', room);
  return { columns: columns.map((column) => ({ ...column, width: widths.get(column.name) ?? column.width })), gap };
}
