import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrameRange, readParts } from './frame-notation.ts';
import { framesInOrder } from './frame-order.ts';
import { rangeOfFrames } from './frame-range.ts';

function inOrder(notation: string): number[] {
  return [...framesInOrder(readParts(notation))];
}

describe('framesInOrder', () => {
  test.each<[string, readonly number[]]>([
    ['1-10x3', [1, 4, 7, 10]],
    ['1-10y3', [2, 3, 5, 6, 8, 9]],
    ['10-1y3', [9, 8, 6, 5, 3, 2]],
    ['1-10:5', [1, 6, 5, 9, 4, 7, 10, 3, 2, 8]],
    ['1-10:3', [1, 4, 7, 10, 3, 5, 9, 2, 6, 8]],
    ['10-1:3', [10, 7, 4, 1, 8, 6, 2, 9, 5, 3]],
    ['1-4:9', [1, 4, 3, 2]],
    ['1-3:1', [1, 2, 3]],
    ['0.5-2.5:2', [0.5, 2.5, 1.5]],
    ['10-1x3', [10, 7, 4, 1]],
    ['1--3', [1, 0, -1, -2, -3]],
    ['-5--1', [-5, -4, -3, -2, -1]],
    ['1-2x0.3', [1, 1.3, 1.6, 1.9]],
    ['2-1x0.3', [2, 1.7, 1.4, 1.1]],
    ['1.5,1', [1.5, 1]],
    ['', []],
    ['5-5y2,5', [5]],
    ['20,1-3,2,20,0-4', [20, 1, 2, 3, 0, 4]],
    ['1-9x2,1-9', [1, 3, 5, 7, 9, 2, 4, 6, 8]],
    ['1-9y2,9-1', [2, 4, 6, 8, 9, 7, 5, 3, 1]],
    ['1-3:2,1-5x0.5', [1, 3, 2, 1.5, 2.5, 3.5, 4, 4.5, 5]],
  ])('tells %j in its order', (notation, frames) => {
    expect(inOrder(notation)).toEqual(frames);
  });

  test('tells each frame of the set once, whatever the parts', () => {
    const number = fc.integer({ min: -30, max: 30 });
    const part = fc.oneof(
      number.map(String),
      fc
        .tuple(number, number, fc.constantFrom('', 'x1', 'x3', 'x0.5', 'x0.3', 'x1.5', 'y2', 'y5', ':1', ':4', ':50'))
        .map(([start, end, step]) => `${start}-${end}${step}`),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const notation = parts.join(',');
        const frames = inOrder(notation);
        expect(new Set(frames).size).toBe(frames.length);
        expect(rangeOfFrames(frames)).toEqual(parseFrameRange(notation));
      }),
    );
  });

  test('begins at once, however many frames follow', () => {
    const [first, second] = [...take(framesInOrder(readParts('1-999999999x7,5')), 2)];
    expect([first, second]).toEqual([1, 8]);
  });
});

function* take<T>(items: Iterable<T>, most: number): Generator<T, void> {
  let left = most;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
