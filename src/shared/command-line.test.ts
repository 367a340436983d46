import { describe, expect, test } from 'vitest';
import { type FlagSpec, readCommandLine } from './command-line.ts';
import { UsageError } from './usage-error.ts';

const specs: Record<string, FlagSpec> = {
  hub: { type: 'string' },
  interval: { type: 'number' },
  nodeId: { type: 'string' },
  tag: { type: 'string', isMultiple: true },
  poll: { type: 'boolean' },
};

function read(...argv: string[]) {
  return readCommandLine('sentry-x', argv, specs);
}

describe('readCommandLine', () => {
  test('gives only what was given', () => {
    expect(read()).toEqual({ input: [], flags: {}, wants: null });
    expect(read('dir', '--poll', '--tag', 'a', '--tag=b', '--node-id', 'n 1', '--interval', '2.5', '0010')).toEqual({
      input: ['dir', '0010'],
      flags: { poll: true, tag: ['a', 'b'], nodeId: 'n 1', interval: 2.5 },
      wants: null,
    });
  });

  test('leaves numbers in strings as they were typed', () => {
    expect(read('--node-id=007', '--', '--poll=no', '--tag')).toMatchObject({
      flags: { nodeId: '007' },
      input: ['--poll=no', '--tag'],
    });
  });

  test.each([
    [['--help'], 'help'],
    [['--version'], 'version'],
    [['dir', '--help', '--version'], 'help'],
  ])('tells that %j wants %s', (argv, wants) => {
    expect(read(...argv).wants).toBe(wants);
  });

  test.each([
    [['--hubb', 'x'], /no option --hubb; sentry-x --help/],
    [['--secretKey=x'], /no option --secret-key/],
    [['-x'], /no option -x/],
    [['--hub'], /--hub needs a value/],
    [['--hub', '--poll'], /--hub=VALUE/],
    [['--tag'], /--tag needs a value/],
    [['--tag', '--poll'], /--tag=VALUE/],
    [['--poll=yes'], /--poll takes no value/],
    [['--interval', 'soon'], /--interval needs a number/],
    [['--hub', 'a', '--hub', 'b'], /--hub can only be set once/],
  ])('refuses %j with a sentence', (argv, sentence) => {
    expect(() => read(...argv)).toThrow(UsageError);
    expect(() => read(...argv)).toThrow(sentence);
  });
});
