import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { cellText } from './cell-text.ts';
import { fitLine, justify, lineWidth, overlay, paintLine, type SpanLine, selectedLine, span } from './spans.ts';
import { defaultTheme } from './theme.ts';

const anyLine = fc
  .array(
    fc.string({
      unit: fc.oneof(fc.constantFrom('a', '寬', '│', '😀', ' '), fc.string({ minLength: 1, maxLength: 1 })),
      maxLength: 12,
    }),
    { maxLength: 5 },
  )
  .map((texts): SpanLine => texts.map((text) => span(cellText(text))));

function textOf(line: SpanLine): string {
  return line.map(({ text }) => text).join('');
}

test('fitLine fills exactly the asked cells', () => {
  fc.assert(
    fc.property(anyLine, fc.integer({ min: 0, max: 60 }), (line, width) => {
      expect(lineWidth(fitLine(line, width))).toBe(width);
      expect(cellWidth(textOf(fitLine(line, width)))).toBe(width);
    }),
  );
});

test.each([
  ['abcdef', 4, '…', 'abc…'],
  ['abcd', 4, '…', 'abcd'],
  ['ab', 4, '…', 'ab  '],
  ['寬寬寬', 4, '…', '寬 …'],
])('fitLine puts %s into %i cells', (text, width, mark, expected) => {
  expect(textOf(fitLine([span(text)], width, mark))).toBe(expected);
});

test('justify gives the right end its cells first', () => {
  expect(textOf(justify([span('left')], [span('right')], 12))).toBe('left   right');
  expect(textOf(justify([span('a long left')], [span('right')], 10, '…'))).toBe('a lo…right');
});

test('overlay replaces exactly the cells that it covers', () => {
  fc.assert(
    fc.property(anyLine, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 10 }), (line, at, patchWidth) => {
      const width = Math.max(lineWidth(line), at + patchWidth);
      const laid = overlay(fitLine(line, width), [span('x'.repeat(patchWidth))], at);
      expect(lineWidth(laid)).toBe(width);
      expect(cellWidth(textOf(laid))).toBe(width);
    }),
  );
});

test('overlay leaves a blank where half a wide character is covered', () => {
  expect(textOf(overlay([span('寬寬寬')], [span('xx')], 1))).toBe(' xx 寬');
});

test('paintLine writes no escape sequence for plain text and resets each run', () => {
  expect(paintLine([span('plain')], defaultTheme, '256')).toBe('plain');
  expect(paintLine([span('a', 'bad'), span('b', 'bad'), span('c')], defaultTheme, '16')).toBe('\u001b[31mab\u001b[0mc');
});

test('paintLine uses no colour where the terminal has none, and marks the selection all the same', () => {
  const painted = paintLine(selectedLine([span('a', 'bad'), span('b', 'good')]), defaultTheme, 'none');
  expect(painted).toBe('\u001b[7mab\u001b[0m');
});
