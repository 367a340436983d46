import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { cellText } from './cell-text.ts';

test.each([
  ['rn-001', 'rn-001'],
  ['Ünïcode', 'Ünïcode'],
  ['e\u0301', 'é'],
  ['渲染', '渲染'],
  ['\u001b[2Jx', '\\x1b[2Jx'],
  ['a\u202eb', 'a\\u202eb'],
  ['\u0301x', '�x'],
  [`z${'\u0300\u0316'.repeat(20)}`, '�'],
])('cellText shows %j as %j', (text, shown) => {
  expect(cellText(text)).toBe(shown);
});

test('cellText gives a width that does not depend on what stands beside it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      const safe = cellText(text);
      expect(cellWidth(` ${safe} `)).toBe(cellWidth(safe) + 2);
      expect(cellWidth(`x${safe}│`)).toBe(cellWidth(safe) + 2);
    }),
    { numRuns: 500 },
  );
});
