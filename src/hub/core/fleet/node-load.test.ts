import { expect, test } from 'vitest';
import { at, fleetOf, iso, rendering } from '../../testing/made-up-fleet.ts';
import { idleHardware, madeUpHardware } from '../../testing/made-up-report.ts';
import { loadAfter, NO_LOAD } from './node-load.ts';

const BUSY = { cpuPercent: 95, gpuPercent: null };
const IDLE = { cpuPercent: 1, gpuPercent: null };

test.each([
  ['the first report stands alone', [BUSY], 95, 0],
  ['one busy report between idle ones means nothing', [IDLE, BUSY], 1, null],
  ['two in a row mean busy', [IDLE, BUSY, BUSY], 95, 2],
  ['an idle one ends it, and when it was is kept', [BUSY, BUSY, IDLE, IDLE], 1, 1],
])('loadAfter: %s', (_, told, cpuPercent, lastBusy) => {
  const load = told.reduce((before, next, now) => loadAfter(before, next, { now, isRendererBusy: false }), NO_LOAD);
  expect(load).toMatchObject({ cpuPercent, gpuPercent: null, lastBusy });
});

test('loadAfter takes a busy renderer for a busy machine', () => {
  expect(loadAfter(NO_LOAD, IDLE, { now: 7, isRendererBusy: true }).lastBusy).toBe(7);
});

test('a fleet calls no job stalled for one idle report, and a stalled one not running for one busy one', () => {
  const fleet = fleetOf();
  const states: [seconds: number, state: string | undefined][] = [];
  const report = (seconds: number, hardware: ReturnType<typeof madeUpHardware>): void => {
    fleet.applyReport(rendering('rn-1', 5, { timestamp: iso(seconds), hardware }), at(seconds));
    fleet.tick(at(seconds));
    states.push([seconds, fleet.jobs(at(seconds))[0]?.state]);
  };
  for (const seconds of [120, 600, 1200]) report(seconds, madeUpHardware());
  report(1205, idleHardware());
  expect(fleet.jobs(at(1205))[0]?.reason).toContain('idle for 5s');
  for (const seconds of [1400, 1510]) report(seconds, idleHardware());
  report(1515, madeUpHardware());
  report(1520, madeUpHardware());
  expect(states.slice(3)).toEqual([
    [1205, 'running'],
    [1400, 'running'],
    [1510, 'stalled'],
    [1515, 'stalled'],
    [1520, 'running'],
  ]);
});
