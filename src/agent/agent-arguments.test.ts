import { describe, expect, test } from 'vitest';
import { readParts } from '../shared/frames/frame-notation.ts';
import { framesInOrder } from '../shared/frames/frame-order.ts';
import { UsageError } from '../shared/usage-error.ts';
import { agentCommand, readAgentArguments } from './agent-arguments.ts';
import { AGENT_HELP } from './agent-help.ts';

describe('agentCommand', () => {
  test.each([
    [['frames', '1-10'], 'frames'],
    [['frames'], 'frames'],
    [['scan', 'out', '--check'], 'scan'],
    [['scanned'], null],
    [['./frames'], null],
    [['out', 'frames'], null],
    [['--once', 'frames'], null],
    [[], null],
  ] as const)('of %j is %j', (argv, command) => {
    expect(agentCommand(argv)).toBe(command);
  });
});

describe('readAgentArguments', () => {
  test('gives what was typed by the names of the settings', () => {
    const argv = ['a', 'b', '--tag', 'x', '--tag', 'y', '--once', '--config', 'c.yaml', '--frames=-5-10', '--poll'];
    expect(readAgentArguments(argv)).toEqual({
      wants: null,
      flags: { directories: ['a', 'b'], tags: ['x', 'y'], frames: '-5-10', poll: true },
      configFile: 'c.yaml',
      once: true,
    });
  });

  test('hides no setting of a file when nothing was typed', () => {
    expect(readAgentArguments([]).flags).toEqual({});
  });

  test.each(['run', 'join'])('does not watch a directory when the command %s is meant', (word) => {
    expect(() => readAgentArguments([word, 'x'])).toThrow(UsageError);
    expect(() => readAgentArguments([word])).toThrow(/not available in this version; write \.\//);
    expect(readAgentArguments([`./${word}`]).flags).toEqual({ directories: [`./${word}`] });
  });

  test.each(['scan', 'frames', 'doctor'])('wants the command %s before its options', (word) => {
    expect(() => readAgentArguments(['--once', word])).toThrow(/stands before its options/);
    expect(readAgentArguments(['--once', `./${word}`]).flags).toEqual({ directories: [`./${word}`] });
  });

  test('has no option for the secret', () => {
    expect(() => readAgentArguments(['--secret', 'correct-horse-battery'])).toThrow(UsageError);
  });
});

test('AGENT_HELP names each option and fits a terminal', () => {
  for (const option of ['hub', 'frames', 'title', 'interval', 'share', 'tag', 'poll', 'once', 'config', 'node-id'])
    expect(AGENT_HELP).toMatch(new RegExp(`^ {2}--${option} `, 'm'));
  expect(AGENT_HELP.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('AGENT_HELP says of ranges what is true', () => {
  const shown = [...AGENT_HELP.matchAll(/^ {2}(\S+) {2,}.*: (-?\d[-\d. ]+)$/gm)];
  expect(shown.map(([, notation]) => notation)).toEqual(['1-10x3', '1-10y3', '1-10:5', '10-1x3', '1-2x0.3']);
  for (const [, notation = '', frames] of shown) expect([...framesInOrder(readParts(notation))].join(' ')).toBe(frames);
});
