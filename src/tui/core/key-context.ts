import type { KeyContext } from './keymap.ts';
import type { TuiState } from './state.ts';

/** Which keys hold now: what lies on top decides. */
export function contextOf(state: TuiState): KeyContext {
  if (state.helpTop !== null) return 'help';
  if (state.chooser !== null) return 'columns';
  if (state.alerts.place === 'open') return state.alerts.list.editingFilter ? 'alert-filter' : 'alerts';
  if (state.detail) return state.detail.question?.editing ? 'time' : 'detail';
  if (state.graphs.farm) return 'farm';
  return state.list.editingFilter ? 'filter' : 'nodes';
}
