import { describe, expect, it } from 'vitest';
import type { Outcome } from './delivery.ts';
import { CLEARED, DOWN, tellerSituation as situation, TOLD } from './testing/teller-situation.ts';

describe('a teller', () => {
  it('tells each change once', async () => {
    const { book, got, tick } = situation();
    book.set({});
    await tick(3);
    book.set({ severity: 'crit' });
    await tick(3);
    book.set(CLEARED);
    await tick(3);
    expect(got).toEqual(['raised a1', 'worse a1', 'cleared a1']);
  });

  it('tells several alerts one by one, those first that were raised first', async () => {
    const { got, tick, raise } = situation();
    raise(3);
    await tick();
    expect(got).toEqual(['raised a1', 'raised a2', 'raised a3']);
  });

  it('tells nothing twice and forgets nothing when it is started again', async () => {
    const before = situation();
    before.raise(2);
    await before.tick();
    before.state.answer = DOWN;
    before.book.set({ id: 'a1', ...CLEARED });
    await before.tick();
    const after = situation({}, before.book.told);
    after.raise(2);
    after.book.set({ id: 'a1', ...CLEARED });
    await after.tick(5);
    expect(after.got).toEqual(['cleared a1']);
  });

  it('says nothing of an end where that is not wanted', async () => {
    const { book, got, tick } = situation({ sendCleared: false });
    book.set({});
    await tick();
    book.set(CLEARED);
    await tick(5);
    expect(got).toEqual(['raised a1']);
  });

  it('tells that something is over to who was told of it when it was worse', async () => {
    const { book, got, tick } = situation({ severity: 'crit', nodes: ['rn-*'] });
    book.set({ severity: 'crit' });
    await tick();
    book.set({ severity: 'warn' });
    await tick();
    book.set(CLEARED);
    await tick();
    expect(got).toEqual(['raised a1', 'cleared a1']);
  });

  it('says nothing of what is muted until the mute is over', async () => {
    const { book, got, clock, tick } = situation();
    book.set({ mutedUntil: new Date(clock.now() + 5_500).toISOString() });
    await tick(5);
    expect(got).toEqual([]);
    await tick();
    expect(got).toEqual(['raised a1']);
  });

  it('says nothing of what somebody looks after', async () => {
    const { book, got, tick } = situation();
    book.set({ state: 'acknowledged' });
    await tick(5);
    expect(got).toEqual([]);
  });

  it('waits for the end of quiet hours, and tells as one what has come meanwhile', async () => {
    const quiet = { from: '12:00', to: '12:01', timeZone: 'UTC', except: 'crit' } as const;
    const { book, got, tick, raise } = situation({ quietHours: [quiet] });
    raise(3);
    book.set({ id: 'a9', severity: 'crit', raisedAt: '2026-01-01T12:00:00.000Z' });
    await tick(59);
    expect(got).toEqual(['raised a9']);
    book.set({ id: 'a2', ...CLEARED });
    await tick(5);
    expect(got).toEqual(['raised a9', 'raised a1 + raised a3']);
  });

  it('tells at most so many a minute, and the rest as one', async () => {
    const { book, got, tick, raise } = situation({ perMinute: 2 });
    raise(2);
    await tick();
    raise(5);
    await tick(59);
    expect(got).toEqual(['raised a1', 'raised a2']);
    await tick(2);
    expect(got).toEqual(['raised a1', 'raised a2', 'raised a3 + raised a4 + raised a5']);
    book.set({ id: 'a6' });
    await tick();
    expect(got.at(-1)).toBe('raised a6');
  });

  it('tells a flood at once as one message', async () => {
    const { got, tick, raise } = situation({ perMinute: 2 });
    raise(40);
    await tick();
    expect(got).toHaveLength(1);
    expect(got[0]?.split(' + ')).toHaveLength(40);
  });

  it('sends one message at a time', async () => {
    const { got, state, tick, raise } = situation();
    let arrive: (outcome: Outcome) => void = () => {};
    state.answer = new Promise((resolve) => {
      arrive = resolve;
    });
    raise(2);
    await tick(30);
    expect(got).toEqual(['raised a1']);
    arrive(TOLD);
    await tick();
    expect(got).toEqual(['raised a1', 'raised a2']);
  });

  it('notes what it said, not what has become of the alert meanwhile', async () => {
    const { book, got, state, tick } = situation();
    let arrive: (outcome: Outcome) => void = () => {};
    state.answer = new Promise((resolve) => {
      arrive = resolve;
    });
    book.set({});
    await tick();
    book.set({ severity: 'crit' });
    state.answer = TOLD;
    arrive(TOLD);
    await tick();
    expect(got).toEqual(['raised a1', 'worse a1']);
  });

  it('says nothing more after it was stopped', async () => {
    const { book, got, teller, tick } = situation();
    await teller.stop();
    book.set({});
    await tick(5);
    expect(got).toEqual([]);
  });

  it('breaks off a message that takes too long when it is stopped, and leaves it for the next start', async () => {
    const { book, clock, teller, got, state, tick } = situation();
    state.answer = (signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(DOWN), { once: true }));
    book.set({});
    await tick();
    const stopped = teller.stop();
    clock.advance(3_000);
    await stopped;
    expect(got).toEqual(['raised a1']);
    expect([book.told.size, teller.problem, teller.counts.later]).toEqual([0, null, 0]);
  });

  it('is stopped within a limit though a message does not even end when it is broken off', async () => {
    const { book, clock, teller, state, tick } = situation();
    state.answer = new Promise(() => {});
    book.set({});
    await tick();
    let isStopped = false;
    const stopped = teller.stop().then(() => {
      isStopped = true;
    });
    clock.advance(5_499);
    await Promise.resolve();
    expect(isStopped).toBe(false);
    clock.advance(1);
    await stopped;
    expect(book.told.size).toBe(0);
  });

  it('goes on when a message cannot even be made', async () => {
    const { book, teller, state, got, tick } = situation();
    state.answer = Promise.reject(new TypeError('a fault'));
    book.set({});
    await tick(3);
    state.answer = TOLD;
    book.set({ id: 'a2' });
    await tick();
    expect(got).toEqual(['raised a1', 'raised a2']);
    expect(teller.counts.refused).toBe(1);
  });
});
