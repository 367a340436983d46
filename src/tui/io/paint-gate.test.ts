import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { initialState } from '../core/state.ts';
import { createTuiStore } from '../core/store.ts';
import { createPaintGate } from './paint-gate.ts';

function scene() {
  const clock = new ManualClock();
  const now = () => ({ wall: clock.now(), monotonic: clock.monotonic() });
  const store = createTuiStore(
    initialState({ columns: 80, rows: 24, glyphs: 'unicode', colour: 'none', hubUrl: 'http://hub', at: now() }),
    () => {},
  );
  const gate = createPaintGate(store, clock, 250);
  let shown = 0;
  gate.shown.subscribe(() => shown++);
  return { clock, gate, learn: () => store.dispatch({ kind: 'tick', at: now() }), shown: () => shown, store };
}

describe('createPaintGate', () => {
  it('shows the first data at once and all that follows within the interval as one', () => {
    const { clock, gate, learn, shown, store } = scene();
    learn();
    gate.showSoon();
    expect(shown()).toBe(1);
    for (let i = 0; i < 10; i++) {
      clock.advance(20);
      learn();
      gate.showSoon();
    }
    expect(shown()).toBe(1);
    clock.advance(50);
    expect(shown()).toBe(2);
    expect(gate.shown.getState()).toBe(store.getState());
    clock.advance(10_000);
    expect(shown()).toBe(2);
  });

  it('shows a key at once, whatever data waits', () => {
    const { clock, gate, learn, shown } = scene();
    gate.showSoon();
    clock.advance(10);
    learn();
    gate.showSoon();
    gate.showNow();
    expect(shown()).toBe(1);
    clock.advance(1000);
    expect(shown()).toBe(1);
  });

  it('shows nothing when the state is the one that is shown', () => {
    const { clock, gate, shown } = scene();
    gate.showNow();
    gate.showSoon();
    clock.advance(1000);
    expect(shown()).toBe(0);
  });

  it('holds back what was not yet shown when it was stopped', () => {
    const { clock, gate, learn, shown } = scene();
    gate.showSoon();
    clock.advance(10);
    learn();
    gate.showSoon();
    gate.stop();
    clock.advance(1000);
    expect(shown()).toBe(0);
  });
});
