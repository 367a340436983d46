import { expect, test } from 'vitest';
import { editFilter } from './filter-input.ts';

test.each([
  ['ab', 'c', 'abc'],
  ['ab', 'space', 'ab '],
  ['ab', 'ü', 'abü'],
  ['ab', 'backspace', 'a'],
  ['a😀', 'backspace', 'a'],
  ['', 'backspace', ''],
  ['one two ', 'ctrl-w', 'one '],
  ['one two', 'ctrl-u', ''],
  ['ab', 'f5', 'ab'],
  ['ab', 'up', 'ab'],
])('editFilter makes of %j and the key %s %j', (text, name, edited) => {
  expect(editFilter(text, { kind: 'key', name })).toBe(edited);
});

test('editFilter keeps a paste on one line and within bounds', () => {
  expect(editFilter('a', { kind: 'paste', text: 'b\r\nc\u001bd' })).toBe('ab c d');
  expect(editFilter('', { kind: 'paste', text: '😀'.repeat(500) })).toBe('😀'.repeat(100));
});
