import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import { RenderNodeRecord } from '../../shared/protocol/render-node.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../testing/simulated-files.ts';
import { loadRecords } from './load-records.ts';
import { createRecordWriter, type RecordWriterConfig } from './record-writer.ts';

const NODES = '/data/nodes';
const KIND = { noun: 'node', check: checkerFor(RenderNodeRecord) };

function recordOf(id: string, version: number): RenderNodeRecord {
  const time = '2026-01-01T00:00:00.000Z';
  return { id, firstSeenAt: time, seenAt: time, report: { hostname: id, sequenceNumber: version } };
}

/** The simulated disk answers without timers: one turn of the loop and all that can go on has gone on. */
function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

function writerOn(disk: SimulatedDisk, config: Partial<RecordWriterConfig> = {}, random = () => 0.5) {
  const clock = new ManualClock();
  const writer = createRecordWriter(
    { noun: 'node', directory: NODES, coalesceMillis: 1000, mostRewrites: 50, ...config },
    { files: disk.files, prepare: async () => false, clock, log: silentLog, random },
  );
  const pass = async (millis: number) => {
    clock.advance(millis);
    await turn();
  };
  return { writer, pass };
}

async function versions(disk: SimulatedDisk): Promise<Record<string, number | undefined>> {
  const deps = { files: disk.files, clock: new ManualClock(), log: silentLog };
  const records = await loadRecords(KIND, { directory: NODES, quarantine: '/data/quarantine' }, deps);
  return Object.fromEntries(records.map((record) => [record.id, record.report.sequenceNumber]));
}

test('a record writer writes the latest record once when a node is put many times within a second', async () => {
  const disk = createSimulatedDisk();
  const { writer, pass } = writerOn(disk);
  let version = 0;
  for (let i = 1; i <= 9; i++) {
    version = i;
    writer.put('rn-1', () => recordOf('rn-1', version));
    await pass(100);
  }
  expect(disk.steps).toBe(0);
  version = 10;
  await pass(100);
  expect(await versions(disk)).toEqual({ 'rn-1': 10 });
  const { steps } = disk;
  await pass(60_000);
  expect(disk.steps).toBe(steps);
});

test('a record writer writes nothing when the node is gone by the time of writing', async () => {
  const disk = createSimulatedDisk();
  const { writer, pass } = writerOn(disk);
  writer.put('rn-1', () => null);
  await pass(1000);
  expect(disk.names.size).toBe(0);
});

test('a record writer lets new nodes go first and rewrites the rest in turn when there are too many', async () => {
  const disk = createSimulatedDisk();
  const { writer, pass } = writerOn(disk, { mostRewrites: 2 });
  const putAll = (version: number) => {
    for (const id of ['a', 'b', 'c', 'd']) writer.put(id, () => recordOf(id, version));
  };
  putAll(1);
  await pass(1000);
  expect(await versions(disk)).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  putAll(2);
  writer.put('new', () => recordOf('new', 1));
  await pass(1000);
  expect(await versions(disk)).toEqual({ a: 2, b: 2, c: 1, d: 1, new: 1 });
  putAll(3);
  await pass(1000);
  expect(await versions(disk)).toEqual({ a: 2, b: 2, c: 3, d: 3, new: 1 });
  await pass(1000);
  expect(await versions(disk)).toEqual({ a: 3, b: 3, c: 3, d: 3, new: 1 });
});

test('a record writer lets what is pressing go before what has waited longer', async () => {
  const disk = createSimulatedDisk();
  const { writer, pass } = writerOn(disk, { mostRewrites: 2 });
  const put = (id: string, version: number, pressing?: boolean) =>
    writer.put(id, () => recordOf(id, version), pressing);
  for (const id of ['a', 'b', 'c', 'd']) put(id, 1);
  await pass(1000);
  put('a', 2);
  put('b', 2);
  put('c', 2, true);
  put('d', 2, true);
  put('d', 3);
  await pass(1000);
  expect(await versions(disk)).toEqual({ a: 1, b: 1, c: 2, d: 3 });
  await pass(1000);
  expect(await versions(disk)).toEqual({ a: 2, b: 2, c: 2, d: 3 });
});

