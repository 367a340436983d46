import { expect, test } from 'vitest';
import { commandOf, KEYMAP, type KeyContext } from './keymap.ts';

test('no key means two things in one context', () => {
  for (const context of ['nodes', 'detail', 'help'] satisfies KeyContext[]) {
    const keys = KEYMAP.filter(({ contexts }) => contexts.includes(context)).flatMap((binding) =>
      Object.keys(binding.keys),
    );
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test.each([
  ['j', 'nodes', 'down'],
  ['G', 'detail', 'last'],
  ['q', 'nodes', 'quit'],
  ['q', 'detail', null],
  ['enter', 'help', null],
  ['constructor', 'nodes', null],
] as const)('%s in %s does %s', (key, context, command) => {
  expect(commandOf(key, context)).toBe(command);
});
