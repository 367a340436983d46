import { MessageChannel } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { OpenHistoryLine } from '../store/history/history-thread.ts';
import type { HistoryCall, HistoryWord } from '../store/history/history-worker.ts';
import { madeUpReport } from '../testing/made-up-report.ts';
import { BEARER, startTestHub } from '../testing/test-hub.ts';

/** The disk is full from the first write on. */
const fullDisk: OpenHistoryLine = () => {
  const { port1, port2 } = new MessageChannel();
  const say = (word: HistoryWord): void => port2.postMessage(word);
  say({ kind: 'opened', state: { oldestSeconds: [], untilSeconds: 0 }, nodes: [] });
  port2.on('message', ({ id }: HistoryCall) => say({ kind: 'failed', id, code: 'ENOSPC' }));
  return Object.assign(port1, { end: async () => port1.close() }) as ReturnType<OpenHistoryLine>;
};

test('the hub goes on without a disk for its history, and says that it is degraded', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
  const hub = await startTestHub({ config: { history: true }, deps: { clock, openHistoryLine: fullDisk } });
  await hub.report(madeUpReport('rn-1'));
  clock.advance(11_000);
  await vi.waitFor(async () => expect((await hub.json('/api/health')).status).toBe('degraded'));
  expect((await hub.json('/api/health')).problems).toEqual([
    expect.stringMatching(/^History .*ENOSPC.*free some space/),
  ]);
  expect((await hub.json('/api/history?node=rn-1&metric=cpuPercent&from=-10m')).series).toHaveLength(1);
  const older = await hub.get('/api/history?node=rn-1&from=-2d');
  expect([older.status, older.headers.get('retry-after')]).toEqual([503, '30']);
  const headers = { ...BEARER, 'content-type': 'application/json' };
  const purge = { method: 'POST', headers, body: '{"olderThanSeconds":60}' };
  expect((await fetch(`${hub.url}/api/purge`, purge)).status).toBe(503);
  const stopped = hub.stop();
  clock.advance(5_000);
  await stopped;
});
