import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, SECRET, startHub, startSentry, temporaryDirectory, until } from './programs.ts';

let data: { path: string; remove: () => Promise<void> };

beforeEach(async () => {
  data = await temporaryDirectory();
});

afterEach(() => data.remove());

describe('the hub', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('writes what it knows and exits 0 on %s', async (signal) => {
    const hub = await startHub(data.path, await freePort());
    const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ hostname: 'rn-1' });
    expect((await fetch(`${hub.url}/api/report`, { method: 'POST', headers, body })).status).toBe(200);
    expect(await hub.end(signal), hub.output()).toBe(0);
    expect(await readdir(join(data.path, 'nodes'))).toHaveLength(1);
  });

  test('stops when it is asked to while it still starts', async () => {
    const args = ['--host', '127.0.0.1', '--port', String(await freePort()), '--data', data.path];
    const hub = startSentry('sentry-hub', args);
    await until('it has begun', async () => (await readdir(data.path)).length > 0);
    expect(await hub.end('SIGTERM'), hub.output()).toBe(0);
  });

  test('exits 2 on a flag that is wrong, and 78 on a setting from elsewhere', async () => {
    const flag = startSentry('sentry-hub', ['--allow', 'nonsense', '--data', data.path]);
    expect([await flag.exited, flag.output()]).toEqual([2, expect.stringContaining('"nonsense"')]);
    const setting = startSentry('sentry-hub', ['--data', data.path], { env: { SERVER_PORT: '99999' } });
    expect([await setting.exited, setting.output()]).toEqual([78, expect.stringContaining('the environment')]);
  });
});
