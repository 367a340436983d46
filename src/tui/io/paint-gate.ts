/**
 * Stands between the state and Ink: many actions, one commit. A key is shown at once; what the hub tells is shown at
 * most once an interval, since an eye reads no more and a slow line carries no more.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { TuiState } from '../core/state.ts';
import type { TuiStore } from '../core/store.ts';

export interface PaintGate {
  /** What the components see: the store as it was when it was last shown. */
  readonly shown: TuiStore;
  /** Shows the state as it is now. */
  showNow(): void;
  /** Shows the state when the interval since the last time is over. */
  showSoon(): void;
  stop(): void;
}

export function createPaintGate(store: TuiStore, clock: Clock, interval: Millis): PaintGate {
  const listeners = new Set<() => void>();
  let published: TuiState = store.getState();
  let lastShown = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;

  function showNow(): void {
    cancel?.();
    cancel = null;
    const state = store.getState();
    if (state === published) return;
    published = state;
    for (const listener of [...listeners]) listener();
  }

  function showData(): void {
    lastShown = clock.monotonic();
    showNow();
  }

  return {
    shown: {
      getState: () => published,
      dispatch: (action) => store.dispatch(action),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    showNow,
    showSoon() {
      if (cancel) return;
      const wait = lastShown + interval - clock.monotonic();
      if (wait <= 0) showData();
      else cancel = clock.after(wait, showData);
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
