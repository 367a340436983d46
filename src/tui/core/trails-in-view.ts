import { tableRows } from './chrome.ts';
import type { TuiState } from './state.ts';

/** The nodes whose last half hour the list shows just now. */
export function trailsInView({
  list,
  tableColumns,
  alerts,
  detail,
  graphs,
  columns,
  rows,
}: TuiState): readonly string[] {
  const isCovered = detail !== null || graphs.farm !== null || alerts.place === 'open';
  if (isCovered || !tableColumns.includes('trend')) return [];
  return list.order.slice(list.top, list.top + tableRows(columns, rows));
}
