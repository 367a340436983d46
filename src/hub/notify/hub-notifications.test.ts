/** From a report to a message: the real hub, its alerts, and receivers on this machine. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { routes } from '../../shared/protocol/routes.ts';
import { madeUpGpu, madeUpHardware, madeUpReport } from '../testing/made-up-report.ts';
import { startTestHub, type TestHub } from '../testing/test-hub.ts';
import { madeUpReceiver } from './testing/made-up-alert.ts';
import { type ReceiverServer, startReceiver } from './testing/receiver-server.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function receiver(status: number): Promise<ReceiverServer> {
  const server = await startReceiver((_, response) => response.writeHead(status).end());
  stops.push(server.stop);
  return server;
}

function failedCard(sequenceNumber: number) {
  const hardware = madeUpHardware({ gpus: [madeUpGpu(), madeUpGpu({ xid: 79 })] });
  return madeUpReport('rn-1', { sequenceNumber, hardware, intervalSeconds: 60 });
}

function words(server: ReceiverServer): readonly string[] {
  return server.requests.flatMap(({ body }) =>
    JSON.parse(body).notices.map(
      (notice: { change: string; alert: { kind: string } }) => `${notice.change} ${notice.alert.kind}`,
    ),
  );
}

it('a hub tells its receivers of an alert once, a restart in between, and shows their addresses to nobody', async () => {
  const data = await mkdtemp(join(tmpdir(), 'sentry-notify-'));
  stops.push(() => rm(data, { recursive: true, force: true }));
  const [good, broken] = [await receiver(200), await receiver(404)];
  const config = {
    data,
    receivers: [
      madeUpReceiver({ name: 'good', url: `${good.url}/s3cret-path` }),
      madeUpReceiver({ name: 'broken', url: `${broken.url}/s3cret-path`, headers: { Authorization: 's3cret-header' } }),
    ],
  };
  const first = await startTestHub({ config });
  stops.push(first.stop);
  await first.report(failedCard(1));
  await vi.waitFor(() => expect(words(good)).toEqual(['raised gpu-error']), 8_000);
  await vi.waitFor(async () => expect((await first.json('/api/health')).problems.join()).toContain('"broken"'));
  expect(await (await first.get('/metrics')).text()).toContain(
    'sentry_hub_notifications_total{receiver="good",outcome="told"} 1\n',
  );
  await expectNoSecret(first);
  await first.stop();
  for (const name of await readdir(data, { recursive: true, withFileTypes: true }))
    if (name.isFile()) expect(await readFile(join(name.parentPath, name.name), 'utf8')).not.toContain('s3cret');

  const second = await startTestHub({ config });
  stops.push(second.stop);
  await second.report(failedCard(2));
  await vi.waitFor(async () => expect((await second.json('/api/alerts')).open).toBe(1));
  // Two ticks on, it would have been told again.
  const { at } = await second.json('/api/alerts');
  await vi.waitFor(
    async () => expect(Date.parse((await second.json('/api/nodes')).at) - Date.parse(at)).toBeGreaterThan(2_100),
    5_000,
  );
  expect(words(good)).toEqual(['raised gpu-error']);
}, 20_000);

async function expectNoSecret(hub: TestHub): Promise<void> {
  const paths = Object.values(routes).flatMap((route) =>
    route.method === 'GET' && route.contentType !== 'text/event-stream' ? [route.path.replace(':id', 'rn-1')] : [],
  );
  for (const path of paths) expect(await (await hub.get(path)).text(), path).not.toContain('s3cret');
}
