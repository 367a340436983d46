import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { createSlowLane } from './slow-lane.ts';

const NEVER = new Promise<never>(() => {});

describe('createSlowLane', () => {
  test('leaves threads to the rest when many shares hang', async () => {
    const lane = createSlowLane({ clock: new ManualClock() });
    const asked: string[] = [];
    for (let n = 0; n < 20; n++) {
      void lane.inTurn(`nas${n}:/`, () => {
        asked.push(`nas${n}:/`);
        return NEVER;
      });
    }
    await new Promise(setImmediate);
    expect(asked).toEqual(['nas0:/', 'nas1:/']);
  });

  test('goes on with a third share when two hang, and with no fourth when that one hangs too', async () => {
    const clock = new ManualClock();
    const lane = createSlowLane({ clock });
    const asked: string[] = [];
    const hang = (share: string): Promise<never> =>
      lane.inTurn(share, () => {
        asked.push(share);
        return NEVER;
      });
    for (const share of ['a', 'b', 'c', 'd']) void hang(share);
    await new Promise(setImmediate);
    clock.advance(14_000);
    await new Promise(setImmediate);
    expect(asked).toEqual(['a', 'b']);
    for (let minute = 0; minute < 10; minute++) {
      clock.advance(60_000);
      await new Promise(setImmediate);
    }
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  test('gives back what it lent when a call that hung comes back', async () => {
    const clock = new ManualClock();
    const lane = createSlowLane({ clock });
    let running = 0;
    const answers: (() => void)[] = [];
    const calls = ['a', 'b', 'c', 'd', 'e'].map((share) =>
      lane.inTurn(share, () => {
        running++;
        return new Promise<void>((resolve) => {
          answers.push(() => {
            running--;
            resolve();
          });
        });
      }),
    );
    await new Promise(setImmediate);
    clock.advance(20_000);
    await new Promise(setImmediate);
    expect(running).toBe(3);
    answers.shift()?.();
    await new Promise(setImmediate);
    // The second has hung for as long: now its turn is passed on.
    expect(running).toBe(3);
    while (running > 0) {
      for (const answer of answers.splice(0)) answer();
      await new Promise(setImmediate);
    }
    await Promise.all(calls);
    expect(lane.isAtRest()).toBe(true);
    for (const share of ['f', 'g', 'h'])
      void lane.inTurn(share, () => {
        running++;
        return NEVER;
      });
    await new Promise(setImmediate);
    expect(running).toBe(2);
  });

  test('hands its place over, so that there are never more calls than places, and makes each once', async () => {
    const plan = fc.array(fc.record({ share: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean(), waits: fc.nat(3) }));
    await fc.assert(
      fc.asyncProperty(plan, async (calls) => {
        const lane = createSlowLane({ clock: new ManualClock() });
        const running: string[] = [];
        const made: number[] = [];
        const answers = calls.map(async ({ share, fails, waits }, index) => {
          for (let tick = 0; tick < waits; tick++) await null;
          return lane.inTurn(share, async () => {
            made.push(index);
            expect(running).not.toContain(share);
            running.push(share);
            expect(running.length).toBeLessThanOrEqual(2);
            for (let tick = 0; tick < 3 - waits; tick++) await null;
            running.splice(running.indexOf(share), 1);
            if (fails) throw new Error('stale file handle');
            return index;
          });
        });
        const outcomes = await Promise.allSettled(answers);
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(calls.map(({ fails }) => fails));
        expect(made.toSorted((a, b) => a - b)).toEqual(calls.map((_, index) => index));
      }),
    );
  });

  test('is at rest when every call has come back', async () => {
    const lane = createSlowLane({ clock: new ManualClock() });
    let answer = (): void => {};
    expect(lane.isAtRest()).toBe(true);
    const call = lane.inTurn(
      'nas:/',
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    await null;
    expect(lane.isAtRest()).toBe(false);
    answer();
    await call;
    expect(lane.isAtRest()).toBe(true);
  });
});
