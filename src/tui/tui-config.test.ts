import { describe, expect, it } from 'vitest';
import { ConfigError, type ConfigSources } from '../shared/config.ts';
import { UsageError } from '../shared/usage-error.ts';
import { COLUMN_SETS } from './core/table-columns.ts';
import { colourDepth, resolveTuiConfig } from './tui-config.ts';

const SECRET = 'correct-horse-battery';

function resolve(
  flags: Record<string, unknown>,
  environment: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const sources: ConfigSources = {
    program: 'tui',
    flags,
    environment: { SENTRY_SECRET: SECRET, ...environment },
    workingDirectory: '/prod',
    homeDirectory: '/home/me',
    readText: (path) => files[path] ?? null,
  };
  return resolveTuiConfig(sources);
}

describe('resolveTuiConfig', () => {
  it.each([
    [{}, {}, 'http://127.0.0.1:3000'],
    [{}, { SERVER_HOST: '10.0.0.5', SERVER_PORT: '4000' }, 'http://10.0.0.5:4000'],
    [{}, { SERVER_HOST: '0.0.0.0' }, 'http://127.0.0.1:3000'],
    [{ hub: 'https://hub.studio.lan:3000' }, { SERVER_HOST: '10.0.0.5' }, 'https://hub.studio.lan:3000'],
    [{ hub: 'hub:3000' }, {}, 'http://hub:3000'],
  ])('finds the hub when the flags are %j and the environment %j', (flags, environment, url) => {
    expect(resolve(flags, environment).hubUrl).toBe(url);
  });

  it.each([
    [{ hub: 'ftp://hub' }, /http:\/\/HOST:PORT/],
    [{ hub: 'http://me:secret@hub:3000' }, /SENTRY_SECRET/],
    [{ theme: 'neon' }, /default/],
    [{ columns: 'node,colour' }, /no column colour/],
    [{ interval: 'often' }, /interval/],
    [{ interval: -1 }, /interval/],
  ])('calls %j on the command line wrong usage, and in a file a wrong setting', (flags, remedy) => {
    expect(() => resolve(flags)).toThrow(UsageError);
    expect(() => resolve(flags)).toThrow(remedy);
    const [name, value] = Object.entries(flags)[0] ?? [];
    const files = { '/etc/mata-sentry/tui.yaml': `${name}: "${value}"` };
    expect(() => resolve({}, {}, files)).toThrow(ConfigError);
    expect(() => resolve({}, {}, files)).toThrow(remedy);
  });

  it('tells of a wrong command line before a missing secret', () => {
    expect(() => resolve({ hub: 'ftp://hub' }, { SENTRY_SECRET: '' })).toThrow(UsageError);
  });

  it('says where the secret is when it is not set', () => {
    expect(() => resolve({}, { SENTRY_SECRET: '' })).toThrow(/data\/secret/);
  });

  it('takes interval, signs and colours from the flags', () => {
    expect(resolve({ interval: '2', ascii: true, color: false }, { TERM: 'xterm-256color' })).toEqual({
      hubUrl: 'http://127.0.0.1:3000',
      secret: SECRET,
      intervalSeconds: 2,
      glyphs: 'ascii',
      colour: 'none',
      bell: false,
    });
  });
});

describe('resolveTuiConfig on columns and the bell', () => {
  const file = (yaml: string) => resolve({}, {}, { '/etc/mata-sentry/tui.yaml': yaml });

  it('leaves the choice open where nobody has made any', () => {
    expect(resolve({})).not.toHaveProperty('tableColumns');
  });

  it.each([
    ['columns: health', COLUMN_SETS.health],
    ['columns: cpu, ram', ['node', 'cpu', 'ram']],
    ['columns: [state, node, gpu-temp]', ['state', 'node', 'gpu-temp']],
  ])('takes %j from a file', (yaml, columns) => {
    expect(file(yaml).tableColumns).toEqual(columns);
  });

  it('takes the columns of the command line before those of a file', () => {
    const files = { '/etc/mata-sentry/tui.yaml': 'columns: [cpu]\nbell: true' };
    expect(resolve({ columns: 'ram' }, {}, files)).toMatchObject({ tableColumns: ['node', 'ram'], bell: true });
  });

  it('calls a list that names no column a wrong setting', () => {
    expect(() => file('columns: [node, 7]')).toThrow(ConfigError);
  });
});

describe('colourDepth', () => {
  it.each([
    [{ TERM: 'xterm' }, '16'],
    [{ TERM: 'xterm-256color' }, '256'],
    [{ TERM: 'xterm', COLORTERM: 'truecolor' }, '256'],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'none'],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, '256'],
    [{ TERM: 'dumb' }, 'none'],
    [{}, '16'],
  ] as const)('is, for %j, %s', (environment, depth) => {
    expect(colourDepth(environment)).toBe(depth);
  });
});
