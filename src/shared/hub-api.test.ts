import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHubApi } from './hub-api.ts';
import { routes } from './protocol/routes.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** An API of a hub that answers everything alike, and the paths that it was asked for. */
async function apiOf(answer: unknown) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const api = createHubApi({ url, secret: 'correct-horse-battery' });
  cleanups.push(
    () => api.close(),
    () => server.close(),
  );
  return { api, asked };
}

const HISTORY = {
  at: '2026-01-31T14:30:00Z',
  from: '2026-01-31T14:00:00Z',
  to: '2026-01-31T14:30:00Z',
  step: 30,
  kept: false,
  series: [],
};

test('a query names each of several values, and is escaped', async () => {
  const { api, asked } = await apiOf(HISTORY);
  await api.call(routes.getHistory, { query: { node: ['rn 1', 'rn&2'], metric: 'cpuPercent,gpuTempC[0]' } });
  expect(asked).toEqual(['/api/history?node=rn+1&node=rn%262&metric=cpuPercent%2CgpuTempC%5B0%5D']);
});

test('without a query nothing stands behind the path', async () => {
  const { api, asked } = await apiOf(HISTORY);
  expect(await api.call(routes.getHistory, { query: {} })).toEqual(HISTORY);
  expect(asked).toEqual(['/api/history']);
});
