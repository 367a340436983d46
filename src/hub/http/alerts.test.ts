import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { type Alert, AlertAnswer, AlertList } from '../../shared/protocol/alert.ts';
import { FleetChange, FleetSnapshot } from '../../shared/protocol/fleet.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { VERSION } from '../../shared/version.ts';
import { madeUpGpu, madeUpHardware, madeUpReport } from '../testing/made-up-report.ts';
import { BEARER, startTestHub, type TestHub } from '../testing/test-hub.ts';

let clock: ManualClock;
let hub: TestHub;

beforeEach(async () => {
  clock = new ManualClock();
  hub = await startTestHub({ deps: { clock } });
});

afterEach(() => stopped(hub));

/** Stops the hub, whose own time limits run on a clock that stands still. */
async function stopped(running: TestHub): Promise<void> {
  const moving = setInterval(() => clock.advance(100), 5);
  await running.stop();
  clearInterval(moving);
}

const HOT = madeUpHardware({ gpus: [madeUpGpu({ celsius: 91 })] });

/** Reports of a card that is too hot, until there is an alert of it. */
async function overheated(id = 'rn-1'): Promise<string> {
  for (let second = 0; second <= 65; second += 5) {
    await hub.report(madeUpReport(id, { agentVersion: VERSION, hardware: HOT }));
    clock.advance(5_000);
  }
  const { alerts } = await hub.json(`/api/alerts?node=${id}`);
  return alerts.find(({ kind }: { kind: string }) => kind === 'threshold').id;
}

function post(path: string, body?: unknown, headers: Record<string, string> = BEARER): Promise<Response> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(hub.url + path, {
    method: 'POST',
    headers: { ...headers, ...json },
    body: body === undefined ? null : JSON.stringify(body),
  });
}

test('GET /api/alerts lists what is open and over, GET /api/summary counts it, and the node tells its own', async () => {
  await overheated();
  const list = await hub.json('/api/alerts?severity=warn');
  expect(checkerFor(AlertList)(list).ok).toBe(true);
  expect(list).toMatchObject({ open: 1, alerts: [{ node: 'rn-1', state: 'raised', message: 'GPU 91° above 88°' }] });
  expect(await hub.json('/api/summary')).toMatchObject({
    alerts: 1,
    alertsCritical: 0,
    tempC: 91,
    hottest: 'rn-1',
    watts: 320,
  });
  expect(await hub.json('/api/nodes/rn-1')).toMatchObject({
    state: 'hot',
    alerts: [{ metric: 'gpuTempC', label: '0' }],
    levels: { 'gpuTempC[0]': 'crit' },
    health: { gpuTempC: 91, gpuWatts: 320 },
  });
});

test.each([
  ['state=raised', 1],
  ['state=acknowledged,cleared', 0],
  ['severity=info', 0],
  ['node=rn-2', 0],
  ['node=rn-1&limit=1', 1],
])('GET /api/alerts?%s gives %d', async (query, count) => {
  await overheated();
  expect((await hub.json(`/api/alerts?${query}`)).alerts).toHaveLength(count);
});

