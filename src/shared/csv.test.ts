import { expect, test } from 'vitest';
import { csvField, csvLine } from './csv.ts';

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  [' blank', '" blank"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3,', '"\'-2+3,"'],
  [-2.5, '-2.5'],
  [null, ''],
])('csvField of %j is %s', (value, field) => {
  expect(csvField(value)).toBe(field);
});

test('csvLine lets no control character through but its end', () => {
  expect(csvLine(['a\u001b]0;x\u0007', 'b\r\n\u202e'])).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202e]+\n$/);
});
