import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDeeper, parseJson } from './json-body.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('isDeeper', () => {
  test('counts the levels of any JSON, whatever its strings hold', () => {
    const text = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'é', 'x') });
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.integer(),
        fc.array(tie('value')),
        fc.dictionary(text, tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(json, fc.nat(8), (value, most) => {
        expect(isDeeper(Buffer.from(JSON.stringify(value)), most)).toBe(depthOf(value) > most);
      }),
    );
  });

  test.each(['"', '"\\', '{"a', ''])('comes to an end when the text is cut off, %j', (text) => {
    expect(isDeeper(Buffer.from(text), 16)).toBe(false);
  });
});

describe('parseJson', () => {
  test('gives back what was written', () => {
    const value = { a: [1, 'é\u0000', null], b: { c: true } };
    expect(parseJson(Buffer.from(JSON.stringify(value)), 16)).toEqual(value);
  });

  test('looks past a byte order mark, once', () => {
    expect(parseJson(Buffer.from('\ufeff[[]]'), 2)).toEqual([[]]);
    expect(() => parseJson(Buffer.from('\ufeff[[[]]]'), 2)).toThrow(expect.objectContaining({ code: 'too_deep' }));
    expect(() => parseJson(Buffer.from('\ufeff'), 2)).toThrow(expect.objectContaining({ code: 'empty_body' }));
    expect(() => parseJson(Buffer.from('\ufeff\ufeff{}'), 2)).toThrow(
      expect.objectContaining({ code: 'invalid_json' }),
    );
  });

  test.each([
    ['', 'empty_body'],
    ['{', 'invalid_json'],
    ['[[[]]]', 'too_deep'],
    ['{"__proto__":1}', 'unusable_key'],
  ])('refuses %j as %s', (text, code) => {
    expect(() => parseJson(Buffer.from(text), 2)).toThrow(expect.objectContaining({ code }));
  });
});
