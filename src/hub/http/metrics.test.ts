import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpGpu, madeUpHardware, madeUpReport, madeUpSequence } from '../testing/made-up-report.ts';
import { BEARER, startTestHub, type TestHub } from '../testing/test-hub.ts';

const OPEN_METRICS = { ...BEARER, accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' };
const HOSTILE = 'rn "7"\\\n\u001b]0;x\u0007\u202e{a="b"} 1 #';

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub();
  const fullHardware = madeUpHardware({
    gpus: [
      madeUpGpu({ eccCorrected: 3, eccUncorrected: 0, busId: '0000:01:00.0', driver: '550.54', vendor: 'nvidia' }),
    ],
    drives: [
      {
        device: '/dev/nvme0',
        model: null,
        serial: null,
        healthy: true,
        celsius: 40,
        limitCelsius: null,
        wearPercent: 3,
        sparePercent: 100,
        errors: 0,
        powerOnSeconds: 7200,
        readBytes: 5e12,
        writtenBytes: 1e12,
      },
    ],
    temperatures: [{ sensor: HOSTILE, celsius: 61, limitCelsius: null }],
  });
  await hub.report(
    madeUpReport('rn-1', {
      hardware: fullHardware,
      tags: ['gpu'],
      sequences: [madeUpSequence({ done: '1-5', expected: '1-9' })],
    }),
  );
  await hub.report(madeUpReport('rn-2', { hardware: madeUpHardware() }));
  await hub.report(madeUpReport('ws-1', { hardware: madeUpHardware(), leaving: true }));
  await hub.report(madeUpReport(HOSTILE, { hardware: fullHardware, tags: [HOSTILE], os: HOSTILE }));
  await hub.get('/no/such/path');
});
afterAll(() => hub.stop());

async function textOf(path: string, headers?: Record<string, string>): Promise<string> {
  return (await hub.get(path, headers)).text();
}

describe('GET /metrics', () => {
  it('is the text format of Prometheus by itself', async () => {
    const answer = await hub.get('/metrics');
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await answer.text();
    expect(text).toContain('# TYPE sentry_drive_read_bytes_total counter\n');
    expect(text).toContain('sentry_drive_read_bytes_total{node="rn-1",drive="/dev/nvme0"} 5000000000000\n');
    expect(text).toContain('sentry_hub_refusals_total{code="not_found"} 1\n');
    expect(text).toContain('sentry_hub_reports_total{outcome="progressed"} ');
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).not.toContain('# EOF');
  });

  it('is OpenMetrics where that is accepted', async () => {
    const answer = await hub.get('/metrics', OPEN_METRICS);
    expect(answer.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    const text = await answer.text();
    expect(text).toContain('# TYPE sentry_drive_read_bytes counter\n# UNIT sentry_drive_read_bytes bytes\n');
    expect(text).toContain('sentry_drive_read_bytes_total{node="rn-1",drive="/dev/nvme0"} 5000000000000\n');
    expect(text.endsWith('\n# EOF\n')).toBe(true);
  });

  it('tells each family once, and each series once', async () => {
    const lines = (await textOf('/metrics')).split('\n');
    const types = lines.filter((line) => line.startsWith('# TYPE'));
    expect(new Set(types).size).toBe(types.length);
    const series = lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(series).size).toBe(series.length);
    expect(series.length).toBeGreaterThan(100);
  });

  it('is harmless for a terminal and keeps to one line a sample when names are hostile', async () => {
    const text = await textOf('/metrics');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    for (const line of text.split('\n').slice(0, -1)) expect(line).toMatch(/^(?:# (?:HELP|TYPE) )?[a-z_0-9]+[{ ]/);
  });

  it('has no old figures of a node that is gone, but tells that it is gone', async () => {
    const text = await textOf('/metrics');
    expect(text).toContain('sentry_node_state{node="ws-1",state="offline"} 1\n');
    expect(text).not.toContain('sentry_node_cpu_ratio{node="ws-1"');
    expect(text).toContain('sentry_node_cpu_ratio{node="rn-1"');
  });

  it('is of the nodes that are asked for, and of nothing else', async () => {
    const nodesOf = (text: string) => new Set([...text.matchAll(/\bnode="([^"\\]*)"/g)].map(([, node]) => node));
    const one = await textOf('/metrics?node=rn-1');
    expect(nodesOf(one)).toEqual(new Set(['rn-1']));
    expect(one).not.toMatch(/^sentry_(?:hub|farm|job)_/m);
    expect(nodesOf(await textOf('/metrics?node=rn-*'))).toEqual(new Set(['rn-1', 'rn-2']));
    expect(nodesOf(await textOf('/metrics?node=rn-1&node=ws-*'))).toEqual(new Set(['rn-1', 'ws-1']));
    expect(await textOf('/metrics?node=none', OPEN_METRICS)).toBe('# EOF\n');
  });

  it('is of one part where that is asked for', async () => {
    const [farm, nodes] = [await textOf('/metrics?part=farm'), await textOf('/metrics?part=nodes')];
    expect(farm).toMatch(/^sentry_farm_nodes 4$/m);
    expect(farm).toMatch(/^sentry_hub_info/m);
    expect(farm).not.toMatch(/^sentry_node_/m);
    expect(nodes).toMatch(/^sentry_node_info/m);
    expect(nodes).not.toMatch(/^sentry_(?:hub|farm|job)_/m);
  });

  it.each(['part=node', 'part=farm&part=nodes'])('refuses %s, which would be all else', async (query) => {
    const answer = await hub.get(`/metrics?${query}`);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'bad_query' }]);
  });

  it('is compressed for who takes it', async () => {
    const answer = await hub.get('/metrics', { ...BEARER, 'accept-encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toContain('sentry_node_cpu_ratio');
  });

  it('tells what a node says next', async () => {
    await hub.report(madeUpReport('rn-2', { sequenceNumber: 2, hardware: madeUpHardware({ uptimeSeconds: 4711 }) }));
    expect(await textOf('/metrics')).toContain('sentry_node_uptime_seconds{node="rn-2"} 4711\n');
  });

  const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

  it.skipIf(!hasPromtool)('is passed by promtool (skipped where there is no promtool)', async () => {
    expect(complaintsOf(await textOf('/metrics'))).toBe('');
    // promtool reads the older format alone, which has the counters' whole names above them.
    const counters = (await textOf('/metrics', OPEN_METRICS)).replace(
      /^# TYPE (\S+) counter\n(# UNIT .*\n)?# HELP \S+ /gm,
      '# TYPE $1_total counter\n# HELP $1_total ',
    );
    expect(complaintsOf(counters)).toBe('');
  });
});

function complaintsOf(input: string): string {
  const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  return status === 0 ? stdout + stderr : `${status} ${stdout}${stderr}`;
}
