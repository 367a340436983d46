import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSlowLane } from './slow-lane.ts';

const NEVER = new Promise<never>(() => {});

describe('createSlowLane', () => {
  test('leaves threads to the rest when many shares hang', async () => {
    const lane = createSlowLane();
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

  test('hands its place over, so that there are never more calls than places, and makes each once', async () => {
    const plan = fc.array(fc.record({ share: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean(), waits: fc.nat(3) }));
    await fc.assert(
      fc.asyncProperty(plan, async (calls) => {
        const lane = createSlowLane();
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
    const lane = createSlowLane();
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
