/** A small table in the open node: columns as wide as they need, none where nothing is known. */
import { cellWidth } from '../../shared/text-cells.ts';
import type { DetailLook } from './detail-content.ts';
import { plainGlyphs } from './node-row.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { Tone } from './theme.ts';

export interface TableColumn<Row> {
  readonly title: string;
  /** Figures stand at the right of their column. */
  readonly align?: 'left' | 'right';
  /** Null where it is unknown. */
  readonly cell: (row: Row, index: number) => Span | null;
}

/** A column of figures; nothing is shown for what is unknown. */
export function figures<Row>(
  title: string,
  text: (row: Row) => string | null,
  tone: (row: Row) => Tone = () => 'plain',
): TableColumn<Row> {
  return {
    title,
    align: 'right',
    cell: (row) => {
      const told = text(row);
      return told === null ? null : span(told, tone(row));
    },
  };
}

const GAP = '  ';

/** A line of titles and one a row. A column of which nothing is known is left out. */
export function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { glyphs }: DetailLook,
): readonly SpanLine[] {
  const known = columns.flatMap((column) => {
    const cells = rows.map((row, index) => plainCell(column.cell(row, index), glyphs));
    if (cells.every((cell) => cell === null)) return [];
    const width = Math.max(column.title.length, ...cells.map((cell) => cellWidth(cell?.text ?? '')));
    return [{ ...column, cells, width }];
  });
  const titles = known.map(({ title, width, align }) => span(padded(title, width, align), 'dim'));
  const body = rows.map((_, row) =>
    known.map(({ cells, width, align }) => {
      const cell = cells[row] ?? span(glyphs.unknown, 'dim');
      return span(padded(cell.text, width, align), cell.tone);
    }),
  );
  return [titles, ...body].map((cells) => [
    span(' '),
    ...cells.flatMap((cell, i) => (i === 0 ? [cell] : [span(GAP), cell])),
  ]);
}

function plainCell(cell: Span | null, glyphs: DetailLook['glyphs']): Span | null {
  return cell && { ...cell, text: plainGlyphs(cell.text, glyphs) };
}

function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - cellWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}
