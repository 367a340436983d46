import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largest } from './largest.ts';

test('largest finds what sorting all of them finds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 20 })), fc.integer({ min: 1, max: 6 }), (values, count) => {
      const items = values.map((value, index) => ({ value, index }));
      const sorted = items.filter(({ value }) => value > 0).toSorted((a, b) => b.value - a.value);
      expect(largest(items, count, ({ value }) => value)).toEqual(sorted.slice(0, count));
    }),
  );
});