test.each([
  ['ENOSPC', 'write', 'free some space'],
  ['ENOSPC', 'rename', 'free some space'],
  ['EROFS', 'open', 'mount its disk writable'],
  ['EIO', 'sync', 'look into the state of its disk'],
  ['EIO', 'sync directory', 'look into the state of its disk'],
  ['EMFILE', 'open', 'ulimit -n'],
])('a record writer keeps the old record, says so and recovers when %s comes at %s', async (code, failing, remedy) => {
  const disk = createSimulatedDisk();
  const { writer, pass } = writerOn(disk);
  writer.put('rn-1', () => recordOf('rn-1', 1));
  await pass(1000);
  disk.fail = (step) => (step === failing ? code : null);
  writer.put('rn-1', () => recordOf('rn-1', 2));
  await pass(1000);
  expect(writer.problems).toHaveLength(1);
  expect(writer.problems[0]).toContain(code);
  expect(writer.problems[0]).toContain(remedy);
  expect(await versions(disk.restart('power lost'))).toEqual({ 'rn-1': 1 });
  disk.fail = () => null;
  await pass(60_000);
  expect(writer.problems).toEqual([]);
  expect(await versions(disk.restart('power lost'))).toEqual({ 'rn-1': 2 });
  expect([...disk.names.keys()]).toEqual([`${NODES}/rn-1.json`]);
});

test('a record writer waits longer each time, at most a minute, while the disk refuses', async () => {
  const disk = createSimulatedDisk();
  let tries = 0;
  disk.fail = (step) => {
    if (step === 'open') tries++;
    return 'ENOSPC';
  };
  const { writer, pass } = writerOn(disk, {}, () => 0.999);
  writer.put('rn-1', () => recordOf('rn-1', 1));
  for (let second = 0; second < 600; second++) await pass(1000);
  expect(tries).toBeGreaterThanOrEqual(13);
  expect(tries).toBeLessThanOrEqual(16);
});

test('a record writer never has two writes of one node under way', async () => {
  const disk = createSimulatedDisk();
  const { writer, pass } = writerOn(disk);
  const underWay = new Set<string>();
  disk.fail = (step, path) => {
    if (step === 'open') {
      expect(underWay.has(path)).toBe(false);
      underWay.add(path);
    }
    if (step === 'rename') underWay.delete(path);
    return null;
  };
  for (let round = 1; round <= 20; round++) {
    for (const id of ['a', 'b', 'c']) writer.put(id, () => recordOf(id, round));
    void pass(1000);
  }
  await writer.drain();
  expect(await versions(disk)).toEqual({ a: 20, b: 20, c: 20 });
});

test('a record writer leaves no record when a node is removed while its write is under way', async () => {
  const disk = createSimulatedDisk();
  const { writer, pass } = writerOn(disk);
  writer.put('rn-1', () => recordOf('rn-1', 1));
  const written = pass(1000);
  const removed = writer.remove('rn-1');
  await Promise.all([written, removed]);
  expect(disk.names.size).toBe(0);
});

test('a record writer leaves each record old or new, whole, whenever the machine dies', async () => {
  const step = fc.constantFrom('a', 'b', 'c');
  const how = fc.constantFrom('killed' as const, 'power lost' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat(80), how, async (puts, crashAt, death) => {
      const disk = createSimulatedDisk();
      disk.crashAt = crashAt;
      const { writer, pass } = writerOn(disk);
      const latest: Record<string, number> = {};
      let safe: Record<string, number> = {};
      for (const [index, id] of puts.entries()) {
        latest[id] = index;
        writer.put(id, () => recordOf(id, index));
        await pass(1000);
        // All of the round came back: so far everything is durable.
        if (disk.steps <= crashAt) safe = { ...latest };
      }
      const after = disk.restart(death);
      const found = await versions(after);
      for (const id of Object.keys(safe)) expect(found[id]).toBeGreaterThanOrEqual(safe[id] ?? 0);
      for (const id of Object.keys(found)) expect(found[id]).toBeLessThanOrEqual(latest[id] ?? -1);
      expect([...after.names.keys()].filter((name) => !/^\/data\/nodes\/[abc]\.json$/.test(name))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
