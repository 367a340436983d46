import fc from 'fast-check';
import { expect, test } from 'vitest';
import { naturalOrder } from './natural-order.ts';

test('naturalOrder counts as people do and puts upper and lower case together', () => {
  const names = ['rn-10', 'RN-2', 'rn-1', 'a', 'rn-3'];
  expect(names.toSorted(naturalOrder)).toEqual(['a', 'rn-1', 'RN-2', 'rn-3', 'rn-10']);
});

test('naturalOrder is 0 only for equal texts and turns round with its arguments', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(naturalOrder(a, b) === 0).toBe(a === b);
      expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) + 0);
    }),
  );
});
