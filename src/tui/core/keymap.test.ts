import { expect, test } from 'vitest';
import { commandOf, KEYMAP, type KeyContext } from './keymap.ts';
import { TYPING } from './typing-keys.ts';

test('no key means two things in one context', () => {
  const contexts = ['nodes', 'alerts', 'columns', 'farm', 'detail', 'help', ...TYPING] satisfies KeyContext[];
  for (const context of contexts) {
    const keys = KEYMAP.flatMap(({ keys, contexts, whileTyping = [] }) =>
      contexts.includes(context) ? Object.keys(keys) : TYPING.includes(context) ? whileTyping : [],
    );
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('a key that keeps its meaning while the filter is typed is one of its binding', () => {
  for (const { keys, whileTyping = [] } of KEYMAP)
    expect(Object.keys(keys)).toEqual(expect.arrayContaining([...whileTyping]));
});

test.each([
  ['j', 'nodes', 'down'],
  ['G', 'detail', 'last'],
  ['q', 'nodes', 'quit'],
  ['q', 'detail', null],
  ['enter', 'help', null],
  ['enter', 'filter', 'keep-filter'],
  ['down', 'filter', 'down'],
  ['j', 'filter', null],
  ['q', 'filter', null],
  ['ctrl-c', 'filter', 'quit'],
  ['constructor', 'nodes', null],
  ['a', 'farm', 'alerts'],
  ['enter', 'alert-filter', 'keep-filter'],
  ['e', 'alert-filter', null],
  ['e', 'nodes', null],
  ['r', 'columns', 'reset-columns'],
  ['r', 'alerts', 'reconnect'],
  ['q', 'alerts', null],
] as const)('%s in %s does %s', (key, context, command) => {
  expect(commandOf(key, context)).toBe(command);
});
