import { describe, expect, it } from 'vitest';
import { CLEARED, DOWN, tellerSituation as situation, TOLD } from './testing/teller-situation.ts';

describe('a teller of a receiver that fails', () => {
  it('tries again with longer and longer pauses when the receiver is down, and then tells all as one', async () => {
    const { book, got, state, teller, tick } = situation();
    state.answer = DOWN;
    book.set({});
    await tick();
    expect(teller.problem).toContain('it answered 503');
    await tick(4);
    expect(got).toHaveLength(1);
    await tick(1);
    expect(got).toHaveLength(2);
    await tick(9);
    expect(got).toHaveLength(2);
    await tick(1);
    expect(got).toHaveLength(3);
    book.set({ id: 'a2' });
    state.answer = TOLD;
    await tick(20);
    expect(got.slice(3)).toEqual(['raised a1 + raised a2']);
    expect(teller.problem).toBeNull();
  });

  it('never waits longer than ten minutes of itself', async () => {
    const { book, got, state, tick } = situation();
    state.answer = DOWN;
    book.set({});
    await tick(7_200);
    const before = got.length;
    await tick(1_200);
    expect(got.length - before).toBe(2);
  });

  it('waits for as long as the receiver asks', async () => {
    const { book, got, state, tick } = situation();
    state.answer = { kind: 'later', why: 'it answered 429', wait: 120_000 };
    book.set({});
    await tick(120);
    expect(got).toHaveLength(1);
    await tick(2);
    expect(got).toHaveLength(2);
  });

  it('drops what is over by the time that the receiver is back', async () => {
    const { book, got, state, tick } = situation();
    state.answer = DOWN;
    book.set({});
    await tick();
    book.set(CLEARED);
    state.answer = TOLD;
    await tick(60);
    expect(got).toEqual(['raised a1']);
  });

  it('gives up what is refused, says so, and goes on with what comes next', async () => {
    const { book, got, state, teller, tick } = situation();
    state.answer = { kind: 'refused', why: 'it answered 404' };
    book.set({});
    await tick(100);
    expect(got).toEqual(['raised a1']);
    expect(teller.problem).toBe(
      'Receiver "ops" cannot be told of alerts: it answered 404; correct it in the hub\'s configuration.',
    );
    state.answer = TOLD;
    book.set({ id: 'a2' });
    await tick();
    expect(got).toEqual(['raised a1', 'raised a2']);
    expect(teller.problem).toBeNull();
    expect(teller.counts).toEqual({ told: 1, later: 0, refused: 1 });
  });

  it('tells what was refused again after the next start, when the receiver has been corrected', async () => {
    const before = situation();
    before.state.answer = { kind: 'refused', why: 'it answered 404' };
    before.book.set({});
    await before.tick(3);
    const after = situation({}, before.book.told);
    after.book.set({});
    await after.tick(3);
    expect([before.got, after.got]).toEqual([['raised a1'], ['raised a1']]);
  });

  it('tells what was refused after it may have been told to nobody again', async () => {
    const before = situation();
    before.state.answer = { kind: 'refused', why: 'its command ended with status 1', mayHaveTold: true };
    before.book.set({});
    await before.tick(3);
    const after = situation({}, before.book.told);
    after.book.set({});
    await after.tick(3);
    expect([before.got, after.got]).toEqual([['raised a1'], []]);
  });

  it('says nothing of the end of what was refused', async () => {
    const { book, got, state, tick } = situation();
    state.answer = { kind: 'refused', why: 'it answered 404' };
    book.set({});
    await tick();
    book.set(CLEARED);
    await tick(3);
    expect(got).toEqual(['raised a1']);
  });
});
