/** How a screen's lines are shared between the list of alerts and the details of the selected one. */
import { chromeOf, hasColumnNames } from './chrome.ts';

interface ScreenCells {
  readonly columns: number;
  readonly rows: number;
}

const LEAST_SHARED_ROWS = 12;
const LEAST_DETAIL_ROWS = 6;
const MOST_DETAIL_ROWS = 14;

/** How many alerts can be in view at once. */
export function alertRows({ columns, rows }: ScreenCells): number {
  const { innerRows } = chromeOf(columns, rows);
  const room = Math.max(1, innerRows - (hasColumnNames(rows) ? 1 : 0));
  if (innerRows < LEAST_SHARED_ROWS) return room;
  return room - 1 - Math.min(MOST_DETAIL_ROWS, Math.max(LEAST_DETAIL_ROWS, Math.floor(innerRows * 0.45)));
}

/** Lines for details under their rule, which have what a list of `count` alerts leaves; 0 where only the list has room. */
export function alertDetailRows({ columns, rows }: ScreenCells, count: number): number {
  const { innerRows } = chromeOf(columns, rows);
  if (innerRows < LEAST_SHARED_ROWS) return 0;
  return innerRows - (hasColumnNames(rows) ? 1 : 0) - Math.min(Math.max(1, count), alertRows({ columns, rows })) - 1;
}
