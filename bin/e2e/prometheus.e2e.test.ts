/** A real Prometheus with the files of fixtures/prometheus: it reads the hub, and its dashboard and rules find something. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  freePort,
  type Program,
  SECRET,
  startHub,
  startProgram,
  type TestHub,
  temporaryDirectory,
  until,
} from './programs.ts';
import { prometheusFarm } from './prometheus-farm.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/prometheus/', import.meta.url));

let directory: { path: string; remove: () => Promise<void> };
let hub: TestHub;
let prometheus: Program;
let prometheusUrl: string;

beforeAll(async () => {
  directory = await temporaryDirectory();
  hub = await startHub(join(directory.path, 'data'), await freePort());
  for (const report of prometheusFarm()) await send(report);
  // One refusal, so that there is one to count.
  await hub.get('/no/such/path');
  const config = await adaptedConfig();
  execFileSync('promtool', ['check', 'config', config], { stdio: 'pipe' });
  const port = await freePort();
  prometheusUrl = `http://127.0.0.1:${port}`;
  prometheus = startProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(directory.path, 'series')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  await until('Prometheus has read the hub', async () => (await query('up')).some(({ value }) => value[1] === '1'));
});

afterAll(async () => {
  await prometheus?.end();
  await hub?.end();
  await directory?.remove();
});

/** The file that people are given, with this hub's address, and in more of a hurry. */
async function adaptedConfig(): Promise<string> {
  const config = parse(readFileSync(join(FIXTURES, 'prometheus.yml'), 'utf8'));
  const [scrape] = config.scrape_configs;
  const secret = join(directory.path, 'secret');
  await writeFile(secret, SECRET, { mode: 0o600 });
  config.global = { scrape_interval: '1s', evaluation_interval: '1s', scrape_timeout: '1s' };
  scrape.scrape_timeout = '1s';
  scrape.authorization.credentials_file = secret;
  scrape.static_configs[0].targets = [new URL(hub.url).host];
  config.rule_files = [join(FIXTURES, 'alerts.yml')];
  const path = join(directory.path, 'prometheus.yml');
  await writeFile(path, stringify(config));
  return path;
}

async function send(report: object): Promise<void> {
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
  const answer = await fetch(`${hub.url}/api/report`, { method: 'POST', headers, body: JSON.stringify(report) });
  expect(answer.status).toBe(200);
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function query(expression: string): Promise<readonly Series[]> {
  const answer = await fetch(`${prometheusUrl}/api/v1/query?${new URLSearchParams({ query: expression })}`);
  const { status, data, error } = (await answer.json()) as {
    status: string;
    data: { result: Series[] };
    error?: string;
  };
  if (status !== 'success') throw new Error(`${expression}: ${error}`);
  return data.result;
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(readFileSync(join(FIXTURES, 'grafana-dashboard.json'), 'utf8')) as {
  readonly panels: readonly Panel[];
  readonly schemaVersion: number;
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly definition?: string }[];
  };
};
const expressions = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(
    ({ expr }) => [title, expr.replaceAll(/\$(?:node|gpu)\b/g, '.*').replaceAll('$__rate_interval', '10s')] as const,
  ),
);

describe('Prometheus', () => {
  test('reads the hub, names from elsewhere and all', async () => {
    expect(prometheus.output()).not.toMatch(/level=(?:error|warn)/);
    const nodes = (await query('sentry_node_info')).map(({ metric }) => metric.node);
    expect(nodes.sort()).toEqual(['rn-01', 'rn-02', 'rn "7"\\\\x0a\\x1b]0;x\\x07{a="b"} 1 #', 'ws-01'].sort());
    expect(await query('sentry_drive_read_bytes_total{node="rn-01"}')).toHaveLength(1);
    const [{ units }] = await metadata('sentry_gpu_temperature_celsius');
    expect(units).toBe('celsius');
  });

  test('has nothing to say against the text, in promtool', async () => {
    const input = await (await hub.get('/metrics')).text();
    expect(execFileSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8', stdio: 'pipe' })).toBe('');
  });

  test('takes the rules, and tells by them of a card that is lost', async () => {
    execFileSync('promtool', ['check', 'rules', join(FIXTURES, 'alerts.yml')], { stdio: 'pipe' });
    const firing = await until('the rule fires', async () => {
      const found = await query('ALERTS{alertname="SentryGpuLost",alertstate="firing"}');
      return found.length > 0 && found;
    });
    expect(firing.map(({ metric }) => metric.node)).toEqual(['rn-02']);
    const { data } = (await (await fetch(`${prometheusUrl}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { name: string; health: string }[] }[] };
    };
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });
});

describe('the Grafana dashboard', () => {
  test('is of the agreed version and asks for variables that there are', async () => {
    expect(dashboard.schemaVersion).toBe(39);
    expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['datasource', 'node', 'gpu']);
    for (const { definition } of dashboard.templating.list) {
      const [, metric = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(definition ?? '') ?? [];
      if (definition === undefined) continue;
      const series = await query(metric.replaceAll('$node', '.*'));
      expect(series.every((each) => each.metric[label] !== undefined)).toBe(true);
      expect(series.length).toBeGreaterThan(0);
    }
  });

  test.each(expressions)('has data in "%s": %s', async (_, expression) => {
    await until(`there is data for ${expression}`, async () => (await query(expression)).length > 0, 10);
  });
});

async function metadata(metric: string): Promise<readonly [{ readonly units: string }]> {
  const answer = await fetch(`${prometheusUrl}/api/v1/targets/metadata?${new URLSearchParams({ metric })}`);
  const { data } = (await answer.json()) as { data: { unit: string }[] };
  return [{ units: data[0]?.unit ?? '' }];
}
