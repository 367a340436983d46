import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, SECRET, startHub, startSentry, type TestHub, temporaryDirectory, until } from './programs.ts';

const SEED = {
  hostname: 'render-node-01',
  os: 'macOS 15.6.1 arm64',
  cpu: 'cpu-name',
  gpu: 'gpu-name',
  timestamp: '2025-09-08T02:21:00Z',
};

let data: { path: string; remove: () => Promise<void> };
let hub: TestHub;

beforeAll(async () => {
  data = await temporaryDirectory();
  hub = await startHub(data.path, await freePort());
});

afterAll(async () => {
  await hub.end();
  await data.remove();
});

/** The status that curl gets, as a person at a prompt would ask. */
function curl(path: string, ...options: string[]): number {
  const args = ['-s', '-o', '/dev/null', '-w', '%{http_code}', ...options, hub.url + path];
  return Number(execFileSync('curl', args, { encoding: 'utf8' }));
}

function post(body: object): number {
  return curl('/api/report', '-H', 'content-type: application/json', '-d', JSON.stringify(body));
}

describe('curl', () => {
  test('is answered 200 when it posts the six-field body', async () => {
    expect(post({ ...SEED, sentry_secret: SECRET })).toBe(200);
    const { nodes } = await hub.json('/api/nodes');
    expect(nodes).toEqual([expect.objectContaining({ id: 'render-node-01', state: 'idle' })]);
  });

  test('is answered 401 when the secret is wrong', () => {
    expect(post({ ...SEED, sentry_secret: 'not-the-right-secret' })).toBe(401);
    expect(curl('/api/nodes', '-H', 'authorization: Bearer not-the-right-secret')).toBe(401);
  });

  test.each([
    '/',
    '/api/nodes',
    '/api/events',
    '/openapi.json',
    '/ping',
    '/api/health',
    '/no/such/path',
    '/favicon.ico',
  ])('is answered 401 without a secret on %s', (path) => {
    expect(curl(path)).toBe(401);
  });

  test('gets the farm as an aligned text table', () => {
    const table = execFileSync('curl', ['-s', '-H', `authorization: Bearer ${SECRET}`, `${hub.url}/`], {
      encoding: 'utf8',
    });
    expect(table).toContain('render-node-01');
    expect(table.split('\n').length).toBeGreaterThan(2);
  });
});

test('the secret is in no file, no log and no process argument', async () => {
  const agent = startSentry('sentry-agent', ['--hub', hub.url, '--once', '--node-id', 'second']);
  expect(await agent.exited).toBe(0);
  await until('both nodes are on disk', async () => (await readdir(join(data.path, 'nodes'))).length === 2);
  const texts = [hub.output(), agent.output(), await readFile(`/proc/${hub.process.pid}/cmdline`, 'utf8')];
  for (const entry of await readdir(data.path, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), 'utf8'));
  expect(texts.length).toBeGreaterThanOrEqual(5);
  for (const text of texts) expect(text).not.toContain(SECRET);
});

test('a hub without a secret makes one, keeps it 0600 and never prints it', async () => {
  const directory = await temporaryDirectory();
  const port = await freePort();
  const fresh = startSentry('sentry-hub', ['--host', '127.0.0.1', '--port', String(port), '--data', directory.path], {
    env: { SENTRY_SECRET: '' },
  });
  try {
    const secret = await until('the secret is made', () =>
      readFile(join(directory.path, 'secret'), 'utf8').catch(() => null),
    );
    expect(Buffer.from(secret.trim(), 'base64url')).toHaveLength(32);
    await until('the hub takes it', async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/ping`, {
        headers: { authorization: `Bearer ${secret.trim()}` },
      });
      return answer.ok;
    });
    expect(fresh.output()).toContain('sentry-agent');
    expect(fresh.output()).not.toContain(secret.trim());
  } finally {
    await fresh.end();
    await directory.remove();
  }
});
