import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { cellText } from './cell-text.ts';
import { wrapped } from './wrapped.ts';

test.each([
  ['', 10, []],
  ['one two', 10, ['one two']],
  ['one two three', 8, ['one two', 'three']],
  ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ['レンダー ノード', 6, ['レンダ', 'ー', 'ノード']],
])('wrapped(%j, %i) is %j', (text, width, lines) => {
  expect(wrapped(text, width)).toEqual(lines);
});

test('no line is wider than asked, whatever the text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 }).map(cellText);
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (any, width) => {
      for (const line of wrapped(any, width)) expect(cellWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 40 },
  );
});
