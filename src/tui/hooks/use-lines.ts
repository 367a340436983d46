import { useRef, useSyncExternalStore } from 'react';
import type { TuiState } from '../core/state.ts';
import type { TuiStore } from '../core/store.ts';

interface Seen {
  readonly state: TuiState;
  readonly lines: readonly string[];
}

/**
 * Lines made from the state. The same array comes back for as long as no line changed, so that a component is
 * rendered only when there is something else to show: rendering the same again costs Ink a whole frame.
 */
export function useLines(store: TuiStore, select: (state: TuiState) => readonly string[]): readonly string[] {
  const seen = useRef<Seen | null>(null);
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.getState();
    const last = seen.current;
    if (last?.state === state) return last.lines;
    const fresh = select(state);
    const lines = last && sameLines(last.lines, fresh) ? last.lines : fresh;
    seen.current = { state, lines };
    return lines;
  });
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
