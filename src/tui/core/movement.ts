/** Going through the rows or lines of whatever is open. */
import { movedAlerts } from './alert-commands.ts';
import { alertRows } from './alerts-layout.ts';
import { chooserRows, chromeOf, tableRows } from './chrome.ts';
import { movedChooser } from './column-commands.ts';
import { detailContent } from './detail-content.ts';
import { farmContent } from './farm-panel.ts';
import { helpContent } from './help-content.ts';
import { contextOf } from './key-context.ts';
import { moveSelection } from './node-list.ts';
import type { Reduced, TuiState } from './state.ts';
import type { TuiCommand } from './tui-command.ts';

export type Movement = Extract<
  TuiCommand,
  'up' | 'down' | 'half-page-up' | 'half-page-down' | 'page-up' | 'page-down' | 'first' | 'last'
>;

/** By how many lines a movement goes on a page of `page` lines. */
function stepOf(movement: Movement, page: number): number {
  switch (movement) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'half-page-up':
      return -Math.ceil(page / 2);
    case 'half-page-down':
      return Math.ceil(page / 2);
    case 'page-up':
      return -page;
    case 'page-down':
      return page;
    case 'first':
      return Number.NEGATIVE_INFINITY;
    case 'last':
      return Number.POSITIVE_INFINITY;
  }
}

/** Lines that a page has in the open screen. */
function pageRows(state: TuiState): number {
  const { columns, rows } = state;
  const context = contextOf(state);
  if (context === 'columns') return chooserRows(state);
  if (context === 'alerts' || context === 'alert-filter') return alertRows(state);
  return state.detail || state.graphs.farm || state.helpTop !== null
    ? Math.max(1, chromeOf(columns, rows).innerRows)
    : tableRows(columns, rows);
}

/** The selection, or what is in view of the open screen, moved. */
export function moved(state: TuiState, movement: Movement): Reduced {
  const by = stepOf(movement, pageRows(state));
  if (state.helpTop !== null) {
    const helpTop = scrolled(state.helpTop, by, helpContent(state).length - pageRows(state));
    return unchanged({ ...state, helpTop });
  }
  if (state.chooser) return movedChooser(state, state.chooser, by);
  if (state.alerts.place === 'open') return movedAlerts(state, by);
  if (state.detail) {
    const top = scrolled(state.detail.top, by, detailContent(state, state.detail).length - pageRows(state));
    return unchanged({ ...state, detail: { ...state.detail, top } });
  }
  const { farm } = state.graphs;
  if (farm) {
    const top = scrolled(farm.top, by, farmContent(state, farm).length - pageRows(state));
    return unchanged({ ...state, graphs: { ...state.graphs, farm: { ...farm, top } } });
  }
  const { now, connection } = state;
  const request = { now, connection, height: tableRows(state.columns, state.rows) };
  return unchanged({ ...state, list: moveSelection(state.list, by, request) });
}

function scrolled(top: number, by: number, last: number): number {
  const end = Math.max(0, last);
  return Math.max(0, Math.min(Math.min(top, end) + by, end));
}

function unchanged(state: TuiState): Reduced {
  return { state, effects: [] };
}
