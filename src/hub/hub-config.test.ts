import { describe, expect, test } from 'vitest';
import { ConfigError, type ConfigSources } from '../shared/config.ts';
import { UsageError } from '../shared/usage-error.ts';
import { resolveHubConfig } from './hub-config.ts';

function sources(given: Partial<ConfigSources>, files: Record<string, string> = {}): ConfigSources {
  return {
    program: 'hub',
    flags: {},
    environment: {},
    workingDirectory: '/prod',
    homeDirectory: '/home/me',
    readText: (path) => files[path] ?? null,
    ...given,
  };
}

const YAML = '/etc/mata-sentry/hub.yaml';

describe('resolveHubConfig', () => {
  test('has the defaults that the manual names', () => {
    expect(resolveHubConfig(sources({}), 'machine')).toMatchObject({
      host: '0.0.0.0',
      port: 3000,
      data: './data',
      allow: [],
      publicHost: [],
      name: 'machine',
      offlineAfterSeconds: 60,
      stallAfterSeconds: 300,
      history: false,
      historyDays: 7,
      historyMax: '2GB',
      thresholds: [],
      secret: null,
    });
  });

  test('takes host, port and secret from the environment, and flags above them', () => {
    const environment = { SENTRY_SECRET: 'correct-horse-battery', SERVER_HOST: '10.0.0.5', SERVER_PORT: '8080' };
    const config = resolveHubConfig(
      sources({ environment, flags: { port: '9090', allow: ['10.0.0.0/8'] } }),
      'machine',
    );
    expect(config).toMatchObject({
      host: '10.0.0.5',
      port: 9090,
      allow: ['10.0.0.0/8'],
      secret: environment.SENTRY_SECRET,
    });
  });

  test('takes an empty SENTRY_SECRET for none', () => {
    expect(resolveHubConfig(sources({ environment: { SENTRY_SECRET: '' } }), 'machine').secret).toBeNull();
  });

  test('takes lists from YAML', () => {
    const files = { '/home/me/.config/mata-sentry/hub.yaml': 'publicHost: [hub.studio.lan]\nallow:\n  - 10.0.0.0/8\n' };
    const config = resolveHubConfig(sources({}, files), 'machine');
    expect(config).toMatchObject({ publicHost: ['hub.studio.lan'], allow: ['10.0.0.0/8'] });
  });

  test('cuts a host name that is too long for a farm', () => {
    expect(resolveHubConfig(sources({}), 'm'.repeat(200)).name).toBe('m'.repeat(64));
  });

  test('calls a range that is none a wrong command line where it was given there, else a wrong setting', () => {
    expect(() => resolveHubConfig(sources({ flags: { allow: ['nonsense'] } }), 'machine')).toThrow(UsageError);
    const files = { '/home/me/.config/mata-sentry/hub.yaml': 'allow: [nonsense]\n' };
    expect(() => resolveHubConfig(sources({}, files), 'machine')).toThrow(ConfigError);
  });

  test.each([
    ['a placeholder as secret', { environment: { SENTRY_SECRET: 'your-magic-string' } }, /placeholder/],
    ['a short secret', { environment: { SENTRY_SECRET: 'short' } }, /12 characters/],
    ['a port that is none', { flags: { port: 'http' } }, /"port".*command line/],
    ['a history of no size', { flags: { historyMax: 'much' } }, /"historyMax" is no size.*500MB/],
    ['a history too small to be one', { environment: {}, flags: { historyMax: '4096' } }, /10MB or more/],
    ['a port beyond the last', { environment: { SERVER_PORT: '70000' } }, /"port".*environment/],
  ])('refuses %s', (_, given, message) => {
    expect(() => resolveHubConfig(sources(given), 'machine')).toThrow(message);
  });

  test('takes thresholds from YAML', () => {
    const rows =
      '  - { metric: cpuTempC, tag: water, crit: 70 }\n  - { metric: swapPercent, alertFrom: null, warn: null }\n';
    expect(resolveHubConfig(sources({}, { [YAML]: `thresholds:\n${rows}` }), 'machine').thresholds).toEqual([
      { metric: 'cpuTempC', tag: 'water', crit: 70 },
      { metric: 'swapPercent', alertFrom: null, warn: null },
    ]);
  });

  test.each([
    ['{ metric: cpuTemp, crit: 70 }', /"cpuTemp"/],
    ['{ metric: cpuTempC, crit: hot }', /"thresholds\.0\.crit".*hub\.yaml/],
    ['{ metric: cpuTempC, crit: .inf }', /"thresholds\.0\.crit"/],
    ['{ metric: cpuTempC, alertFrom: high }', /"thresholds\.0\.alertFrom" must be one of notice, warn, crit/],
    ['{ metric: cpuTempC, critical: 70 }', /"thresholds\.0\.critical" is not known here/],
    ['{ metric: cpuTempC, warn: 90, crit: 80 }', /thresholds\[0\] \(cpuTempC\)/],
    ['{ crit: 80 }', /"thresholds\.0".*metric/],
  ])('refuses the threshold %s', (row, message) => {
    const resolve = () => resolveHubConfig(sources({}, { [YAML]: `thresholds:\n  - ${row}\n` }), 'machine');
    expect(resolve).toThrow(message);
    expect(resolve).toThrow(ConfigError);
  });
});
