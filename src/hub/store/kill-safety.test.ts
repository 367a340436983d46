/** A process that writes records without pause is killed again and again: nothing torn, nobody locked out. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { openHubStore } from './hub-store.ts';

const KILLS = 10;
const NODES = 12;
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Writes all nodes as fast as the store can, says `ready` when each is on disk, and never ends. */
const WRITER = `
import { openHubStore } from './src/hub/store/hub-store.ts';
import { systemClock } from './src/shared/clock.ts';
import { silentLog } from './src/shared/log.ts';
const store = await openHubStore(
  { directory: process.argv[2], coalesceMillis: 1, mostRewrites: 1000 },
  { clock: systemClock, log: silentLog, random: Math.random },
);
await store.nodes.load();
const time = new Date().toISOString();
let asked = 0;
const filler = 'x'.repeat(400);
const record = (id) => () => {
  if (++asked === ${3 * NODES}) process.stdout.write('ready');
  const problems = Array.from({ length: 40 }, () => ({ source: 'test', message: filler }));
  return { id, firstSeenAt: time, seenAt: time, report: { hostname: id, problems } };
};
setInterval(() => {
  for (let i = 0; i < ${NODES}; i++) store.nodes.put('rn-' + i, record('rn-' + i));
}, 1);
`;

let work: string;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'sentry-kill-'));
  await build({
    stdin: { contents: WRITER, resolveDir: root, loader: 'js' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(work, 'writer.mjs'),
    logLevel: 'error',
  });
});
afterAll(() => rm(work, { recursive: true }));

test('a hub store loses and tears nothing when its process is killed while it writes', async () => {
  const data = join(work, 'data');
  for (let kill = 0; kill < KILLS; kill++) {
    const writer = spawn(process.execPath, [join(work, 'writer.mjs'), data], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(writer, 'exit');
    expect(String(await Promise.race([once(writer.stdout, 'data'), exited]))).toBe('ready');
    writer.kill('SIGKILL');
    await exited;
    const deps = { clock: systemClock, log: silentLog, random: Math.random };
    const store = await openHubStore({ directory: data, coalesceMillis: 1000 }, deps);
    expect(await store.nodes.load()).toHaveLength(NODES);
    await store.stop();
    expect(await readdir(join(data, 'nodes'))).toHaveLength(NODES);
    expect((await readdir(data)).sort()).toEqual(['alerts', 'jobs', 'nodes']);
  }
}, 60_000);
