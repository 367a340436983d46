import { describe, expect, test } from 'vitest';
import { ConfigError } from '../shared/config.ts';
import { UsageError } from '../shared/usage-error.ts';
import { resolveAgentProgram } from './agent-config.ts';

const SECRET = 'correct-horse-battery';

function program(
  flags: Record<string, unknown>,
  environment: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  return resolveAgentProgram({
    program: 'agent',
    flags,
    environment: { SENTRY_SECRET: SECRET, ...environment },
    workingDirectory: '/w',
    homeDirectory: '/home/u',
    readText: (path) => files[path] ?? null,
  });
}

describe('resolveAgentProgram', () => {
  test('has a default for everything but the secret', () => {
    expect(program({})).toEqual({
      agent: { nodeId: null, intervalSeconds: 5, tags: [] },
      hub: { url: new URL('http://127.0.0.1:3000'), secret: SECRET },
      directories: [],
      share: null,
      expected: null,
      title: null,
      poll: false,
    });
  });

  test('takes directories from where it was started, each once', () => {
    expect(program({ directories: ['out', './out', '/mnt/r/'] }).directories).toEqual(['/w/out', '/mnt/r']);
  });

  test.each<[Record<string, unknown>, Record<string, string>, string]>([
    [{ hub: 'https://hub.example' }, {}, 'https://hub.example/'],
    [{ hub: '10.0.0.5:3000' }, {}, 'http://10.0.0.5:3000/'],
    [{ hub: 'http://a:1' }, { SERVER_HOST: 'b' }, 'http://a:1/'],
    [{}, { SERVER_HOST: 'b' }, 'http://b:3000/'],
    [{}, { SERVER_HOST: 'fe80::1', SERVER_PORT: '81' }, 'http://[fe80::1]:81/'],
  ])('finds the hub by %j and %j', (flags, environment, url) => {
    expect(program(flags, environment).hub.url.href).toBe(url);
  });

  test('takes settings from a file of the user', () => {
    const yaml = 'tags: [gpu, gpu, fast]\nframes: 1-10x3\ninterval: 2\nnodeId: blade\nshare: nas\n';
    expect(program({}, {}, { '/home/u/.config/mata-sentry/agent.yaml': yaml })).toMatchObject({
      agent: { nodeId: 'blade', intervalSeconds: 2, tags: ['gpu', 'fast'] },
      share: 'nas',
      expected: [
        [1, 1],
        [4, 4],
        [7, 7],
        [10, 10],
      ],
    });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no range', { frames: '1-x' }, /"1-x" is no frame range/],
    ['a hub with a password', { hub: 'http://u:p@h' }, /http:\/\/HOST:PORT/],
    ['a hub with a path', { hub: 'http://h/farm' }, /http:\/\/HOST:PORT/],
    ['a hub of another kind', { hub: 'ftp://h' }, /http:\/\/HOST:PORT/],
  ])('calls %s on the command line wrong usage, and in a file a wrong setting', (_, flags, sentence) => {
    expect(() => program(flags)).toThrow(UsageError);
    expect(() => program(flags)).toThrow(sentence);
    const [name, value] = Object.entries(flags)[0] ?? [];
    expect(() => program({}, {}, { '/etc/mata-sentry/agent.yaml': `${name}: "${value}"` })).toThrow(ConfigError);
  });

  test.each([
    ['', /the hub says at its start where/],
    ['your-magic-string', /placeholder/],
    ['short', /12 characters/],
  ])('refuses the secret %j and says what to do', (secret, sentence) => {
    expect(() => program({}, { SENTRY_SECRET: secret })).toThrow(ConfigError);
    expect(() => program({}, { SENTRY_SECRET: secret })).toThrow(sentence);
  });

  test('tells of a wrong command line before a missing secret', () => {
    expect(() => program({ frames: 'x' }, { SENTRY_SECRET: '' })).toThrow(UsageError);
  });
});
