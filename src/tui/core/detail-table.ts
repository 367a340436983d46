/** A small table in the open node: columns as wide as they need, none where nothing is known. */
import { cellWidth, fitCells } from '../../shared/text-cells.ts';
import type { DetailLook } from './detail-content.ts';
import { signOf } from './detail-section.ts';
import { plainGlyphs } from './node-row.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { GlyphSet, Tone } from './theme.ts';

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
/** In fewer cells a text tells nothing. */
const LEAST_TEXT_CELLS = 8;

interface KnownColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly (Span | null)[];
  readonly width: number;
}

/** A line of titles and one a row. A column of which nothing is known is left out, and so is one that does not fit. */
export function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { width: room, glyphs }: DetailLook,
): readonly SpanLine[] {
  const shown = fitting(
    columns.flatMap((column) => knownColumn(rows, column, glyphs)),
    room - 1,
  );
  const lineOf = (cells: readonly Span[]): SpanLine => [
    span(' '),
    ...cells.flatMap((cell, i) => (i === 0 ? [cell] : [span(GAP), cell])),
  ];
  const fitted = (text: string, { width, align }: KnownColumn): string => fitCells(text, width, align, glyphs.ellipsis);
  const titles = lineOf(shown.map((column) => span(fitted(column.title, column), 'dim')));
  const body = rows.map((_, row) =>
    lineOf(
      shown.map((column) => {
        const cell = column.cells[row] ?? span(glyphs.unknown, 'dim');
        return span(fitted(cell.text, column), cell.tone);
      }),
    ),
  );
  return [titles, ...body];
}

function knownColumn<Row>(rows: readonly Row[], column: TableColumn<Row>, glyphs: GlyphSet): readonly KnownColumn[] {
  const { title, align = 'left' } = column;
  const cells = rows.map((row, index) => shownCell(column.cell(row, index), align, glyphs));
  if (cells.every((cell) => cell === null)) return [];
  return [{ title, align, cells, width: Math.max(title.length, ...cells.map((cell) => cellWidth(cell?.text ?? ''))) }];
}

/** A figure bears the sign of what its colour tells; words tell it themselves. */
function shownCell(cell: Span | null, align: 'left' | 'right', glyphs: GlyphSet): Span | null {
  const sign = cell && align === 'right' ? signOf(cell.tone, glyphs) : '';
  return cell && { ...cell, text: sign + plainGlyphs(cell.text, glyphs) };
}

/** What fits into `room` cells: the first columns before the later ones, a text cut before it goes, a figure never cut. */
function fitting(columns: readonly KnownColumn[], room: number): readonly KnownColumn[] {
  const shown: KnownColumn[] = [];
  let left = room;
  for (const [index, column] of columns.entries()) {
    const isText = column.align === 'left';
    const isLast = index === columns.length - 1;
    const most = isText && !isLast ? Math.max(LEAST_TEXT_CELLS, Math.floor(room / 3)) : room;
    const wanted = Math.min(column.width, most);
    const width = isText && left >= LEAST_TEXT_CELLS ? Math.min(wanted, left) : wanted;
    if (width > left) continue;
    shown.push({ ...column, width });
    left -= width + GAP.length;
  }
  return shown;
}
