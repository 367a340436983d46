import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fastSanitizeAnsi, fastWidestLine, measureTextBy } from './text-measures.ts';

const stockWidest = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const piece = fc.oneof(
  fc.constantFrom(
    '\n',
    '\x1b[31m',
    '\x1b[0;1;38;5;208m',
    '\x1b]8;;http://a\x07',
    '█▌·│●▲✕',
    '漢字',
    'e\u0301',
    '🎬',
    '\t',
  ),
  fc.string({ maxLength: 5 }),
);

describe('fastWidestLine', () => {
  it('is what string-width says when the text is anything', () => {
    const widest = fastWidestLine(stockWidest);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(widest(pieces.join(''))).toBe(stockWidest(pieces.join('')));
      }),
      { numRuns: 500 },
    );
  });

  it('asks the slow way only for characters that are not simply one cell', () => {
    const widest = fastWidestLine(() => -1);
    expect(widest('\x1b[1;31m● rn-001\x1b[0m │ █▌···  54%\nshort')).toBe(21);
    expect(widest('漢')).toBe(-1);
  });
});

describe('measureTextBy', () => {
  it.each([
    ['', 0, 0],
    ['abc', 3, 1],
    ['a\n\nlong', 4, 3],
  ])('measures %j as %i x %i', (text, width, height) => {
    expect(measureTextBy(stockWidest)(text)).toEqual({ width, height });
  });
});

describe('fastSanitizeAnsi', () => {
  it.each([
    ['plain', 'plain'],
    ['\x1b[1;31mred\x1b[m', '\x1b[1;31mred\x1b[m'],
    ['up \x1b[A', 'slow'],
    ['\x1b]8;;a\x07', 'slow'],
    ['\x9b31m', 'slow'],
    ['cut \x1b[', 'slow'],
  ])('leaves %j to the slow way only when there is more than colours in it', (text, expected) => {
    expect(fastSanitizeAnsi(() => 'slow')(text)).toBe(expected);
  });
});
