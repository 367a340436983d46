import { expect, test } from 'vitest';
import { createLog } from '../../../shared/log.ts';
import { createRecentHistory } from '../../core/history/recent-history.ts';
import { madeUpHardware } from '../../testing/made-up-report.ts';
import { createHistoryKeeper } from './history-keeper.ts';
import {
  type HistoryAnswered,
  type HistoryAsked,
  type HistoryKind,
  type HistoryStore,
  HistoryStoreError,
} from './history-store.ts';

/** The begin of a window. */
const START = 1_800_000_000_000;

/** A store that remembers what it was asked, and fails as it is told. */
function rememberingStore() {
  const asked: {
    readonly kind: HistoryKind;
    readonly step?: number;
    readonly window?: number;
    readonly nodes?: readonly string[];
  }[] = [];
  const broken = { code: null as string | null };
  const store: HistoryStore = {
    state: { oldestSeconds: [], untilSeconds: 0 },
    async ask<K extends HistoryKind>(kind: K, what: HistoryAsked[K]) {
      if (broken.code !== null) throw new HistoryStoreError(broken.code);
      asked.push({ kind, ...(what as object) });
      return null as HistoryAnswered[K];
    },
  };
  return { asked, broken, store };
}

async function keeperOn(nodes: number) {
  const remembering = rememberingStore();
  const recent = createRecentHistory();
  let lines = '';
  const log = createLog(
    'hub',
    (line) => (lines += line),
    () => 0,
  );
  const keeper = createHistoryKeeper({ recent, store: remembering.store, log, path: '/data/history.sqlite' });
  keeper.begin();
  let now = START;
  const run = async (steps: number): Promise<void> => {
    for (let step = 0; step < steps; step++) {
      for (let node = 0; node < nodes; node++) recent.observe(`rn-${node}`, madeUpHardware(), now);
      keeper.tick(now);
      now += 10_000;
      keeper.tick(now);
      await new Promise((next) => setImmediate(next));
    }
  };
  return { ...remembering, keeper, run, lines: () => lines };
}

test('a history keeper writes each step once, with all nodes that told something in it', async () => {
  const { asked, run } = await keeperOn(3);
  await run(5);
  const slabs = asked.filter(({ kind }) => kind === 'slab');
  expect(slabs.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4].map((step) => START / 10_000 + step));
  expect(slabs[4]?.nodes).toEqual(['rn-0', 'rn-1', 'rn-2']);
});

test("a history keeper writes a window's blocks evenly over the next, and ends the window when it has them all", async () => {
  const { asked, run } = await keeperOn(80);
  await run(60);
  expect(asked.filter(({ kind }) => kind === 'blocks')).toHaveLength(1);
  await run(45);
  const blocks = asked.filter(({ kind }) => kind === 'blocks');
  expect(new Set(blocks.map(({ window }) => window))).toEqual(new Set([START / 600_000]));
  expect(blocks.map(({ nodes }) => nodes?.length)).toEqual(Array.from({ length: 40 }, () => 2));
  expect(new Set(blocks.flatMap(({ nodes }) => nodes ?? [])).size).toBe(80);
  expect(asked.filter(({ kind }) => kind === 'endWindow').map(({ window }) => window)).toEqual([START / 600_000]);
});

test('a history keeper tells what is wrong while the disk refuses, and writes all blocks when it is back', async () => {
  const { asked, broken, keeper, run, lines } = await keeperOn(2);
  await run(59);
  broken.code = 'ENOSPC';
  await run(30);
  expect(keeper.problem).toBe(
    'History cannot be written to /data/history.sqlite (ENOSPC): the last hour is served from memory and writing is tried again; free some space on its disk.',
  );
  expect(lines().match(/ENOSPC/g)).toHaveLength(1);
  broken.code = null;
  await run(10);
  expect(keeper.problem).toBeNull();
  expect(asked.filter(({ kind }) => kind === 'blocks').flatMap(({ nodes }) => nodes)).toEqual(['rn-0', 'rn-1']);
  expect(asked.some(({ kind }) => kind === 'endWindow')).toBe(true);
});
