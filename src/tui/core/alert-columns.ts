/** Which columns the list of alerts has in a given width, and how wide each is. */
import type { AlertSortKey } from './alert-list.ts';

export type AlertColumnName = 'level' | 'time' | 'for' | 'node' | 'job' | 'message' | 'state';

export interface AlertColumn {
  readonly name: AlertColumnName;
  readonly title: string;
  readonly sort: AlertSortKey | null;
  readonly width: number;
}

/** What the widest texts of the list would like to have. */
export interface AlertNeeds {
  readonly nodeCells: number;
  readonly jobCells: number;
  /** Of jobs that stand in the place of a node where there is no column of jobs. */
  readonly soleJobCells: number;
  readonly stateCells: number;
}

export interface AlertTable {
  readonly columns: readonly AlertColumn[];
  readonly gap: number;
}

interface Spec extends AlertColumn {
  /** In fewer cells than these it goes. */
  readonly from: number;
  /** It may grow so far. */
  readonly widest: number;
}

const SPECS: readonly Spec[] = [
  { name: 'level', title: 'LEVEL', sort: 'level', width: 6, from: 100, widest: 6 },
  { name: 'time', title: 'TIME', sort: 'time', width: 8, from: 70, widest: 8 },
  { name: 'for', title: 'FOR', sort: null, width: 4, from: 44, widest: 4 },
  { name: 'node', title: 'NODE', sort: 'node', width: 5, from: 0, widest: 24 },
  { name: 'job', title: 'JOB', sort: 'job', width: 6, from: 100, widest: 40 },
  { name: 'message', title: 'MESSAGE', sort: null, width: 8, from: 0, widest: 8 },
  { name: 'state', title: 'STATE', sort: 'state', width: 6, from: 60, widest: 16 },
];

/** Selection mark, glyph and a blank stand before the first column. */
export const ALERT_LEAD_CELLS = 3;
const TRAIL_CELLS = 1;
const WIDE = 100;
const MOST_SOLE_JOB = 12;

/** Every column as wide as its texts want, but none beyond its share; the message has the rest. */
export function alertTable(width: number, needs: AlertNeeds): AlertTable {
  const gap = width >= WIDE ? 2 : 1;
  const present = SPECS.filter(({ from }) => width >= from);
  const room = width - ALERT_LEAD_CELLS - TRAIL_CELLS - gap * (present.length - 1);
  const soleJobCells = present.some(({ name }) => name === 'job') ? 0 : Math.min(MOST_SOLE_JOB, needs.soleJobCells);
  const wanted = { node: Math.max(needs.nodeCells, soleJobCells), job: needs.jobCells, state: needs.stateCells };
  const share = Math.floor(room / 6);
  const widths = present.map(({ name, width: least, widest }) => {
    if (name !== 'node' && name !== 'job' && name !== 'state') return least;
    return Math.max(least, Math.min(widest, wanted[name], Math.max(least + 2, share)));
  });
  const rest = room - widths.reduce((sum, cells) => sum + cells, 0);
  return {
    columns: present.map(({ name, title, sort }, index) => {
      const own = widths[index] ?? 0;
      return { name, title, sort, width: name === 'message' ? Math.max(1, own + rest) : own };
    }),
    gap,
  };
}
