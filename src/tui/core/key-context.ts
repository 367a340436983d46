import type { KeyContext } from './keymap.ts';
import type { TuiState } from './state.ts';

/** Which keys hold now: what lies on top decides. */
export function contextOf(state: TuiState): KeyContext {
  if (state.helpTop !== null) return 'help';
  if (state.detail) return state.detail.question?.editing ? 'time' : 'detail';
  return state.list.editingFilter ? 'filter' : 'nodes';
}
