import { expect, test } from 'vitest';
import type { Log } from '../shared/log.ts';
import { createPauseExcuse } from './hub-pauses.ts';
import { at } from './testing/made-up-fleet.ts';

test.each<[string, readonly number[], readonly number[]]>([
  ['ticks', [0, 1, 2, 3], []],
  ['ticks late', [0, 1, 11, 12], []],
  ['stands still', [0, 1, 301, 302], [300_000]],
  ['stands still twice', [0, 60, 61, 90], [60_000, 29_000]],
  ['has just begun', [5_000, 5_001], []],
])('a hub that %s excuses the farm for as long as it was away', (_, seconds, excused) => {
  const told: number[] = [];
  const quiet: number[] = [];
  const lines: string[] = [];
  const log: Log = { info: () => {}, warn: (line) => lines.push(line), error: () => {} } as Log;
  const excuse = createPauseExcuse({
    fleet: { excuse: (away) => void told.push(away) },
    watch: { excuse: ({ monotonic }) => void quiet.push(monotonic) },
    log,
  });
  for (const second of seconds) excuse(at(second));
  expect(told).toEqual(excused);
  expect(quiet).toHaveLength(excused.length);
  expect(lines).toHaveLength(excused.length);
});
