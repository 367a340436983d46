/** The chooser of columns, laid over the right of the table, whose left shows what is chosen. */
import { fitCells } from '../../shared/text-cells.ts';
import { type Chrome, chooserRows, chromeOf } from './chrome.ts';
import { type ColumnChooser, columnsOf } from './column-chooser.ts';
import { columnTitle } from './nodes-panel.ts';
import { panel } from './panel.ts';
import { selectedIndex } from './row-list.ts';
import { fitLine, lineWidth, overlay, type SpanLine, selectedLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type ColumnName, setNameOf, TABLE_COLUMNS } from './table-columns.ts';
import { type GlyphSet, glyphSet } from './theme.ts';

/** From this width on each column says what it shows; elsewhere the line below says it of the selected one. */
const WIDE_COLUMNS = 120;
const WIDE_CELLS = 66;
const NARROW_CELLS = 25;
const TITLE_CELLS = 9;
const NAME_CELLS = 10;

/** The body with the chooser over it; as many lines of the same width. */
export function chooserOver(body: readonly SpanLine[], state: TuiState, chooser: ColumnChooser): readonly SpanLine[] {
  const glyphs = glyphSet(state.glyphs);
  const full = chromeOf(state.columns, state.rows);
  const width = Math.min(full.innerColumns, state.columns >= WIDE_COLUMNS ? WIDE_CELLS : NARROW_CELLS);
  const chrome: Chrome = { ...full, innerColumns: width, innerRows: chooserRows(state) };
  const shown = chooser.order.slice(chooser.top, chooser.top + chrome.innerRows);
  const columns = columnsOf(chooser);
  const below = chooser.order.length - chooser.top - shown.length;
  const text = {
    title: [span('columns', 'strong')],
    settings: [span(setNameOf(columns) ?? `${columns.length}`, 'dim')],
    position: [span(`${selectedIndex(chooser) + 1}/${chooser.order.length}`, 'dim')],
    remains: below > 0 ? [span(`${glyphs.more} ${below} more`, 'dim')] : [],
  };
  const lines = shown.map((name) => columnLine(name, chooser, width, glyphs));
  const box = panel(text, lines, chrome, glyphs);
  const left = Math.max(0, state.columns - lineWidth(box[0] ?? []) - (full.border ? 1 : 0));
  return body.map((line, row) => {
    const patch = box[row - (body.length > box.length ? 1 : 0)];
    return patch ? overlay(line, patch, left) : line;
  });
}

function columnLine(name: ColumnName, chooser: ColumnChooser, width: number, glyphs: GlyphSet): SpanLine {
  const isShown = chooser.shown.has(name);
  const isSelected = name === chooser.selectedId;
  const { title, about } = TABLE_COLUMNS[name];
  const line = fitLine(
    [
      span(isSelected ? glyphs.selected : ' ', isSelected ? 'accent' : 'plain'),
      span(isShown ? '[x] ' : '[ ] ', isShown ? 'good' : 'dim'),
      span(fitCells(columnTitle(title, glyphs), TITLE_CELLS), isShown ? 'strong' : 'plain'),
      span(fitCells(name, NAME_CELLS), 'dim'),
      ...(width > NARROW_CELLS ? [span(about)] : []),
    ],
    width,
    glyphs.ellipsis,
  );
  return isSelected ? selectedLine(line) : line;
}