test.each(['state=open', 'severity=bad', 'limit=0', 'limit=1001', 'limit=x', 'node=a&node=b'])(
  'GET /api/alerts?%s is refused',
  async (query) => {
    const answer = await hub.get(`/api/alerts?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'bad_query' });
  },
);

test('POST /api/alerts/:id/ack, /mute and /clear do what they say', async () => {
  const id = await overheated();
  const acknowledged = await (await post(`/api/alerts/${id}/ack`, { by: ' mira ' })).json();
  expect(checkerFor(AlertAnswer)(acknowledged).ok).toBe(true);
  expect(acknowledged).toMatchObject({ ok: true, alert: { id, state: 'acknowledged', acknowledgedBy: 'mira' } });
  const muted = await (await post(`/api/alerts/${id}/mute`, { seconds: 3_600 })).json();
  expect(Date.parse((muted as { alert: Alert }).alert.mutedUntil ?? '')).toBe(clock.now() + 3_600_000);
  const cleared = await (await post(`/api/alerts/${id}/clear`)).json();
  expect(cleared).toMatchObject({ alert: { state: 'cleared' } });
  expect(await hub.json('/api/summary')).toMatchObject({ alerts: 0 });
  expect(await (await post(`/api/alerts/${id}/ack`)).json()).toMatchObject({ alert: { state: 'cleared' } });
});

test.each([
  ['ack', { by: 7 }, 422],
  ['ack', { by: '' }, 422],
  ['mute', {}, 422],
  ['mute', { seconds: -1 }, 422],
  ['mute', { seconds: 1e9 }, 422],
  ['clear', { by: 'x'.repeat(65) }, 422],
  ['ack', [], 422],
])('POST /api/alerts/:id/%s with %j is refused with %d', async (what, body, status) => {
  const answer = await post(`/api/alerts/${await overheated()}/${what}`, body);
  expect(answer.status).toBe(status);
  expect(await hub.json('/api/alerts')).toMatchObject({ alerts: [{ state: 'raised', mutedUntil: null }] });
});

test('POST /api/alerts/:id/ack is refused with 415 when its body is no JSON', async () => {
  const id = await overheated();
  for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
    const headers = { ...BEARER, 'content-type': type };
    const answer = await fetch(`${hub.url}/api/alerts/${id}/ack`, { method: 'POST', headers, body: '{"by":"mira"}' });
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'not_json' }]);
  }
  expect(await hub.json('/api/alerts')).toMatchObject({ alerts: [{ state: 'raised' }] });
});

test('POST /api/alerts/:id/ack wants the secret and an alert that there is', async () => {
  expect((await post('/api/alerts/x/ack', {}, {})).status).toBe(401);
  const answer = await post('/api/alerts/x/ack', {});
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'no_such_alert' });
});

test('GET /api/events begins with the alerts and tells what becomes of them', async () => {
  const id = await overheated();
  const stop = new AbortController();
  const stream = await fetch(`${hub.url}/api/events`, { headers: BEARER, signal: stop.signal });
  let text = '';
  const reading = (async () => {
    for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>)
      text += Buffer.from(chunk).toString();
  })().catch(() => {});
  const dataOf = (name: string) =>
    [...text.matchAll(new RegExp(`^event: ${name}\\nid: .*\\ndata: (.*)$`, 'gm'))].map((match) =>
      JSON.parse(match[1] ?? ''),
    );
  await vi.waitFor(() => expect(dataOf('snapshot')).toHaveLength(1));
  const [snapshot] = dataOf('snapshot');
  expect(checkerFor(FleetSnapshot)(snapshot).ok).toBe(true);
  expect(snapshot.alerts).toMatchObject([{ id, state: 'raised' }]);
  await post(`/api/alerts/${id}/ack`, { by: 'mira' });
  await vi.waitFor(() => {
    clock.advance(50);
    expect(dataOf('change').find(({ alerts }) => alerts)).toBeDefined();
  });
  const change = dataOf('change').find(({ alerts }) => alerts);
  expect(checkerFor(FleetChange)(change).ok).toBe(true);
  expect(change).toMatchObject({ alerts: [{ id, state: 'acknowledged' }], nodes: [], jobs: [] });
  stop.abort();
  await reading;
});

test('alerts outlive the hub, and are forgotten where somebody deletes them while it is away', async () => {
  const data = await mkdtemp(join(tmpdir(), 'sentry-alerts-'));
  const started = () => startTestHub({ config: { data }, deps: { clock } });
  await stopped(hub);
  hub = await started();
  const id = await overheated();
  await post(`/api/alerts/${id}/ack`, { by: 'mira' });
  await stopped(hub);
  expect(await readdir(join(data, 'alerts'))).toEqual([`${id}.json`]);
  hub = await started();
  expect(await hub.json('/api/alerts')).toMatchObject({ open: 1, alerts: [{ id, acknowledgedBy: 'mira' }] });
  await stopped(hub);
  await rm(join(data, 'alerts'), { recursive: true });
  hub = await started();
  expect(await hub.json('/api/alerts')).toMatchObject({ open: 0, alerts: [] });
  await stopped(hub);
  await rm(data, { recursive: true });
  hub = await startTestHub({ deps: { clock } });
}, 20_000);
