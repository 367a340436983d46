import { expect, test } from 'vitest';
import { erased, typed } from './filter-input.ts';

test.each([
  ['ab', 'c', 'abc'],
  ['ab', 'space', 'ab '],
  ['ab', 'ü', 'abü'],
  ['ab', 'f5', 'ab'],
  ['ab', 'left', 'ab'],
])('typed makes of %j and the key %s %j', (text, name, longer) => {
  expect(typed(text, { kind: 'key', name })).toBe(longer);
});

test('typed keeps a paste on one line and within bounds', () => {
  expect(typed('a', { kind: 'paste', text: 'b\r\nc\u001bd' })).toBe('ab c d');
  expect(typed('', { kind: 'paste', text: '😀'.repeat(500) })).toBe('😀'.repeat(100));
});

test.each([
  ['ab', 'erase-character', 'a'],
  ['a😀', 'erase-character', 'a'],
  ['', 'erase-character', ''],
  ['one two ', 'erase-word', 'one '],
  ['one two', 'erase-filter', ''],
] as const)('erased makes of %j, by %s, %j', (text, command, shorter) => {
  expect(erased(text, command)).toBe(shorter);
});
