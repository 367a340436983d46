import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { ConfigError, type ConfigSources, checkSecret, resolveConfig } from './config.ts';
import { UsageError } from './usage-error.ts';

const Settings = Type.Object({ host: Type.String(), port: Type.Integer({ maximum: 65_535 }), secret: Type.String() });
const defaults = { host: '0.0.0.0', port: 3000, secret: '' };
const names = { host: 'SERVER_HOST', port: 'SERVER_PORT', secret: 'SENTRY_SECRET' };

function sources(files: Record<string, string>, more: Partial<ConfigSources> = {}): ConfigSources {
  return {
    program: 'hub',
    flags: {},
    environment: {},
    workingDirectory: '/w',
    homeDirectory: '/home/u',
    readText: (path) => files[path] ?? null,
    ...more,
  };
}

describe('resolveConfig', () => {
  const layers = {
    '/etc/mata-sentry/hub.yaml': 'port: 1',
    '/home/u/.config/mata-sentry/hub.yaml': 'port: 2',
    '/x.yaml': 'port: 3',
    '/w/sentry_secret': 'SERVER_PORT=4',
    '/w/.env': 'SERVER_PORT=5',
  };
  test.each([
    ['defaults', {}, {}, 3000],
    ['/etc', { '/etc/mata-sentry/hub.yaml': 'port: 1' }, {}, 1],
    ['home over /etc', { ...layers, '/w/sentry_secret': '', '/w/.env': '' }, {}, 2],
    ['--config over home', { ...layers, '/w/sentry_secret': '', '/w/.env': '' }, { configFile: '/x.yaml' }, 3],
    ['sentry_secret over YAML', { ...layers, '/w/.env': '' }, {}, 4],
    ['.env over sentry_secret', layers, {}, 5],
    ['environment over .env', layers, { environment: { SERVER_PORT: '6' } }, 6],
    ['flags over all', layers, { flags: { port: 7 }, environment: { SERVER_PORT: '6' } }, 7],
  ])('takes %s', (_, files, more, port) => {
    expect(resolveConfig(Settings, defaults, names, sources(files as Record<string, string>, more)).port).toBe(port);
  });

  test.each(['correct-horse-battery', 'q83vEjRWeJCrze8SNFZ4kA==', 'SENTRY_SECRET=correct-horse-battery'])(
    'reads the secret out of a sentry_secret file that holds %s',
    (line) => {
      const config = resolveConfig(Settings, defaults, names, sources({ '/w/sentry_secret': `${line}\n` }));
      expect(config.secret).toBe(line.replace('SENTRY_SECRET=', ''));
    },
  );

  test('takes no secret from a .env that does not name it', () => {
    expect(resolveConfig(Settings, defaults, names, sources({ '/w/.env': 'something\n' })).secret).toBe('');
  });

  test.each([
    [{}, { environment: { SERVER_PORT: 'many' } }, /port.*environment/],
    [{}, { configFile: '/gone.yaml' }, /no configuration file \/gone\.yaml/],
    [{ '/etc/mata-sentry/hub.yaml': 'a: [' }, {}, /not valid YAML/],
    [{ '/etc/mata-sentry/hub.yaml': '- 1' }, {}, /one `name: value` a line/],
  ])('refuses %j %j and says where', (files, more, sentence) => {
    expect(() => resolveConfig(Settings, defaults, names, sources(files as Record<string, string>, more))).toThrow(
      sentence,
    );
  });
});

test('resolveConfig calls a wrong flag wrong usage, and a wrong file wrong configuration', () => {
  const wrong = (more: Partial<ConfigSources>) => () => resolveConfig(Settings, defaults, names, sources({}, more));
  expect(wrong({ flags: { port: 99_999 } })).toThrow(UsageError);
  expect(wrong({ flags: { port: 99_999 } })).toThrow(/port.*command line/);
  expect(wrong({ environment: { SERVER_PORT: '99999' } })).toThrow(ConfigError);
});

describe('checkSecret', () => {
  test.each(['your-magic-string', 'short', 'a blank in the middle', 'non-ascii-é-secret'])('refuses %j', (secret) => {
    expect(() => checkSecret(secret)).toThrow(ConfigError);
  });

  test('never repeats the secret when it refuses', () => {
    expect(() => checkSecret('hunter2')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });

  test('takes a decent one', () => {
    expect(checkSecret('correct-horse-battery')).toBe('correct-horse-battery');
  });
});
