import { COLUMN_NAMES } from './table-columns.ts';

/** What stands around the content of a screen of a given size; small terminals lose chrome before they lose rows. */
export interface Chrome {
  readonly border: boolean;
  /** The line with the most pressing trouble. */
  readonly trouble: boolean;
  readonly footer: boolean;
  /** Cells and lines inside the panel. */
  readonly innerColumns: number;
  readonly innerRows: number;
}

const HEADER_ROWS = 1;

export function chromeOf(columns: number, rows: number): Chrome {
  const border = columns >= 30 && rows >= 7;
  const footer = rows >= 9;
  const trouble = rows >= 11;
  const taken = HEADER_ROWS + (border ? 2 : 0) + (trouble ? 1 : 0) + (footer ? 1 : 0);
  return {
    border,
    footer,
    trouble,
    innerColumns: Math.max(1, border ? columns - 2 : columns),
    innerRows: Math.max(0, rows - taken),
  };
}

/** Rows of the node table: its first line names the columns. */
export function tableRows(columns: number, rows: number): number {
  return Math.max(1, chromeOf(columns, rows).innerRows - (hasColumnNames(rows) ? 1 : 0));
}

export function hasColumnNames(rows: number): boolean {
  return rows >= 6;
}

/** Rows of the chooser of columns, which leaves a line of what lies under it above and below. */
export function chooserRows({ columns, rows }: { readonly columns: number; readonly rows: number }): number {
  const { border, innerRows } = chromeOf(columns, rows);
  return Math.max(1, Math.min(innerRows - (border ? 2 : 0), COLUMN_NAMES.length));
}
