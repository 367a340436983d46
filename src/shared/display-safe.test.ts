import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displaySafe, terminalSafeJson } from './display-safe.ts';

const HOSTILE: readonly (readonly [string, string])[] = [
  ['\x1b[31mred', '\\x1b[31mred'],
  ['\x1b]52;c;aGk=\x07', '\\x1b]52;c;aGk=\\x07'],
  ['\x9b31m', '\\x9b31m'],
  ['a\rb\nc\0\b', 'a\\x0db\\x0ac\\x00\\x08'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['lone\ud800surrogate', 'lone\\ud800surrogate'],
  ['\u2028\u2029\x7f', '\\u2028\\u2029\\x7f'],
];

/** Everything that a terminal acts upon, or shows as nothing. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('displaySafe', () => {
  test.each(HOSTILE)('makes %j visible', (raw, shown) => {
    expect(displaySafe(raw)).toBe(shown);
  });

  test.each(['beauty.0001.exr', 'Straße', '渲染節點', '🙂', 'Å', 'e\u0301'])('leaves %s as it is', (plain) => {
    expect(displaySafe(plain)).toBe(plain);
  });

  test('leaves nothing that a terminal obeys, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(
          displaySafe(text).replace(
            /[\u00ad\u0600-\u06dd\u070f\u0890-\u08e2\u{110bd}-\u{1d17a}\u{13430}-\u{1343f}]/gu,
            '',
          ),
        ).not.toMatch(OBEYED);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('terminalSafeJson', () => {
  test.each(HOSTILE)('hides %j from the terminal and parses to the same', (raw) => {
    const json = terminalSafeJson(JSON.stringify({ raw }));
    expect(JSON.parse(json)).toEqual({ raw });
    expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]/);
  });

  test('parses to the same value for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(terminalSafeJson(JSON.stringify(text)))).toBe(text);
      }),
    );
  });
});
