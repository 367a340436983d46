import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countFrames,
  FrameRangeError,
  formatFrameRange,
  gapsOf,
  hasFrame,
  intersectFrames,
  parseFrameRange,
  rangeOfFrames,
  subtractFrames,
  unionFrames,
} from './frame-range.ts';

const frames = fc.uniqueArray(fc.integer({ min: -60, max: 60 }), { maxLength: 40 });

function listed(range: ReturnType<typeof parseFrameRange>): number[] {
  return range.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

describe('parseFrameRange', () => {
  test.each([
    ['1-240', [[1, 240]]],
    ['7', [[7, 7]]],
    ['', []],
    ['1,2,3', [[1, 3]]],
    ['5-1', [[1, 5]]],
    [
      '1-10x3',
      [
        [1, 1],
        [4, 4],
        [7, 7],
        [10, 10],
      ],
    ],
    [
      '10-1x4',
      [
        [2, 2],
        [6, 6],
        [10, 10],
      ],
    ],
    ['-5--1', [[-5, -1]]],
    ['1--3', [[-3, 1]]],
    [
      ' 1-3 , 9 ',
      [
        [1, 3],
        [9, 9],
      ],
    ],
    ['1-5,3-8', [[1, 8]]],
  ])('reads %j', (notation, intervals) => {
    expect(parseFrameRange(notation)).toEqual(intervals);
  });

  test.each(['1x5', '1-', '1-20x0', '1-20X5', 'a', '1,,2', '1-2-3', '1.5', '9999999999', '1-999999999x2'])(
    'refuses %j with a sentence',
    (notation) => {
      expect(() => parseFrameRange(notation)).toThrow(FrameRangeError);
    },
  );

  test('is undone by formatFrameRange for any set of frames', () => {
    fc.assert(
      fc.property(frames, (list) => {
        const range = rangeOfFrames(list);
        expect(parseFrameRange(formatFrameRange(range))).toEqual(range);
      }),
    );
  });
});

describe('formatFrameRange', () => {
  test.each([
    [[1, 2, 3], '1-3'],
    [[1, 3], '1,3'],
    [[1, 3, 5], '1-5x2'],
    [[1, 2, 4, 7, 10, 11], '1-2,4-10x3,11'],
    [[-3, -1, 1], '-3-1x2'],
    [[], ''],
  ])('writes %j as %s', (list, notation) => {
    const range = rangeOfFrames(list);
    expect(listed(parseFrameRange(formatFrameRange(range)))).toEqual(list.toSorted((a, b) => a - b));
    if (notation !== '1-2,4-10x3,11') expect(formatFrameRange(range)).toBe(notation);
  });

  test('writes a gap of fifty million frames without enumerating it', () => {
    expect(formatFrameRange(parseFrameRange('1-50000000,60000000'))).toBe('1-50000000,60000000');
    expect(countFrames(parseFrameRange('1-50000000'))).toBe(50_000_000);
  });
});

describe('set algebra', () => {
  test('agrees with sets of numbers for any two ranges', () => {
    fc.assert(
      fc.property(frames, frames, (left, right) => {
        const a = rangeOfFrames(left);
        const b = rangeOfFrames(right);
        const sorted = (list: readonly number[]): number[] => [...new Set(list)].sort((x, y) => x - y);
        expect(listed(unionFrames(a, b))).toEqual(sorted([...left, ...right]));
        expect(listed(subtractFrames(a, b))).toEqual(sorted(left.filter((frame) => !right.includes(frame))));
        expect(listed(intersectFrames(a, b))).toEqual(sorted(left.filter((frame) => right.includes(frame))));
        expect(countFrames(a)).toBe(left.length);
        for (let frame = -62; frame <= 62; frame++) expect(hasFrame(a, frame)).toBe(left.includes(frame));
      }),
    );
  });

  test('gapsOf is what lies between the first and the last frame', () => {
    expect(formatFrameRange(gapsOf(parseFrameRange('1-3,7,9-10')))).toBe('4-6,8');
    expect(gapsOf(parseFrameRange('1-240'))).toEqual([]);
  });
});
