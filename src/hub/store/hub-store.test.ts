import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog, silentLog } from '../../shared/log.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { RenderNodeRecord } from '../../shared/protocol/render-node.ts';
import { type HubStore, openHubStore } from './hub-store.ts';

let data: string;
let clock: ManualClock;
let lines: string[];
let opened: HubStore[];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sentry-store-'));
  clock = new ManualClock();
  lines = [];
  opened = [];
});
afterEach(async () => {
  for (const store of opened) await store.stop();
  await rm(data, { recursive: true });
});

async function open(): Promise<HubStore> {
  const log = createLog(
    'hub',
    (line) => lines.push(line),
    () => clock.now(),
  );
  const store = await openHubStore({ directory: data, coalesceMillis: 1000 }, { clock, log, random: Math.random });
  opened.push(store);
  return store;
}

function recordOf(id: string): RenderNodeRecord {
  const time = '2026-01-01T00:00:00.000Z';
  return { id, firstSeenAt: time, seenAt: time, report: { hostname: id, os: 'Linux' } };
}

/** What an opening is refused with, which takes its time. */
async function refusalOf(opening: Promise<unknown>): Promise<string> {
  let refusal = '';
  opening.catch((error: Error) => {
    refusal = error.message;
  });
  await vi.waitFor(() => {
    clock.advance(1000);
    expect(refusal).not.toBe('');
  });
  return refusal;
}

const nodes = () => readdir(join(data, 'nodes'));

test('a hub store gives back after a restart what was put before it was stopped', async () => {
  const store = await open();
  expect(await store.nodes.load()).toEqual([]);
  const ids = ['rn-1', 'RN-1', '../../etc', 'con', 'å', 'x'.repeat(255)];
  for (const id of ids) store.nodes.put(id, () => recordOf(id));
  await store.stop();
  const again = await (await open()).nodes.load();
  expect(again.map((record) => record.id).sort()).toEqual(ids.toSorted());
  expect(again.find((record) => record.id === 'con')).toEqual(recordOf('con'));
  expect((await nodes()).every((name) => name.endsWith('.json'))).toBe(true);
});

test('a hub store writes within the second, one line of JSON, for the owner alone', async () => {
  const store = await open();
  store.nodes.put('rn-1', () => recordOf('rn-1'));
  clock.advance(1000);
  await vi.waitFor(async () => expect(await nodes()).toEqual(['rn-1.json']));
  const path = join(data, 'nodes', 'rn-1.json');
  expect(await readFile(path, 'utf8')).toBe(`${JSON.stringify(recordOf('rn-1'))}\n`);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a hub store keeps how jobs went beside the nodes, and writes that less often', async () => {
  const store = await open();
  const time = '2026-01-01T00:00:00.000Z';
  const named = { title: 'sh010', share: 'nas:/renders', directory: 'sh010', pattern: 'sh010.####.exr' };
  const record = {
    id: '0123456789abcdef',
    ...named,
    firstSeenAt: time,
    seenAt: time,
    renderersStarted: [],
    frames: [],
  };
  store.jobs.put(record.id, () => record);
  store.nodes.put('rn-1', () => recordOf('rn-1'));
  clock.advance(1000);
  await vi.waitFor(async () => expect(await nodes()).toEqual(['rn-1.json']));
  expect(await readdir(join(data, 'jobs'))).toEqual([]);
  clock.advance(9000);
  await vi.waitFor(async () => expect(await readdir(join(data, 'jobs'))).toEqual([`${record.id}.json`]));
  await writeFile(join(data, 'jobs', 'torn.json'), '{"id":"to');
  await store.stop();
  const again = await open();
  expect(await again.jobs.load()).toEqual([record]);
  expect(await again.nodes.load()).toEqual([recordOf('rn-1')]);
  expect(lines.join('')).toContain('a job record was put aside');
});

test('a hub store writes nodes and jobs again when the data directory was removed', async () => {
  const store = await open();
  store.nodes.put('rn-1', () => recordOf('rn-1'));
  clock.advance(1000);
  await vi.waitFor(async () => expect(await nodes()).toEqual(['rn-1.json']));
  await rm(data, { recursive: true });
  await store.jobs.remove('none');
  expect(await readdir(join(data, 'jobs'))).toEqual([]);
  store.nodes.put('rn-2', () => recordOf('rn-2'));
  clock.advance(1000);
  await vi.waitFor(async () => expect((await nodes()).sort()).toEqual(['rn-1.json', 'rn-2.json']));
});

test('a hub store forgets a node when it is removed', async () => {
  const store = await open();
  store.nodes.put('rn-1', () => recordOf('rn-1'));
  clock.advance(1000);
  await vi.waitFor(async () => expect(await nodes()).toEqual(['rn-1.json']));
  await store.nodes.remove('rn-1');
  await store.nodes.remove('never-there');
  expect(await nodes()).toEqual([]);
});

