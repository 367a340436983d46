import { describe, expect, it } from 'vitest';
import { ConfigError, type ConfigSources } from '../../shared/config.ts';
import { resolveHubConfig } from '../hub-config.ts';

function receiversOf(yaml: string) {
  const sources: ConfigSources = {
    program: 'hub',
    flags: {},
    environment: {},
    workingDirectory: '/w',
    homeDirectory: '/h',
    configFile: '/hub.yaml',
    readText: (path) => (path === '/hub.yaml' ? `receivers:\n${yaml}` : null),
  };
  return resolveHubConfig(sources, 'farm').receivers;
}

describe('receivers of the configuration', () => {
  it('are read as they are written', () => {
    const yaml = `
  - { name: ops, kind: slack, url: 'https://hooks.example.org/T/B/secret', severity: crit }
  - name: night
    kind: exec
    command: [/usr/bin/page, --now]
    quietHours: [{ from: 22:00, to: 07:00, days: [sat, sun], timeZone: Europe/Berlin, except: crit }]
    perMinute: 3
    sendCleared: false
    nodes: [rn-*]`;
    expect(receiversOf(yaml)).toEqual([
      { name: 'ops', kind: 'slack', url: 'https://hooks.example.org/T/B/secret', severity: 'crit' },
      {
        name: 'night',
        kind: 'exec',
        command: ['/usr/bin/page', '--now'],
        quietHours: [{ from: '22:00', to: '07:00', days: ['sat', 'sun'], timeZone: 'Europe/Berlin', except: 'crit' }],
        perMinute: 3,
        sendCleared: false,
        nodes: ['rn-*'],
      },
    ]);
  });

  it.each([
    ['no name', '{ kind: json, url: "https://h/s3cret" }'],
    ['a name that is no word', '{ name: "a b", kind: json, url: "https://h/s3cret" }'],
    ['an unknown kind', '{ name: a, kind: fax, url: "https://h/s3cret" }'],
    ['a setting that is none', '{ name: a, kind: json, url: "https://h/s3cret", uri: x }'],
    ['no url', '{ name: a, kind: json }'],
    ['a url that is none', '{ name: a, kind: json, url: "s3cret" }'],
    ['a url of another scheme', '{ name: a, kind: json, url: "file:///s3cret" }'],
    ['a topic that is none', '{ name: a, kind: ntfy, url: "https://h/" }'],
    ['a command of a webhook', '{ name: a, kind: json, url: "https://h/s3cret", command: [x] }'],
    ['no command', '{ name: a, kind: exec }'],
    ['an empty command', '{ name: a, kind: exec, command: [] }'],
    ['a NUL in a command', '{ name: a, kind: exec, command: [/bin/x, "s3cret\\0"] }'],
    ['a command that is looked for nobody knows where', '{ name: a, kind: exec, command: [bin/page, s3cret] }'],
    ['a url of a command', '{ name: a, kind: exec, command: [x], url: "https://h/s3cret" }'],
    ['a header with a line break', '{ name: a, kind: json, url: "https://h/", headers: { X: "s3cret\\nY: 1" } }'],
    ["a header of the hub's own", '{ name: a, kind: json, url: "https://h/", headers: { Host: s3cret } }'],
    ['a time that is none', '{ name: a, kind: json, url: "https://h/", quietHours: [{ from: "24:00", to: "07:00" }] }'],
    [
      'a time zone that is none',
      '{ name: a, kind: json, url: "https://h/", quietHours: [{ from: "22:00", to: "07:00", timeZone: Nowhere/Land }] }',
    ],
    ['no message a minute', '{ name: a, kind: json, url: "https://h/", perMinute: 0 }'],
    ['two of one name', '{ name: a, kind: json, url: "https://h/" }\n  - { name: a, kind: json, url: "https://h/" }'],
  ])('are refused with a sentence that gives nothing away when there is %s', (_, receiver) => {
    const read = () => receiversOf(`  - ${receiver}`);
    expect(read).toThrow(ConfigError);
    expect(read).not.toThrow(/s3cret/);
  });
});
