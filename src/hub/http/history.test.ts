import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { ApiError } from '../../shared/protocol/error.ts';
import { History } from '../../shared/protocol/history.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { madeUpGpu, madeUpHardware, madeUpReport } from '../testing/made-up-report.ts';
import { BEARER, startTestHub, type TestHub } from '../testing/test-hub.ts';

const START = Date.UTC(2026, 0, 1, 12);

let clock: ManualClock;
let hub: TestHub;

beforeEach(async () => {
  clock = new ManualClock(START);
  hub = await startTestHub({ deps: { clock } });
});
afterEach(async () => {
  const stopped = hub.stop();
  clock.advance(5_000);
  await stopped;
});

/** Two cards; the processor goes 10, 20, 30 … percent. */
async function report(node: string, turn: number): Promise<void> {
  const cpu = { percent: 10 * turn, perCore: [], loadAverage: 1, cores: 32 };
  const gpus = [madeUpGpu({ celsius: 60 + turn }), madeUpGpu({ celsius: 70 + turn })];
  await hub.report(madeUpReport(node, { sequenceNumber: turn, hardware: madeUpHardware({ cpu, gpus }) }));
}

async function reportEachFiveSeconds(node: string, turns: number): Promise<void> {
  for (let turn = 1; turn <= turns; turn++) {
    await report(node, turn);
    clock.advance(5_000);
  }
}

