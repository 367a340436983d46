import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ascendingFrames,
  countFrames,
  type FrameRange,
  FrameRangeError,
  gapsOf,
  hasFrame,
  type Interval,
  intersectFrames,
  LARGEST_FRAME,
  rangeOfFrames,
  rangeOfIntervals,
  subtractFrames,
  unionFrames,
} from './frame-range.ts';

const whole = fc.uniqueArray(fc.integer({ min: -60, max: 60 }), { maxLength: 40 });
/** Halves, tenths and ten-thousandths among whole frames, so that their fractions interleave. */
const mixed = fc.uniqueArray(
  fc
    .oneof(
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -40, max: 40 }).map((halves) => halves / 2),
      fc.integer({ min: -60, max: 60 }).map((tenths) => tenths / 10),
      fc.constantFrom(0.0001, -0.0001, 2.3333, 3.3333, 4.3333),
    )
    .map((frame) => frame + 0),
  { maxLength: 60 },
);
const frames = fc.oneof(whole, mixed);

function sorted(list: Iterable<number>): number[] {
  return [...new Set(list)].sort((a, b) => a - b);
}

function listed(range: FrameRange): number[] {
  return [...ascendingFrames(range)];
}

describe('set algebra', () => {
  test('agrees with sets of numbers for any two sets of frames', () => {
    fc.assert(
      fc.property(frames, frames, (left, right) => {
        const a = rangeOfFrames(left);
        const b = rangeOfFrames(right);
        expect(listed(a)).toEqual(sorted(left));
        expect(listed(unionFrames(a, b))).toEqual(sorted([...left, ...right]));
        expect(listed(subtractFrames(a, b))).toEqual(sorted(left.filter((frame) => !right.includes(frame))));
        expect(listed(intersectFrames(a, b))).toEqual(sorted(left.filter((frame) => right.includes(frame))));
        expect(countFrames(a)).toBe(left.length);
        for (const frame of [...left, ...right, 0.5, 100]) expect(hasFrame(a, frame)).toBe(left.includes(frame));
      }),
    );
  });

  test('gives each set one form, whatever it was made from', () => {
    fc.assert(
      fc.property(frames, frames, (left, right) => {
        const a = rangeOfFrames(left);
        const b = rangeOfFrames(right);
        const both = rangeOfFrames([...left, ...right]);
        expect(unionFrames(a, b)).toEqual(both);
        expect(rangeOfIntervals([...b, ...a])).toEqual(both);
        expect(unionFrames(subtractFrames(both, b), intersectFrames(both, b))).toEqual(both);
        expect(rangeOfFrames(subtractFrames(both, b).flatMap((interval) => listed([interval])))).toEqual(
          subtractFrames(both, b),
        );
      }),
    );
  });

  test('keeps whole frames and each fraction in rows of their own', () => {
    expect(rangeOfFrames([1, 1.5, 2, 2.5, 3, 3.5])).toEqual([
      [1, 3],
      [1.5, 3.5],
    ]);
    expect(rangeOfFrames([-0.5, 0.5, 1.1, 2.1, 3.1, 8.1])).toEqual([
      [1.1, 3.1],
      [8.1, 8.1],
      [-0.5, 0.5],
    ]);
  });

  test('leaves no dust of binary fractions', () => {
    const row: FrameRange = [[1.1, 9.1]];
    expect(subtractFrames(row, [[4.1, 4.1]])).toEqual([
      [1.1, 3.1],
      [5.1, 9.1],
    ]);
    expect(countFrames([[0.3, 999_999.3]])).toBe(1_000_000);
  });

  test('costs nothing by the length of a row', () => {
    const row: FrameRange = [[-LARGEST_FRAME, LARGEST_FRAME]];
    expect(countFrames(subtractFrames(row, [[0, 0]]))).toBe(2 * LARGEST_FRAME);
    expect(gapsOf(unionFrames([[1, 2]], [[LARGEST_FRAME, LARGEST_FRAME]]))).toEqual([[3, LARGEST_FRAME - 1]]);
  });
});

describe('gapsOf', () => {
  test.each<[readonly number[], readonly Interval[]]>([
    [
      [1, 2, 3, 7, 9, 10],
      [
        [4, 6],
        [8, 8],
      ],
    ],
    [[1, 2, 3], []],
    [[], []],
    [[-3, 0], [[-2, -1]]],
    [[1, 1.5, 2.5, 3], [[2, 2]]],
    [[1.3, 4.3], [[2.3, 3.3]]],
  ])('is what lies between the frames of %j', (list, gaps) => {
    expect(gapsOf(rangeOfFrames(list))).toEqual(gaps);
  });
});

describe('rangeOfFrames', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, LARGEST_FRAME + 1, 1.00001, 0.1 + 0.2])('refuses %d', (frame) => {
    expect(() => rangeOfFrames([1, frame])).toThrow(FrameRangeError);
  });
});

describe('ascendingFrames', () => {
  test('begins behind the frame that it is given', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: -130, max: 130 }), (list, halves) => {
        const after = halves / 2;
        expect([...ascendingFrames(rangeOfFrames(list), after)]).toEqual(sorted(list).filter((frame) => frame > after));
      }),
    );
  });

  test('tells the first of fifty million frames without listing the others', () => {
    const walk = ascendingFrames(
      [
        [1, 50_000_000],
        [1.5, 49_999_999.5],
      ],
      40_000_000,
    );
    expect([walk.next().value, walk.next().value]).toEqual([40_000_000.5, 40_000_001]);
  });
});
