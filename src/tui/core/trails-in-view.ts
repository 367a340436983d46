import { tableRows } from './chrome.ts';
import type { TuiState } from './state.ts';

/** The nodes whose last half hour the list shows just now. */
export function trailsInView({ list, tableColumns, detail, graphs, columns, rows }: TuiState): readonly string[] {
  if (detail || graphs.farm || !tableColumns.includes('trend')) return [];
  return list.order.slice(list.top, list.top + tableRows(columns, rows));
}
