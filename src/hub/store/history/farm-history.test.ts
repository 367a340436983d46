import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../shared/log.ts';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { poured } from '../../core/history/buckets.ts';
import type { HistoryRequest } from '../../core/history/history-request.ts';
import { openHistoryHere } from '../../testing/history-line.ts';
import { fleetOf } from '../../testing/made-up-fleet.ts';
import { madeUpHardware } from '../../testing/made-up-report.ts';
import type { FarmHistory } from './farm-history.ts';
import { openFarmHistory } from './open-farm-history.ts';

/** The begin of a week of two-hour steps, so that all tiers begin anew. */
const START = Math.ceil(Date.UTC(2026, 0, 1) / 604_800_000) * 604_800_000;
const HOUR = 3_600;

let directory: string;
let clock: ManualClock;
let lines: string;
let opened: FarmHistory[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sentry-history-'));
  clock = new ManualClock(START);
  lines = '';
  opened = [];
});
afterEach(async () => {
  for (const history of opened) await history.stop();
  await rm(directory, { recursive: true, force: true });
});

async function open(maxBytes = 1e9): Promise<FarmHistory> {
  const log = createLog(
    'hub',
    (line) => (lines += line),
    () => 0,
  );
  const history = await openFarmHistory(
    { directory, keep: { days: 7, maxBytes } },
    { clock, log, openLine: openHistoryHere },
  );
  opened.push(history);
  return history;
}

/** Its processor is at as many percent as the hour is old in minutes. */
async function run(history: FarmHistory, seconds: number, nodes = ['rn-1']): Promise<void> {
  const summary = { ...fleetOf().summary({ wall: 0, monotonic: 0 }) };
  for (let passed = 0; passed < seconds; passed += 10) {
    const minute = Math.floor(clock.now() / 60_000) % 60;
    const cpu = { percent: minute, perCore: [], loadAverage: 1, cores: 4 };
    for (const node of nodes) history.observe(node, madeUpHardware({ cpu }));
    clock.advance(10_000);
    history.tick(() => summary);
    // Its answers come by messages.
    if (passed % 600 === 0) await history.read(request({ fromSeconds: 0, toSeconds: 1, stepSeconds: 1e9 }), () => 1);
    await new Promise((next) => setImmediate(next));
  }
}

function request(fields: Partial<HistoryRequest>): HistoryRequest {
  const now = clock.now() / 1000;
  const picks = [{ metric: 'cpuPercent' }];
  return { nodes: ['rn-1'], picks, fromSeconds: now - HOUR, toSeconds: now, stepSeconds: null, ...fields };
}

async function told(history: FarmHistory, fields: Partial<HistoryRequest>) {
  const { stepSeconds, fromSeconds, count, series } = await history.read(request(fields), () => 1_000);
  return { stepSeconds, fromSeconds, count, series: series?.map((each) => ({ ...each, ...poured(each.buckets) })) };
}

test('a farm history has the last hour and what is older after it was stopped and opened again', async () => {
  const first = await open();
  await run(first, 5 * HOUR, ['rn-1', 'rn-2']);
  const all = { fromSeconds: START / 1000, stepSeconds: 600 };
  const before = await told(first, all);
  const recent = await told(first, { stepSeconds: 10 });
  await first.stop();
  const second = await open();
  expect(await told(second, all)).toEqual(before);
  expect(await told(second, { stepSeconds: 10 })).toEqual(recent);
  expect(before.series?.[0]?.average).toEqual(Array.from({ length: 30 }, (_, ten) => 10 * (ten % 6) + 4.5));
  expect(before.series?.[0]?.maximum).toEqual(Array.from({ length: 30 }, (_, ten) => 10 * (ten % 6) + 9));
  expect(recent.series?.[0]?.average.every((value) => value !== null)).toBe(true);
}, 30_000);

test('a farm history answers alike by steps of each tier, whatever of them is written yet', async () => {
  const history = await open();
  await run(history, 27 * HOUR);
  const expected = 29.5;
  for (const stepSeconds of [HOUR, 2 * HOUR]) {
    const { series, count } = await told(history, {
      fromSeconds: START / 1000,
      stepSeconds,
      toSeconds: START / 1000 + 26 * HOUR,
    });
    expect(count).toBe((26 * HOUR) / stepSeconds);
    expect(series?.[0]?.average).toEqual(Array.from({ length: count }, () => expected));
    expect(series?.[0]?.maximum).toEqual(Array.from({ length: count }, () => 59));
  }
}, 60_000);

test('a farm history puts a damaged file aside and begins anew', async () => {
  await writeFile(join(directory, 'history.sqlite'), 'no database at all, but long enough to be looked at'.repeat(99));
  const history = await open();
  expect(await readdir(join(directory, 'quarantine'))).toEqual([expect.stringMatching(/^history\.sqlite\./)]);
  expect(lines).toContain('put aside');
  await run(history, HOUR);
  expect((await told(history, {})).series).toHaveLength(1);
});
