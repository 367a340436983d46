import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePort, SECRET, startHub, type TestHub, temporaryDirectory, until } from './programs.ts';

const KILLS = 50;
const NODES = 40;

let stopLoad: (() => Promise<void>) | null = null;
let hub: TestHub | null = null;

afterEach(async () => {
  await stopLoad?.();
  await hub?.end();
});

/** Reports of all nodes, round and round, as fast as answers come; a hub that is away is simply tried again. */
function startLoad(url: string): { stop: () => Promise<void>; accepted: Set<string> } {
  let running = true;
  let sequenceNumber = 0;
  const accepted = new Set<string>();
  const tags = Array.from({ length: 40 }, (_, i) => `tag-${i}-${'x'.repeat(40)}`);
  async function worker(offset: number): Promise<void> {
    for (let i = offset; running; i = (i + 1) % NODES) {
      const id = `rn-${String(i).padStart(3, '0')}`;
      const body = JSON.stringify({ hostname: id, sessionId: 'load', sequenceNumber: sequenceNumber++, tags });
      const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
      try {
        if ((await fetch(`${url}/api/report`, { method: 'POST', headers, body })).ok) accepted.add(id);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }
  const workers = Promise.all([worker(0), worker(NODES / 2)]);
  const stop = async (): Promise<void> => {
    running = false;
    await workers;
  };
  return { stop, accepted };
}

test(`${KILLS} times kill -9 under load tear no file, and every node is back after each restart`, async () => {
  const data = await temporaryDirectory();
  const nodes = join(data.path, 'nodes');
  const port = await freePort();
  hub = await startHub(data.path, port);
  const load = startLoad(hub.url);
  stopLoad = load.stop;
  await until('all nodes have been accepted and are on disk', async () => {
    return load.accepted.size === NODES && jsonFiles(await readdir(nodes)).length === NODES;
  });
  let writes = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    await hub.end('SIGKILL');
    // Each file is looked at as the killed hub left it, before the next one could mend anything.
    for (const name of jsonFiles(await readdir(nodes))) {
      const record = JSON.parse(await readFile(join(nodes, name), 'utf8'));
      writes = Math.max(writes, record.report.sequenceNumber);
      expect(record.report.tags).toHaveLength(40);
    }
    hub = await startHub(data.path, port);
    const answer = await hub.json('/api/nodes');
    expect(answer.nodes).toHaveLength(NODES);
  }
  expect(await readdir(join(data.path, 'quarantine')).catch(() => [])).toEqual([]);
  expect(writes).toBeGreaterThan(NODES * 2);
  await load.stop();
  expect(await hub.end()).toBe(0);
  expect(jsonFiles(await readdir(nodes))).toHaveLength((await readdir(nodes)).length);
  await data.remove();
}, 300_000);

function jsonFiles(names: readonly string[]): string[] {
  return names.filter((name) => name.endsWith('.json'));
}
