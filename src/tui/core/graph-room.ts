/** How the graphs of a screen are laid out in a terminal of a given size. */

import { cellText } from './cell-text.ts';
import { type Graph, type GraphLook, type Grid, graphGrid, ruleBelow, sparkLines } from './graph-panel.ts';
import { rangeOf, UNKEPT_SECONDS } from './history-range.ts';
import type { HistoryView } from './history-view.ts';
import type { PanelLine } from './panel.ts';
import { type SpanLine, span } from './spans.ts';

/** From this width on there are areas, side by side. */
const AREA_COLUMNS = 110;
const THREE_ACROSS_COLUMNS = 170;
const FOUR_ACROSS_COLUMNS = 240;

interface ScreenCells {
  readonly columns: number;
  readonly rows: number;
}

/** Null where there is room for sparklines alone. */
export function gridOf({ columns, rows }: ScreenCells): Grid | null {
  if (columns < AREA_COLUMNS) return null;
  const across = columns >= FOUR_ACROSS_COLUMNS ? 4 : columns >= THREE_ACROSS_COLUMNS ? 3 : 2;
  return { across, height: rows >= 50 ? 5 : rows >= 36 ? 4 : 3 };
}

/** Graphs as a grid, or a line each where there is none, and under them what stands below. */
export function graphsOver(
  graphs: readonly Graph[],
  grid: Grid | null,
  { look, below }: { readonly look: GraphLook; readonly below: readonly PanelLine[] },
): readonly PanelLine[] {
  const notes = look.view ? historyNotes(look.view) : [];
  if (!grid) return [...notes, ...sparkLines(graphs, look), ...below];
  const [first, ...rest] = below;
  return [
    ...notes,
    ...graphGrid(graphs, grid, look),
    ...(first === undefined ? [] : [ruleBelow(first, grid, look), ...rest]),
  ];
}

/** Why graphs may be emptier than hoped for. */
function historyNotes({ range, data, problem }: HistoryView): readonly SpanLine[] {
  if (problem !== null) return [[span(` No history: ${cellText(problem)}`, 'warn')]];
  if (data.loaded?.history.kept !== false || rangeOf(range).seconds <= UNKEPT_SECONDS) return [];
  return [[span(' The hub remembers one hour; start it with --history and it keeps days.', 'dim')]];
}
