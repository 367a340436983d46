import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { ConfigError } from '../../../shared/config.ts';
import { createLog, silentLog } from '../../../shared/log.ts';
import { openHistoryHere } from '../../testing/history-line.ts';
import { type OpenHistoryLine, openHistoryStore } from './history-thread.ts';
import type { HistoryPlace, HistoryWord } from './history-worker.ts';
import { layoutText } from './layout.ts';

const PLACE: HistoryPlace = {
  path: '/data/history.sqlite',
  quarantine: '/data/quarantine',
  keepSeconds: 86_400,
  maxBytes: 1e9,
  now: 1_800_000_000_000,
};

/** A thread that says one word and no more. */
function saying(word: HistoryWord): OpenHistoryLine {
  return () => {
    const { port1, port2 } = new MessageChannel();
    port2.postMessage(word);
    return Object.assign(port1, { end: async () => port1.close() }) as ReturnType<OpenHistoryLine>;
  };
}

test.each([
  ['module', 'Cannot find package', /npm install @photostructure\/sqlite, or start without --history/],
  ['newer', 'its version is 2', /later version of the hub; start that one, move the file away/],
  ['disk', 'ENOSPC', /\(ENOSPC\); free some space on its disk, or start without/],
  ['disk', 'ENOENT', /\(ENOENT\); look whether a directory has its place/],
  ['disk', 'EACCES', /\/data\/history.sqlite cannot be opened \(EACCES\); give the hub's user the right/],
] as const)(
  'openHistoryStore says the remedy when history cannot be kept by reason of %s',
  async (cause, code, remedy) => {
    const opening = openHistoryStore(PLACE, { log: silentLog, openLine: saying({ kind: 'notOpened', cause, code }) });
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(remedy);
  },
);

test('openHistoryStore gives answers in the order of the calls, and none after it was stopped', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sentry-history-'));
  const place = { ...PLACE, path: join(directory, 'history.sqlite'), quarantine: join(directory, 'quarantine') };
  const store = await openHistoryStore(place, { log: silentLog, openLine: openHistoryHere });
  expect(store.nodes).toEqual([]);
  const order: string[] = [];
  const ask = { node: 'rn-1' };
  await Promise.all([
    store.ask('forget', ask).then(() => order.push('forget')),
    store.ask('endWindow', { window: 3_000_000 }).then(() => order.push('endWindow')),
  ]);
  expect(order).toEqual(['forget', 'endWindow']);
  expect(store.state.untilSeconds).toBe(3_000_001 * 600);
  await Promise.all([store.stop(), store.stop()]);
  await expect(store.ask('forget', ask)).rejects.toThrow(/it was closed/);
  await rm(directory, { recursive: true, force: true });
});

test('openHistoryStore begins anew, and says so, when somebody removes the file or its directory', async () => {
  const above = await mkdtemp(join(tmpdir(), 'sentry-history-'));
  const directory = join(above, 'data');
  await mkdir(directory);
  const place = { ...PLACE, path: join(directory, 'history.sqlite'), quarantine: join(directory, 'quarantine') };
  const lines: string[] = [];
  const log = createLog(
    'hub',
    (line) => lines.push(line),
    () => 0,
  );
  const store = await openHistoryStore(place, { log, openLine: openHistoryHere });
  const layouts = [layoutText([{ metric: 'cpuPercent', label: null }], false)];
  const tell = (step: number) =>
    store.ask('slab', { step, nodes: ['rn-1'], layoutOf: [0], layouts, values: new Float32Array([1, 1]) });
  await tell(180_000_000);
  for (const removed of [place.path, directory]) {
    lines.length = 0;
    await rm(removed, { recursive: true });
    await tell(180_000_001);
    await vi.waitFor(() => expect(lines.join('')).toContain('the history had been removed: it begins anew'));
    const { parts } = await store.ask('restore', { cursor: { from: 'slabs', after: 0 }, sinceStep: 180_000_000 });
    expect(parts).toMatchObject([{ node: 'rn-1', first: 180_000_001 }]);
  }
  await store.stop();
  await rm(above, { recursive: true, force: true });
});
