import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextLine, readColumns } from './read-columns.ts';

function columnsOf(text: string, start = 0, most = 16): number[] {
  const into = new Float64Array(most);
  return [...into.subarray(0, readColumns(text, start, into))];
}

describe('readColumns', () => {
  test('reads back whatever numbers a line holds, and no further', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { maxLength: 16 }), fc.boolean(), (numbers, isLast) => {
        expect(columnsOf(`name: ${numbers.join('   ')}${isLast ? '' : '\n7 8 9'}`, 5)).toEqual(numbers);
      }),
    );
  });

  test.each([
    ['', []],
    ['\n1', []],
    ['none at all', []],
    ['-1 20', [1, 20]],
    ['1\t2', [1, 2]],
  ])('reads %j as %j', (text, numbers) => {
    expect(columnsOf(text)).toEqual(numbers);
  });

  test('reads no more than there is room for', () => {
    expect(columnsOf('1 2 3 4', 0, 2)).toEqual([1, 2]);
  });
});

test('nextLine finds each line of a text, and its end after the last', () => {
  const text = 'a\nbc\n\nd';
  const starts = [0];
  while ((starts.at(-1) ?? 0) < text.length) starts.push(nextLine(text, starts.at(-1) ?? 0));
  expect(starts).toEqual([0, 2, 5, 6, 7]);
});
