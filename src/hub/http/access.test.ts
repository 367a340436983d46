import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnyRoute, routes } from '../../shared/protocol/routes.ts';
import { BEARER, SECRET, sendRaw, startTestHub, type TestHub } from '../testing/test-hub.ts';

const SEED = {
  hostname: 'render-node-01',
  os: 'macOS 15.6.1 arm64',
  cpu: 'cpu-name',
  gpu: 'gpu-name',
  timestamp: '2025-09-08T02:21:00Z',
};
const ALL_ROUTES: AnyRoute[] = Object.values(routes);

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub({ limits: { loopbackFailuresPerMinute: 1_000 } });
});

afterAll(() => hub.stop());

describe('no route', () => {
  const paths = [
    ...ALL_ROUTES.map(({ method, path }) => [method, path.replace(':id', 'x')] as const),
    ['GET', '/no/such/path'],
    ['GET', '/favicon.ico'],
    ['PUT', '/api/nodes'],
    ['HEAD', '/'],
    ['OPTIONS', '/api/report'],
    ['GET', '/api/report'],
    ['POST', '/api/report/'],
    ['GET', '/api/nodes/%ff'],
  ] as const;

  test.each(paths)('answers %s %s without a secret', async (method, path) => {
    const answer = await fetch(hub.url + path, { method });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  test.each(paths)('answers %s %s with a wrong secret', async (method, path) => {
    const headers = { authorization: 'Bearer not-the-right-secret' };
    expect((await fetch(hub.url + path, { method, headers })).status).toBe(401);
  });
});

describe('a report', () => {
  test('is taken when it is the six-field body', async () => {
    const answer = await hub.report({ ...SEED, sentry_secret: SECRET }, {});
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ok: true, node: 'render-node-01', commands: [], superseded: false });
    const detail = await (await hub.get('/api/nodes/render-node-01')).text();
    expect(detail).not.toContain(SECRET);
    expect(JSON.parse(detail).report).toEqual(SEED);
  });

  test.each([
    ['a wrong secret', 'not-the-right-secret'],
    ['an array', [SECRET]],
    ['an object', { secret: SECRET }],
    ['the empty text', ''],
    ['null', null],
    ['a prefix of it', SECRET.slice(0, -1)],
  ])('is 401 when its body bears %s', async (_, secret) => {
    expect((await hub.report({ ...SEED, sentry_secret: secret }, {})).status).toBe(401);
  });

  test('is 413 when its secret has 10 MB', async () => {
    const answer = await hub.report({ ...SEED, sentry_secret: 'x'.repeat(10_000_000) }, {});
    expect(answer.status).toBe(413);
  });

  test('is 401, not 400, when it bears no secret and cannot be read', async () => {
    expect((await hub.report('{"hostname":', {})).status).toBe(401);
  });
});

test.each(['/api/report/', '/API/report', '/api/Report'])('a report to %s is 404 at once', async (path) => {
  const headers = { ...BEARER, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(2_000);
  const answer = await fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(SEED), signal });
  expect(answer.status).toBe(404);
});

describe('an answer', () => {
  test('to HEAD has the headers of GET and no body', async () => {
    const headers = BEARER;
    const head = await fetch(`${hub.url}/api/nodes`, { method: 'HEAD', headers });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toContain('application/json');
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(10);
    expect(await head.text()).toBe('');
  });

  test('names the methods in Allow when the method is wrong', async () => {
    const answer = await fetch(`${hub.url}/api/nodes/x`, { method: 'POST', headers: BEARER });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD']);
  });

  test('names POST to one who would read a report', async () => {
    const answer = await hub.get('/api/report');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('is never to be kept or sniffed', async () => {
    for (const { headers } of [await hub.get('/api/nodes'), await hub.report(SEED), await hub.get('/', {})]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

test('a forgotten node is gone until it reports again', async () => {
  await hub.report({ hostname: 'gone/for now' });
  const path = `/api/nodes/${encodeURIComponent('gone/for now')}`;
  const forgotten = await fetch(hub.url + path, { method: 'DELETE', headers: BEARER });
  expect(await forgotten.json()).toEqual({ ok: true, node: 'gone/for now' });
  expect((await hub.get(path)).status).toBe(404);
  expect((await fetch(hub.url + path, { method: 'DELETE', headers: BEARER })).status).toBe(404);
  await hub.report({ hostname: 'gone/for now' });
  expect((await hub.get(path)).status).toBe(200);
});

test('the own names, addresses and --public-host are right as Host, with the same origin too', async () => {
  const named = await startTestHub({ config: { publicHost: ['sentry.example'] } });
  for (const host of [
    'hub-machine.studio.lan',
    'hub-machine',
    'HUB-MACHINE.local:3000',
    'sentry.example',
    '[::1]:3000',
  ]) {
    const headers = `Host: ${host}\r\nOrigin: http://${host}\r\nAuthorization: Bearer ${SECRET}\r\n`;
    expect((await sendRaw(named.port, `GET /ping HTTP/1.1\r\n${headers}\r\n`)).status, host).toBe(200);
  }
  await named.stop();
});

test('an address outside of --allow is 403 whatever it says of itself, even with the secret', async () => {
  const fenced = await startTestHub({ config: { allow: ['10.0.0.0/8'] } });
  const forged = { ...BEARER, 'x-forwarded-for': '10.1.2.3' };
  expect([(await fenced.get('/ping')).status, (await fenced.get('/ping', forged)).status]).toEqual([403, 403]);
  expect((await fenced.get('/ping', {})).status).toBe(403);
  await fenced.stop();
});

test('a flood of failures is 429, for the right secret too, with the seconds to wait', async () => {
  const strict = await startTestHub({ limits: { loopbackFailuresPerMinute: 3 } });
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await strict.get('/ping', {})).status);
  expect(statuses).toEqual([401, 401, 401, 429]);
  const answer = await strict.get('/ping');
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50);
  await strict.stop();
});
