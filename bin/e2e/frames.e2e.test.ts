import { describe, expect, test } from 'vitest';
import { programPath, startProgram, startSentry, until } from './programs.ts';

function startShell(script: string): ReturnType<typeof startProgram> {
  return startProgram('bash', ['-c', script], { env: { NODE: process.execPath, AGENT: programPath('sentry-agent') } });
}

describe('sentry-agent frames', () => {
  test.each<[readonly string[], string]>([
    [['1-10x3'], '1 4 7 10\n'],
    [['-5--1'], '-5 -4 -3 -2 -1\n'],
    [['--json', '1-2x0.3'], '{"frames":[1,1.3,1.6,1.9],"count":4,"range":"1-1.9x0.3"}\n'],
    [['file.1920x1038.1001-1002#.exr'], 'file.1920x1038.1001.exr\nfile.1920x1038.1002.exr\n'],
  ])('%j prints %j and is done', async (args, text) => {
    const program = startSentry('sentry-agent', ['frames', ...args]);
    expect(await program.exited, program.output()).toBe(0);
    expect(program.output()).toBe(text);
  });

  test('refuses with one sentence and exit 2', async () => {
    const program = startSentry('sentry-agent', ['frames', '1-10', '1x5']);
    expect(await program.exited).toBe(2);
    expect(program.output()).toBe('sentry-agent: "1x5" has a step but no end; write it as 1-10x3.\n');
  });

  test('has a help of its own', async () => {
    const program = startSentry('sentry-agent', ['frames', '--help']);
    expect(await program.exited).toBe(0);
    expect(program.output()).toMatch(/^sentry-agent frames - /);
  });

  test('tells ten million frames where there is no room for a list of them', async () => {
    const shell = startShell('set -o pipefail; "$NODE" --max-old-space-size=24 "$AGENT" frames 1-10000000:3 | wc -w');
    expect(await shell.exited, shell.output()).toBe(0);
    expect(shell.output().trim()).toBe('10000000');
  });

  test('ends quietly when its reader has seen enough', async () => {
    const shell = startShell('set -o pipefail; "$NODE" "$AGENT" frames 1-999999999 | head -c 6');
    expect(await shell.exited, shell.output()).toBe(0);
    expect(shell.output()).toBe('1 2 3 ');
  });

  test('ends by a signal in the middle of its output', async () => {
    const program = startSentry('sentry-agent', ['frames', '1-999999999']);
    await until('the first frames', () => program.output().startsWith('1 2 3 '));
    expect(await program.end('SIGINT')).toBe('SIGINT');
  });
});
