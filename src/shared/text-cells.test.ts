import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { displaySafe } from './display-safe.ts';
import { cellWidth, cutCells, fitCells } from './text-cells.ts';

test.each([
  ['rn-001', 10, 'left', 'rn-001    '],
  ['rn-001', 10, 'right', '    rn-001'],
  ['a-very-long-name', 8, 'left', 'a-very-…'],
  ['渲染節點', 8, 'left', '渲染節點'],
  ['渲染節點', 7, 'left', '渲染節…'],
  ['渲染節點', 6, 'left', '渲染… '],
  ['', 3, 'left', '   '],
  ['x', 0, 'left', ''],
] as const)('fitCells puts %j into %i cells aligned %s', (text, width, align, expected) => {
  expect(fitCells(text, width, align)).toBe(expected);
});

test('fitCells fills exactly the asked cells for any harmless text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (text, width) => {
      expect(cellWidth(fitCells(displaySafe(text), width))).toBe(width);
    }),
  );
});

test('cutCells keeps what fits and never more', () => {
  const wide = '寬'.repeat(300);
  expect(cutCells(wide, 20)).toBe(`${'寬'.repeat(9)}…`);
  expect(cutCells('short', 20)).toBe('short');
});

test('cellWidth counts as string-width does where it takes the short way', () => {
  const signs = [...'—…↑↓⏎▲▸▼◂○◌●✓✕'];
  for (let code = 0x20; code < 0x7f; code++) signs.push(String.fromCharCode(code));
  for (let code = 0xa1; code < 0x250; code++) signs.push(String.fromCharCode(code));
  for (let code = 0x2500; code < 0x25a0; code++) signs.push(String.fromCharCode(code));
  for (const sign of signs)
    expect(cellWidth(`${sign}x${sign}`), JSON.stringify(sign)).toBe(stringWidth(`${sign}x${sign}`));
});
