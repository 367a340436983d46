import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConfigError } from '../shared/config.ts';
import { createLog } from '../shared/log.ts';
import { BEARER, SECRET, startTestHub } from './testing/test-hub.ts';

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sentry-hub-'));
});

afterEach(() => rm(data, { recursive: true, force: true }));

describe('startHub', () => {
  test('has the nodes of the hub before it, stale until they report', async () => {
    const first = await startTestHub({ config: { data } });
    for (const hostname of ['rn-10', 'rn-2']) await first.report({ hostname, os: 'Debian' });
    await first.stop();
    const second = await startTestHub({ config: { data } });
    const { nodes } = await second.json('/api/nodes');
    expect(nodes).toMatchObject([
      { id: 'rn-2', liveness: 'stale' },
      { id: 'rn-10', liveness: 'stale' },
    ]);
    await second.report({ hostname: 'rn-2' });
    expect((await second.json('/api/nodes/rn-2')).liveness).toBe('online');
    await second.stop();
  });

  test('forgets for good what was deleted', async () => {
    const first = await startTestHub({ config: { data } });
    await first.report({ hostname: 'rn-1' });
    await fetch(`${first.url}/api/nodes/rn-1`, { method: 'DELETE', headers: BEARER });
    await first.stop();
    expect(await readdir(join(data, 'nodes'))).toEqual([]);
  });

  test('leaves the secret in no file and no log', async () => {
    let log = '';
    const lines = createLog(
      'hub',
      (line) => (log += line),
      () => 0,
    );
    const hub = await startTestHub({ config: { data }, deps: { log: lines } });
    await hub.report({ hostname: 'rn-1', sentry_secret: SECRET });
    await hub.get(`/?t=${SECRET}`);
    await hub.get('/', { authorization: `Basic ${SECRET}` });
    await hub.stop();
    expect(log).not.toContain(SECRET);
    const texts = [];
    for (const entry of await readdir(data, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), 'utf8'));
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.join('')).not.toContain(SECRET);
  });

  test('makes a secret where it was given none, and takes it', async () => {
    const hub = await startTestHub({ config: { data, secret: null } });
    expect(hub.secretPath).toBe(join(data, 'secret'));
    const secret = (await readFile(join(data, 'secret'), 'utf8')).trim();
    expect(hub.secret).toBe(secret);
    expect((await hub.get('/ping', { authorization: `Bearer ${secret}` })).status).toBe(200);
    expect((await hub.get('/ping')).status).toBe(401);
    await hub.stop();
  });

  test('says the remedy when the port is taken, and gives the data directory free again', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startTestHub({ config: { data, port } })).rejects.toThrow(/Port \d+ .* is taken; .*--port/);
    taken.close();
    const hub = await startTestHub({ config: { data } });
    await hub.stop();
  });

  test.each([
    ['an address that is not its own', { host: '192.0.2.1' }],
    ['an --allow that is no range', { allow: ['10.0.0.0/99'] }],
  ])('refuses %s', async (_, config) => {
    await expect(startTestHub({ config: { data, ...config } })).rejects.toThrow(ConfigError);
    const hub = await startTestHub({ config: { data } });
    await hub.stop();
  });

  test('serves on from memory and says that it is degraded while it cannot write', async () => {
    const hub = await startTestHub({ config: { data } });
    await rm(join(data, 'nodes'), { recursive: true });
    await writeFile(join(data, 'nodes'), 'a file in the way');
    await hub.report({ hostname: 'rn-1' });
    await vi.waitFor(async () => expect((await hub.json('/api/health')).status).toBe('degraded'), 5_000);
    expect((await hub.json('/api/health')).problems).toEqual([expect.stringContaining(data)]);
    expect((await hub.json('/api/nodes/rn-1')).hostname).toBe('rn-1');
    await rm(join(data, 'nodes'));
    await hub.stop();
    expect(await readdir(join(data, 'nodes'))).toEqual(['rn-1.json']);
  });

  test('stops once, however often it is asked', async () => {
    const hub = await startTestHub({ config: { data } });
    await Promise.all([hub.stop(), hub.stop()]);
    await expect(hub.get('/ping')).rejects.toThrow();
  });
});