describe('GET /api/history', () => {
  test('tells averages and maxima of the last hour by steps of ten seconds when nothing is kept', async () => {
    await reportEachFiveSeconds('rn-1', 6);
    const history = await hub.json('/api/history?node=rn-1&metric=cpuPercent&from=-30s&step=10');
    expect(checkerFor(History)(history)).toMatchObject({ ok: true });
    expect(history).toEqual({
      at: '2026-01-01T12:00:30.000Z',
      from: '2026-01-01T12:00:00.000Z',
      to: '2026-01-01T12:00:30.000Z',
      step: 10,
      kept: false,
      series: [
        {
          node: 'rn-1',
          metric: 'cpuPercent',
          label: null,
          unit: 'percent',
          average: [15, 35, 55],
          maximum: [20, 40, 60],
        },
      ],
    });
  });

  test('folds steps where longer ones are asked for, and has null where nothing was told', async () => {
    await reportEachFiveSeconds('rn-1', 6);
    clock.advance(90_000);
    const { step, series } = await hub.json('/api/history?node=rn-1&metric=cpuPercent&from=-2m&step=55');
    expect(step).toBe(60);
    expect(series[0]).toMatchObject({ average: [35, null], maximum: [60, null] });
  });

  test('gives each of several for a bare name, and one of them by its label', async () => {
    await report('rn-1', 1);
    clock.advance(1_000);
    const all = await hub.json('/api/telemetry/history?node=rn-1&metric=gpuTempC&from=-1m');
    expect(all.series.map((series: { label: string }) => series.label)).toEqual(['0', '1']);
    const one = await hub.json('/api/history?node=rn-1&metric=cpuPercent,gpuTempC[1]&from=-1m');
    expect(one.series.map((series: { metric: string }) => series.metric)).toEqual(['cpuPercent', 'gpuTempC']);
    expect(one.series[1].average.at(-1)).toBe(71);
  });

  test("tells the farm's own figures where no node is named, and several nodes' where several are", async () => {
    await report('rn-1', 2);
    await report('rn-2', 4);
    clock.advance(10_000);
    const { series } = await hub.json('/api/history?metric=cpuPercent,nodesSilent&from=-1m');
    expect(series[0]).toMatchObject({ node: null, metric: 'cpuPercent', unit: 'percent' });
    expect(series[0].average.filter((value: number | null) => value !== null)).toContain(30);
    const both = await hub.json('/api/history?node=rn-1&node=rn-2&metric=memPercent&from=-1m');
    expect(both.series.map(({ node }: { node: string }) => node)).toEqual(['rn-1', 'rn-2']);
  });

  test.each(['format=csv', ''])('is a table without formulas by %j', async (format) => {
    await report('=rn-1', 1);
    clock.advance(1_000);
    const headers = format === '' ? { ...BEARER, accept: 'text/csv' } : BEARER;
    const answer = await hub.get(`/api/history?node=%3Drn-1&metric=cpuPercent,gpuTempC&from=-1m&${format}`, headers);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await answer.text()).toBe(
      'at,node,metric,label,average,maximum\n' +
        "2026-01-01T12:00:00.000Z,'=rn-1,cpuPercent,,10,10\n" +
        "2026-01-01T12:00:00.000Z,'=rn-1,gpuTempC,0,61,61\n" +
        "2026-01-01T12:00:00.000Z,'=rn-1,gpuTempC,1,71,71\n",
    );
  });

  test('forgets a node that is deleted', async () => {
    await report('rn-1', 1);
    await fetch(`${hub.url}/api/nodes/rn-1`, { method: 'DELETE', headers: BEARER });
    expect((await hub.get('/api/history?node=rn-1')).status).toBe(404);
  });

  test.each([
    ['from=-30m&step=60', '2026-01-01T11:30:00.000Z', 60],
    ['from=-1w&step=2h', '2025-12-25T12:00:00.000Z', 7_200],
    ['from=2026-01-01T11:00:00Z&step=5m', '2026-01-01T11:00:00.000Z', 300],
    ['from=2026-01-01T12:30:00+01:00&step=60', '2026-01-01T11:30:00.000Z', 60],
    ['from=2026-01-01T11:30&to=now&step=60', '2026-01-01T11:30:00.000Z', 60],
    ['from=2026-01-01&to=2026-01-01T06:00:00Z&step=600', '2026-01-01T00:00:00.000Z', 600],
    ['from=&to=&step=', '2026-01-01T11:00:00.000Z', 20],
  ])('reads the times of %s', async (query, from, step) => {
    expect(await hub.json(`/api/history?${query}`)).toMatchObject({ from, step });
  });

  test.each([
    ['node=rn-9', 404, /no node "rn-9"/],
    ['node=rn-1&metric=cpuPercnt', 422, /no metric "cpuPercnt"; it may be cpuPercent/],
    ['node=rn-1&metric=corePercent', 422, /no history is kept; .*\/metrics/],
    ['metric=vrmTempC', 422, /figure of nodes.*node=/],
    ['metric=framesPerHuor', 422, /framesPerHour/],
    ['metric=a%5B', 400, /cannot be read/],
    ['from=yesterday', 400, /"from" is no time; write .*-30m/],
    ['from=-1m&from=-2m', 400, /more than once/],
    ['from=-1m&to=-2m', 422, /"from" must be before "to"/],
    ['step=soon', 400, /"step" must be/],
    ['step=0', 400, /"step" must be/],
    ['step=9999999d', 400, /"step" must be/],
    ['from=-999999999w&to=-999999998w', 422, /between the years 1970 and 9000/],
    ['from=9998-01-01&to=9999-01-01', 422, /between the years 1970 and 9000/],
    ['from=-7d&step=10', 422, /60480 values; ask for a step of 303 s or more/],
    ['format=xml', 400, /csv or json/],
    [Array.from({ length: 65 }, (_, index) => `node=n${index}`).join('&'), 422, /64 or fewer/],
  ])('refuses %s with the remedy', async (query, status, message) => {
    await report('rn-1', 1);
    const answer = await hub.get(`/api/history?${query}`);
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as ApiError).message).toMatch(message);
  });

  test('refuses more values at once than it gives', async () => {
    const nodes = Array.from({ length: 30 }, (_, index) => `rn-${index}`);
    for (const node of nodes) await report(node, 1);
    const answer = await hub.get(`/api/history?${nodes.map((node) => `node=${node}`).join('&')}&from=-5h&step=10`);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as ApiError).message).toMatch(/more than 200000 values; ask for fewer/);
  });
});

test('GET /api/telemetry/summary is the summary by its other name', async () => {
  await report('rn-1', 1);
  expect(await hub.json('/api/telemetry/summary')).toEqual(await hub.json('/api/summary'));
});
