import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { STEP_SECONDS, TIERS } from '../../core/history/history-steps.ts';
import { windowSeconds } from './block-place.ts';
import { type HistoryDatabase, NewerHistoryError, oldestWindow, openHistoryDatabase } from './history-database.ts';
import { createHistoryService, type HistoryService } from './history-service.ts';
import type { RestoreCursor } from './history-store.ts';
import { pagesOf, type UpkeepLimits } from './history-upkeep.ts';
import { settleSlabs } from './history-writes.ts';
import { layoutText } from './layout.ts';
import { loadSqlite, sqliteCode } from './sqlite.ts';

/** The begin of a week of two-hour steps. */
const START = 3_000 * 604_800;
const WINDOW_STEPS = 60;
const NAMES = [
  { metric: 'cpuPercent', label: null },
  { metric: 'gpuTempC', label: '0' },
];
const PLENTY: UpkeepLimits = { keepSeconds: 7 * 86_400, maxBytes: 1e9 };

let directory: string;
let database: HistoryDatabase;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sentry-history-'));
  database = await open();
});
afterEach(async () => {
  database.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(): Promise<HistoryDatabase> {
  return openHistoryDatabase(await loadSqlite(), join(directory, 'history.sqlite'));
}

function ofNodes(nodes: readonly string[], steps: number) {
  const values = new Float32Array(nodes.length * 2 * NAMES.length * steps).fill(50);
  return { nodes, layoutOf: nodes.map(() => 0), layouts: [layoutText(NAMES, false)], values };
}

/** Whole windows as a hub writes them: blocks at once instead of evenly over the next. */
async function run(service: HistoryService, windows: number, { first = 0, nodes = ['rn-1'] } = {}): Promise<void> {
  for (let window = first; window < first + windows; window++) {
    const begin = START / STEP_SECONDS + window * WINDOW_STEPS;
    for (let step = 0; step < WINDOW_STEPS; step += 20)
      await service.slab({ step: begin + step, ...ofNodes(nodes, 1) });
    await service.blocks({ window: begin / WINDOW_STEPS, ...ofNodes(nodes, WINDOW_STEPS) });
    await service.endWindow({ window: begin / WINDOW_STEPS });
  }
}

async function countOf(service: HistoryService, stepSeconds: number, seconds: number): Promise<number> {
  const span = { fromSeconds: START, stepSeconds, count: seconds / stepSeconds };
  const tier = TIERS.findLastIndex((each) => each.stepSeconds <= stepSeconds);
  const asked = {
    nodes: ['rn-1'],
    picks: [{ metric: 'cpuPercent' }],
    tier,
    untilSeconds: START + seconds,
    mostSeries: 9,
  };
  const found = await service.read({ ...span, ...asked });
  return found?.[0]?.weights.filter((weight) => weight > 0).length ?? 0;
}

test('a history service makes coarser blocks when the finer ones are written, and drops what is too old', async () => {
  const service = createHistoryService(database, { ...PLENTY, keepSeconds: 2 * 86_400 });
  await run(service, 4 * 144);
  expect(database.until(1)).toBeGreaterThanOrEqual((START + 4 * 86_400) / windowSeconds(1) - 1);
  expect(database.until(2)).toBeGreaterThanOrEqual(START / windowSeconds(2) + 3);
  expect((oldestWindow(database, 0) ?? 0) * windowSeconds(0)).toBeGreaterThanOrEqual(START + 2 * 86_400 - 1_200);
  expect((oldestWindow(database, 2) ?? 0) * windowSeconds(2)).toBe(START + 86_400);
  expect(await countOf(service, 7_200, 4 * 86_400)).toBe(36);
}, 30_000);

test('a history service drops the finest and oldest first when the file is as large as it may be', async () => {
  const nodes = ['rn-1', ...Array.from({ length: 60 }, (_, node) => `other-${node}`)];
  const plenty = createHistoryService(database, PLENTY);
  await run(plenty, 60, { nodes });
  const { used } = pagesOf(database);
  const tight = createHistoryService(database, { ...PLENTY, maxBytes: used / 2 });
  await run(tight, 6, { nodes, first: 60 });
  for (let i = 0; i < 50; i++)
    await tight.slab({ step: START / STEP_SECONDS + 66 * WINDOW_STEPS, ...ofNodes(nodes, 1) });
  expect((oldestWindow(database, 0) ?? 0) * windowSeconds(0)).toBeGreaterThan(START + 7_200);
  expect((oldestWindow(database, 1) ?? 0) * windowSeconds(1)).toBe(START);
  expect(await countOf(tight, 60, 10 * 3_600)).toBe(600);
}, 30_000);

test('a history service makes blocks of the slabs that a hub left behind when it ended', async () => {
  const service = createHistoryService(database, PLENTY);
  const begin = START / STEP_SECONDS;
  for (let step = 0; step < 90; step++) await service.slab({ step: begin + step, ...ofNodes(['rn-1'], 1) });
  database.close();
  database = await open();
  settleSlabs(database, begin + 100);
  const again = createHistoryService(database, PLENTY);
  expect(await countOf(again, 10, 600)).toBe(60);
  // The window that goes on has slabs yet, for memory.
  const { parts } = await again.restore({ cursor: { from: 'slabs', after: 0 }, sinceStep: begin });
  expect(parts).toMatchObject([{ node: 'rn-1', first: begin + 60 }]);
});

test('a history service gives the last hour back piece by piece, each step once', async () => {
  const service = createHistoryService(database, PLENTY);
  await run(service, 8, { nodes: Array.from({ length: 25 }, (_, node) => `rn-${node}`) });
  const begin = START / STEP_SECONDS + 8 * WINDOW_STEPS;
  await service.slab({ step: begin, ...ofNodes(['rn-3'], 1) });
  const steps = new Map<string, number>();
  let cursor: Parameters<HistoryService['restore']>[0]['cursor'] = null;
  do {
    const given = await service.restore({ cursor, sinceStep: begin - 300 });
    for (const { node, values } of given.parts) steps.set(node, (steps.get(node) ?? 0) + values.steps);
    cursor = given.next;
  } while (cursor !== null);
  expect(steps.size).toBe(25);
  expect([steps.get('rn-3'), steps.get('rn-4')]).toEqual([301, 300]);
});

test('a history service leaves out a block that cannot be read, and answers the rest', async () => {
  const service = createHistoryService(database, PLENTY);
  await run(service, 4);
  database.sqlite.exec("UPDATE block0 SET data = x'00ff00' WHERE id = (SELECT min(id) FROM block0)");
  expect(await countOf(service, 10, 2_400)).toBe(180);
});

test('a history service forgets a node for good', async () => {
  const service = createHistoryService(database, PLENTY);
  await run(service, 30, { nodes: ['rn-1', 'rn-2'] });
  await service.forget({ node: 'rn-1' });
  expect(await countOf(service, 60, 18_000)).toBe(0);
  const rows = database.sqlite.prepare('SELECT count(*) AS n FROM block0').get();
  expect(rows).toEqual({ n: 30 });
  expect(database.nodes.all().map(({ name }) => name)).toEqual(['rn-2']);
});

test.each<[string, (service: HistoryService, now: number) => unknown]>([
  ['a purge of the node', (service, now) => service.purge({ beforeSeconds: now, node: 'rn-1' })],
  ['a purge of all nodes', (service, now) => service.purge({ beforeSeconds: now, node: null })],
  ['the node being forgotten', (service) => service.forget({ node: 'rn-1' })],
])('a history service brings nothing back after a restart that was dropped by %s', async (what, drop) => {
  const service = createHistoryService(database, PLENTY);
  const begin = START / STEP_SECONDS;
  for (let step = 0; step < 12; step++) await service.slab({ step: begin + step, ...ofNodes(['rn-1', 'rn-2'], 1) });
  await drop(service, START + 100);
  // It reports again.
  await service.slab({ step: begin + 12, ...ofNodes(['rn-1', 'rn-2'], 1) });
  database.close();
  database = await open();
  const again = createHistoryService(database, PLENTY);
  const steps = new Map<string, number[]>();
  for (let cursor: RestoreCursor | null = { from: 'slabs', after: 0 }; cursor !== null; ) {
    const { parts, next } = await again.restore({ cursor, sinceStep: begin });
    for (const { node, first } of parts) steps.set(node, [...(steps.get(node) ?? []), first - begin]);
    cursor = next;
  }
  expect(steps.get('rn-1')).toEqual(what.includes('forgotten') ? [12] : [10, 11, 12]);
  expect(steps.get('rn-2')).toHaveLength(what.includes('all') ? 3 : 13);
});

test('a history service keeps nothing of what the disk has no room for, and takes it when there is room again', async () => {
  const service = createHistoryService(database, PLENTY);
  await run(service, 2);
  const { page_count: pages } = database.sqlite.prepare('PRAGMA page_count').get() as { page_count: number };
  database.sqlite.exec(`PRAGMA max_page_count = ${pages}`);
  const nodes = Array.from({ length: 3_000 }, (_, node) => `rn-${node}`);
  const window = START / STEP_SECONDS / WINDOW_STEPS + 2;
  let code = '';
  try {
    await service.blocks({ window, ...ofNodes(nodes, WINDOW_STEPS) });
  } catch (error) {
    code = sqliteCode(error);
  }
  expect(code).toBe('ENOSPC');
  expect(database.nodes.all()).toHaveLength(1);
  database.sqlite.exec('PRAGMA max_page_count = 1000000');
  await service.blocks({ window, ...ofNodes(nodes, WINDOW_STEPS) });
  expect(database.nodes.all()).toHaveLength(3_000);
});

test('openHistoryDatabase refuses a file of a later version', async () => {
  database.sqlite.exec('PRAGMA user_version = 99');
  await expect(open()).rejects.toThrow(NewerHistoryError);
});
