import { reduce, type TuiAction, type TuiEffect, type TuiState } from './state.ts';

/** The dashboard's one state. Listeners hear of a change only when the state is another object than before. */
export interface TuiStore {
  getState(): TuiState;
  dispatch(action: TuiAction): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** `onEffects` gets what the reducer asks of the outside world, after the listeners have been told of the new state. */
export function createTuiStore(initial: TuiState, onEffects: (effects: readonly TuiEffect[]) => void): TuiStore {
  const listeners = new Set<() => void>();
  let state = initial;
  return {
    getState: () => state,
    dispatch(action) {
      const reduced = reduce(state, action);
      if (reduced.state !== state) {
        state = reduced.state;
        for (const listener of [...listeners]) listener();
      }
      if (reduced.effects.length > 0) onEffects(reduced.effects);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
