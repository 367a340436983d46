import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECENT_STEPS } from './history-steps.ts';
import {
  averageAt,
  beginStep,
  createNodeRing,
  dropBefore,
  fill,
  maximumAt,
  type NodeRing,
  reachBack,
  slotOf,
  tell,
} from './node-ring.ts';

const CPU = { metric: 'cpuPercent', label: null };

function tellAt(ring: NodeRing, step: number, value: number): void {
  beginStep(ring, step);
  tell(ring, slotOf(ring, CPU, 0), value);
}

function averages(ring: NodeRing, from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => averageAt(ring, 0, from + index));
}

describe('a node ring', () => {
  test('has the average and the maximum of what was told within a step', () => {
    const ring = createNodeRing();
    for (const value of [10, 40, 10]) tellAt(ring, 100, value);
    expect([averageAt(ring, 0, 100), maximumAt(ring, 0, 100)]).toEqual([20, 40]);
  });

  test('holds the last hour and nothing where nothing was told, however it grew', () => {
    const steps = fc.uniqueArray(fc.nat(2 * RECENT_STEPS), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.nat(20), (told, others) => {
        const ring = createNodeRing();
        const ordered = told.toSorted((a, b) => a - b);
        for (const step of ordered) {
          tellAt(ring, step, step);
          // More series come later: the first keeps what it has.
          if (step % 3 === 0) for (let i = 0; i < others; i++) slotOf(ring, { metric: 'x', label: String(i) }, -1);
        }
        const newest = ordered.at(-1) ?? 0;
        const jump = ordered.findLastIndex((step, index) => step - (ordered[index - 1] ?? step) >= RECENT_STEPS);
        for (let step = Math.max(0, newest - RECENT_STEPS + 1); step <= newest; step++) {
          const isKept = ordered.indexOf(step) >= Math.max(0, jump);
          const value = step < ring.oldest ? Number.NaN : averageAt(ring, 0, step);
          expect(value).toBe(isKept ? step : Number.NaN);
        }
      }),
    );
  });

  test('takes no more room than twice the series of an hour', () => {
    const ring = createNodeRing();
    for (let step = 0; step < 5_000; step++) tellAt(ring, step, 1);
    expect(ring.values.length).toBe(2 * 8 * RECENT_STEPS);
    expect(ring.oldest).toBe(5_000 - RECENT_STEPS);
  });

  test('counts what comes after a small step back of the clock for the newest step, and begins anew after a large one', () => {
    const ring = createNodeRing();
    tellAt(ring, 100, 10);
    tellAt(ring, 97, 30);
    expect(averageAt(ring, 0, 100)).toBe(20);
    tellAt(ring, 50, 7);
    expect([ring.oldest, ring.newest, averageAt(ring, 0, 50)]).toEqual([50, 50, 7]);
  });

  test('has sixty-four series at most, and gives the place of one that was silent for an hour to another', () => {
    const ring = createNodeRing();
    beginStep(ring, 0);
    for (let i = 0; i < 64; i++) tell(ring, slotOf(ring, { metric: 'fanRpm', label: String(i) }, i), i);
    expect(slotOf(ring, { metric: 'fanRpm', label: 'more' }, 64)).toBe(-1);
    for (let step = 1; step <= RECENT_STEPS; step++) {
      beginStep(ring, step);
      for (let i = 0; i < 63; i++) tell(ring, i, step);
    }
    expect(slotOf(ring, { metric: 'fanRpm', label: 'more' }, 64)).toBe(63);
    expect(averageAt(ring, 63, RECENT_STEPS)).toBeNaN();
  });

  test('is filled with earlier steps where it has none', () => {
    const ring = createNodeRing();
    tellAt(ring, 100, 1);
    reachBack(ring, 97);
    fill(ring, 0, {
      first: 96,
      averages: Float32Array.of(6, 7, 8, Number.NaN, 10),
      maxima: Float32Array.of(6, 7, 9, 0, 10),
    });
    expect(ring.oldest).toBe(97);
    expect(averages(ring, 97, 100)).toEqual([7, 8, Number.NaN, 1]);
    expect(maximumAt(ring, 0, 98)).toBe(9);
  });

  test('forgets what is older than asked', () => {
    const ring = createNodeRing();
    for (let step = 10; step < 20; step++) tellAt(ring, step, step);
    dropBefore(ring, 15);
    expect(ring.oldest).toBe(15);
    expect(averages(ring, 13, 16)).toEqual([Number.NaN, Number.NaN, 15, 16]);
  });
});
