import { displaySafe } from './display-safe.ts';
import { cellWidth, fitCells } from './text-cells.ts';

export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Cells at most; what is longer is cut with `…`. */
  readonly widest: number;
}

/** Rows under their titles, aligned by terminal cells, each cell harmless whatever it holds. Ends with a line break. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map((column) => column.title), ...rows.map((row) => row.map(displaySafe))];
  const widths = columns.map((column, at) =>
    Math.min(column.widest, Math.max(...lines.map((line) => cellWidth(line[at] ?? '')))),
  );
  const lineText = (line: readonly string[]): string =>
    columns.map((column, at) => fitCells(line[at] ?? '', widths[at] ?? 0, column.align)).join('  ');
  return lines.map((line) => `${lineText(line).trimEnd()}\n`).join('');
}
