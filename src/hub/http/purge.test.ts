import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { Purged } from '../../shared/protocol/history.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { openHistoryHere } from '../testing/history-line.ts';
import { madeUpReport } from '../testing/made-up-report.ts';
import { BEARER, startTestHub, type TestHub } from '../testing/test-hub.ts';

const START = Date.UTC(2026, 0, 1, 12);

let clock: ManualClock;
let hub: TestHub;

beforeEach(async () => {
  clock = new ManualClock(START);
  hub = await startTestHub({ config: { history: true }, deps: { clock, openHistoryLine: openHistoryHere } });
});
afterEach(async () => {
  const stopped = hub.stop();
  clock.advance(5_000);
  await stopped;
});

async function run(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    for (const node of ['rn-1', 'rn-2']) await hub.report(madeUpReport(node, { sequenceNumber: clock.now() }));
    clock.advance(60_000);
    // The store's answers come by messages.
    if (minute % 5 === 0) await hub.json('/api/history?from=-2h');
  }
}

function purge(body: unknown, path = '/api/purge'): Promise<Response> {
  const headers = { ...BEARER, 'content-type': 'application/json' };
  return fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function toldOf(node: string): Promise<number> {
  const { series, kept } = await hub.json(`/api/history?node=${node}&metric=cpuPercent&from=-2h&step=60`);
  expect(kept).toBe(true);
  return (series[0]?.average ?? []).filter((value: number | null) => value !== null).length;
}

test('POST /api/purge drops what is older, of all nodes or of one', async () => {
  await run(90);
  expect([await toldOf('rn-1'), await toldOf('rn-2')]).toEqual([90, 90]);
  const one = await purge({ olderThanSeconds: 4_800, node: 'rn-1' }, '/api/telemetry/purge');
  const answer = await one.json();
  expect(checkerFor(Purged)(answer)).toMatchObject({ ok: true });
  expect(answer).toMatchObject({ ok: true, before: '2026-01-01T12:10:00.000Z', blocks: 1 });
  expect([await toldOf('rn-1'), await toldOf('rn-2')]).toEqual([80, 90]);
  expect((await purge({ before: '2026-01-01T13:05:00Z' })).status).toBe(200);
  expect([await toldOf('rn-1'), await toldOf('rn-2')]).toEqual([25, 25]);
}, 30_000);

test('DELETE /api/nodes/:id drops what was kept of the node', async () => {
  await run(25);
  await fetch(`${hub.url}/api/nodes/rn-1`, { method: 'DELETE', headers: BEARER });
  expect((await hub.get('/api/history?node=rn-1')).status).toBe(404);
  await hub.report(madeUpReport('rn-1'));
  expect(await toldOf('rn-1')).toBeLessThanOrEqual(1);
  expect(await toldOf('rn-2')).toBe(25);
}, 30_000);

test('POST /api/purge takes a time to come for now, so that what is told later stays', async () => {
  const answer = await purge({ before: '9999-12-31T23:59:59Z' });
  expect(await answer.json()).toMatchObject({ ok: true, before: '2026-01-01T12:00:00.000Z' });
});

test.each([
  [{}, /one of "before".*"olderThanSeconds"/],
  [{ before: 'yesterday' }, /"before"/],
  [{ before: '2026-13-41T00:00:00Z' }, /is no time/],
  [{ olderThanSeconds: -1 }, /"olderThanSeconds"/],
  [{ olderThanSeconds: 1, nodes: 'rn-1' }, /"nodes" is not known here/],
  [{ before: '2026-01-01T00:00:00Z', olderThanSeconds: 1 }, /one of/],
])('POST /api/purge refuses %j with the remedy', async (body, message) => {
  const answer = await purge(body);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: 'invalid_purge', message: expect.stringMatching(message) });
});
