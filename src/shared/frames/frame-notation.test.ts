import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatFrameRange, formatFrameRangeWithin, mostIntervalsOf, parseFrameRange } from './frame-notation.ts';
import {
  ascendingFrames,
  countFrames,
  type FrameRange,
  FrameRangeError,
  type Interval,
  rangeOfFrames,
} from './frame-range.ts';

/** Any set of frames: whole ones, sparse ones, subframes of several steps. */
const sets = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: -60, max: 60 }),
      fc.integer({ min: -999_999_999, max: 999_999_999 }),
      fc.integer({ min: -200_000, max: 200_000 }).map((ticks) => ticks / 10_000 + 0),
      fc.integer({ min: -60, max: 60 }).map((halves) => halves / 2 + 0),
    ),
    { maxLength: 50 },
  )
  .map(rangeOfFrames);

function listed(range: FrameRange): number[] {
  return [...ascendingFrames(range)];
}

describe('parseFrameRange', () => {
  test.each<[string, readonly number[]]>([
    ['7', [7]],
    ['', []],
    ['  ', []],
    ['1,2,3', [1, 2, 3]],
    ['5-1', [1, 2, 3, 4, 5]],
    ['0001-0003', [1, 2, 3]],
    ['1-10x3', [1, 4, 7, 10]],
    ['1-11x3', [1, 4, 7, 10]],
    ['1-10y3', [2, 3, 5, 6, 8, 9]],
    ['1-9y4', [2, 3, 4, 6, 7, 8]],
    ['10-1y3', [2, 3, 5, 6, 8, 9]],
    ['10-2y3', [2, 3, 5, 6, 8, 9]],
    ['1-3y9', [2, 3]],
    ['4-4y2', []],
    ['1-10:5', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['10-1x3', [1, 4, 7, 10]],
    ['10-1x4', [2, 6, 10]],
    ['-5--1', [-5, -4, -3, -2, -1]],
    ['1--3', [-3, -2, -1, 0, 1]],
    ['-0', [0]],
    ['1..4', [1, 2, 3, 4]],
    ['-2..1', [-2, -1, 0, 1]],
    ['1..10x3', [1, 4, 7, 10]],
    ['1,3..5,20', [1, 3, 4, 5, 20]],
    [' 1-3 , 9 ', [1, 2, 3, 9]],
    ['1 4\t7-8', [1, 4, 7, 8]],
    ['-5 -3', [-5, -3]],
    ['1-5,3-8', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['1-2x0.3', [1, 1.3, 1.6, 1.9]],
    ['2-1x0.3', [1.1, 1.4, 1.7, 2]],
    ['1-2x0.25', [1, 1.25, 1.5, 1.75, 2]],
    ['1,1.5', [1, 1.5]],
    ['1-2,3-4x0.5', [1, 2, 3, 3.5, 4]],
    ['4-3x0.5,2-1', [1, 2, 3, 3.5, 4]],
    ['1.5-4', [1.5, 2.5, 3.5]],
    ['-0.5--2.5', [-2.5, -1.5, -0.5]],
    ['0-1x0.3333', [0, 0.3333, 0.6666, 0.9999]],
    ['1001-1002x1.5', [1001]],
    ['1-7x1.5', [1, 2.5, 4, 5.5, 7]],
  ])('reads %j', (notation, frames) => {
    expect(listed(parseFrameRange(notation))).toEqual(frames);
  });

  test.each<[string, RegExp]>([
    ['1x5', /"1x5" has a step but no end; write it as 1-10x3\./],
    ['1-', /"1-" has no end/],
    ['1..', /"1\.\." has no end/],
    ['1-20x0', /has a step of 0/],
    ['1-20x0.0000', /has a step of 0/],
    ['1-20X5', /after a capital letter/],
    ['1-20x-5', /has a step below 0; .* 10-1x3/],
    ['1-20x', /lacks its step/],
    ['1-10y1', /leaves no frame over/],
    ['1-10y1.5', /only the step after x may have decimals/],
    ['1-2:0.5', /only the step after x may have decimals/],
    ['1.00001', /more than four decimals/],
    ['1-2x0.33333', /more than four decimals/],
    ['9999999999', /beyond the largest frame number/],
    ['a', /"a" is no frame range/],
    ['1,,2', /empty part/],
    ['1,2,', /empty part/],
    [',', /empty part/],
    ['1-2-3', /"1-2-3" is no frame range/],
    ['1 - 3', /"-" is no frame range/],
    ['1...3', /is no frame range/],
    ['1.', /is no frame range/],
    ['.5', /is no frame range/],
    ['+1', /is no frame range/],
    ['1e3', /is no frame range/],
    ['1-10x3x2', /is no frame range/],
    ['1-10#', /is no frame range/],
    ['1-999999999x2', /more than 200000 separate frames/],
    ['1-100000x0.3', /more than 200000 separate frames/],
    ['1-400003y2', /more than 200000 separate frames/],
  ])('refuses %j with a sentence', (notation, sentence) => {
    expect(() => parseFrameRange(notation)).toThrow(FrameRangeError);
    expect(() => parseFrameRange(notation)).toThrow(sentence);
    expect(() => parseFrameRange(notation)).toThrow(/^[^\n]*\.$/);
  });

  test('never enumerates what lies in a row', () => {
    expect(parseFrameRange('1-999999999')).toEqual([[1, 999_999_999]]);
    expect(parseFrameRange('1-900000000:7')).toEqual([[1, 900_000_000]]);
    expect(parseFrameRange('1-900000000x0.5')).toEqual([
      [1, 900_000_000],
      [1.5, 899_999_999.5],
    ]);
    expect(countFrames(parseFrameRange('1-900000000y9999'))).toBe(899_909_990);
  });

  test('is undone by formatFrameRange for any set of frames', () => {
    fc.assert(
      fc.property(sets, (range) => {
        expect(parseFrameRange(formatFrameRange(range))).toEqual(range);
      }),
    );
  });

  test('never throws anything but a FrameRangeError', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-.,xy: X'), maxLength: 24 }), (text) => {
        try {
          parseFrameRange(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameRangeError);
        }
      }),
    );
  });
});