test.each([
  ['is torn', 'rn-9.json', '{"id":"rn-9","firstSe'],
  ['is empty', 'rn-9.json', ''],
  ['does not fit the schema', 'rn-9.json', '{"id":"rn-9"}'],
  ['is a copy under another name', 'rn-9.json', JSON.stringify(recordOf('rn-1'))],
])('a hub store puts a file aside, logs it and serves the rest when it %s', async (_, name, text) => {
  await mkdir(join(data, 'nodes'));
  await writeFile(join(data, 'nodes', name), text);
  await writeFile(join(data, 'nodes', 'rn-1.json'), JSON.stringify(recordOf('rn-1')));
  expect(await (await open()).nodes.load()).toEqual([recordOf('rn-1')]);
  expect(await nodes()).toEqual(['rn-1.json']);
  expect(await readdir(join(data, 'quarantine'))).toEqual([`${name}.20260101T000000000Z`]);
  expect(await readFile(join(data, 'quarantine', `${name}.20260101T000000000Z`), 'utf8')).toBe(text);
  expect(lines.join('')).toContain(`file=${name}`);
});

test('a hub store deletes left-over temporary files and touches nothing of others', async () => {
  await mkdir(join(data, 'nodes', 'backup.json'), { recursive: true });
  for (const name of ['.rn-1.json.tmp', 'notes.txt']) await writeFile(join(data, 'nodes', name), 'x');
  expect(await (await open()).nodes.load()).toEqual([]);
  expect((await nodes()).sort()).toEqual(['backup.json', 'notes.txt']);
});

test.each([
  ['the directory of the nodes', 'nodes'],
  ['the data directory', ''],
])('a hub store writes all that it knows again when %s was removed', async (_, removed) => {
  await mkdir(join(data, 'nodes'));
  for (const id of ['silent', 'heard', 'gone'])
    await writeFile(join(data, 'nodes', `${id}.json`), JSON.stringify(recordOf(id)));
  const store = await open();
  await store.nodes.load();
  store.nodes.put('heard', () => ({ ...recordOf('heard'), seenAt: '2026-01-02T00:00:00.000Z' }));
  await store.nodes.remove('gone');
  await rm(join(data, removed), { recursive: true });
  store.nodes.put('new', () => recordOf('new'));
  clock.advance(1000);
  await vi.waitFor(async () => expect(await nodes()).toEqual(['heard.json', 'new.json', 'silent.json']));
  expect(JSON.parse(await readFile(join(data, 'nodes', 'heard.json'), 'utf8'))).toMatchObject({
    seenAt: '2026-01-02T00:00:00.000Z',
  });
  expect(JSON.parse(await readFile(join(data, 'nodes', 'silent.json'), 'utf8'))).toEqual(recordOf('silent'));
  expect(lines.join('')).toContain('the node records had been removed; all are written again');
  expect(store.problems).toEqual([]);
  expect(await refusalOf(open())).toContain('Another hub has the data directory');
});

test('a hub store forgets a node when its file was removed together with the directory', async () => {
  const store = await open();
  for (const id of ['rn-1', 'rn-2']) store.nodes.put(id, () => recordOf(id));
  clock.advance(1000);
  await vi.waitFor(async () => expect(await nodes()).toHaveLength(2));
  await rm(join(data, 'nodes'), { recursive: true });
  await store.nodes.remove('rn-1');
  await store.stop();
  expect(await nodes()).toEqual(['rn-2.json']);
});

test('a hub store writes nothing while another has the directory that was removed, and all of it after', async () => {
  const first = await open();
  await rm(data, { recursive: true });
  await mkdir(data);
  const second = await open();
  first.nodes.put('rn-1', () => recordOf('rn-1'));
  await vi.waitFor(() => {
    clock.advance(1000);
    expect(first.problems[0]).toMatch(/another hub took it after it was removed.+; stop one of the two\.$/);
  });
  expect(await refusalOf(first.nodes.remove('rn-2'))).toContain('Another hub');
  expect(await nodes()).toEqual([]);
  await second.stop();
  await vi.waitFor(async () => {
    clock.advance(1000);
    expect(await nodes()).toEqual(['rn-1.json']);
    expect(first.problems).toEqual([]);
  });
});

test('a hub store is refused when another one has the directory', async () => {
  await open();
  expect(await refusalOf(open())).toContain('Another hub has the data directory');
});

test.runIf(process.platform === 'linux').each(['/proc/none', '/proc/none/data'])(
  'a hub store says so at once when no directory can be made at %s',
  async (where) => {
    const deps = { clock, log: silentLog, random: Math.random };
    await expect(openHubStore({ directory: where, coalesceMillis: 1000 }, deps)).rejects.toThrow(
      /cannot be made \(E[A-Z]+\); choose another with --data/,
    );
  },
);

test('a hub store says the remedy when its directory cannot be made', async () => {
  await writeFile(join(data, 'nodes'), 'a file in the way');
  await expect(open()).rejects.toThrow(/cannot be made \(EEXIST\); choose another with --data/);
});