describe('formatFrameRange', () => {
  test.each<[readonly number[], string]>([
    [[1, 2, 3], '1-3'],
    [[1, 3], '1,3'],
    [[1, 3, 5], '1-5x2'],
    [[1, 2, 4, 7, 10, 11], '1-2,4,7,10-11'],
    [[4, 7, 10, 12, 13], '4-10x3,12-13'],
    [[-3, -1, 1], '-3-1x2'],
    [[-30, 9, 48], '-30,9,48'],
    [[-30, 9, 48, 87], '-30-87x39'],
    [[-5, -4, -3], '-5--3'],
    [[], ''],
    [[1, 1.3, 1.6, 1.9], '1-1.9x0.3'],
    [[1, 1.5, 2, 2.5, 3], '1-3x0.5'],
    [[1.5, 2.5, 3.5], '1.5-3.5'],
    [[1, 2, 3, 3.5, 4], '1-4,3.5'],
    [[0.0001], '0.0001'],
    [[-1.5, -0.5], '-1.5--0.5'],
  ])('writes %j as %s', (list, notation) => {
    expect(formatFrameRange(rangeOfFrames(list))).toBe(notation);
  });

  test('is the same again after reading it', () => {
    fc.assert(
      fc.property(sets, (range) => {
        const notation = formatFrameRange(range);
        expect(formatFrameRange(parseFrameRange(notation))).toBe(notation);
      }),
    );
  });

  test('is never longer than the plain list of the intervals', () => {
    fc.assert(
      fc.property(sets, (range) => {
        const plain = range.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
        expect(formatFrameRange(range).length).toBeLessThanOrEqual(plain.length);
      }),
    );
  });

  test('writes rows of fifty million frames without enumerating them', () => {
    expect(formatFrameRange(parseFrameRange('1-50000000,60000000'))).toBe('1-50000000,60000000');
    expect(formatFrameRange(parseFrameRange('1-50000000x0.5'))).toBe('1-50000000,1.5-49999999.5');
  });

  test('is cut between two parts where it must not be longer', () => {
    const range = parseFrameRange('1-10,20-30,40-50');
    expect(formatFrameRangeWithin(range, 16)).toEqual({ notation: '1-10,20-30,40-50', truncated: false });
    expect(formatFrameRangeWithin(range, 12)).toEqual({ notation: '1-10,20-30', truncated: true });
  });
});

describe('mostIntervalsOf', () => {
  const number = fc.oneof(
    fc.integer({ min: -50, max: 50 }).map(String),
    fc.integer({ min: -500, max: 500 }).map((tenths) => `${tenths / 10}`),
  );
  const step = fc.oneof(fc.integer({ min: 1, max: 9 }).map(String), fc.constantFrom('0.5', '0.3', '0.1', '2.5'));
  const part = fc.oneof(
    number,
    fc.tuple(number, fc.constantFrom('-', '..'), number).map((pieces) => pieces.join('')),
    fc
      .tuple(number, fc.constantFrom('-', '..'), number, fc.constantFrom('x', 'y', ':'), step)
      .map((all) => all.join('')),
  );

  test('is never less than what reading the notation gives', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.constantFrom(',', ' ', ' , '), (parts, comma) => {
        const notation = parts.join(comma);
        let range: readonly Interval[] = [];
        try {
          range = parseFrameRange(notation);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameRangeError);
        }
        expect(mostIntervalsOf(notation)).toBeGreaterThanOrEqual(range.length);
      }),
    );
  });

  test('tells what a short text stands for without reading it', () => {
    expect(mostIntervalsOf('1-999999999x2')).toBeGreaterThan(400_000_000);
    expect(mostIntervalsOf('1-999999999y2')).toBeGreaterThan(400_000_000);
    expect(mostIntervalsOf('1-999999999x0.5')).toBeLessThan(100);
    expect(mostIntervalsOf('1-10,20-30')).toBe(5);
  });
});
