import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Level } from '../protocol/threshold.ts';
import { METRIC_NAMES, type MetricName } from './metrics.ts';
import { defaultThreshold, JUDGED_METRICS, levelOf, rankOfLevel, type Threshold, withOwnLimit } from './thresholds.ts';

test.each<[MetricName, number | null, number | null, number | null]>([
  ['cpuTempC', 65, 75, 85],
  ['cpuPercent', 50, 70, 90],
  ['gpuPercent', 50, 70, 90],
  ['memPercent', 60, 80, 90],
  ['gpuTempC', 50, 70, 80],
  ['gpuMemTempC', 80, 95, 105],
  ['gpuMemPercent', 80, 90, 97],
  ['gpuWatts', 200, 350, 420],
  ['gpuFanPercent', 60, 80, 95],
  ['iowaitPercent', 10, 25, 50],
  ['stealPercent', 5, 10, 25],
  ['swapPercent', 25, 50, 80],
  ['ioPressurePercent', 20, 40, 70],
  ['memPressurePercent', 5, 10, 30],
  ['diskUsedPercent', 50, 70, 85],
  ['inodesPercent', 60, 80, 90],
  ['driveWearPercent', 50, 80, 90],
  ['vrmTempC', 65, 80, 95],
  ['dimmTempC', 45, 60, 75],
  ['boardTempC', 60, 75, null],
  ['driveTempC', 50, 60, 70],
  ['psuTempC', 40, 50, 60],
  ['servicesFailed', 1, 3, 10],
  ['packageUpdates', 50, 200, null],
  ['packageSecurityUpdates', 1, 20, null],
  ['rebootRequired', 1, null, null],
])(
  'levelOf takes %s from %d on for a notice, from %d on for a warning, from %d on for critical',
  (metric, ...limits) => {
    const threshold = defaultThreshold(metric);
    const levels: readonly Level[] = ['notice', 'warn', 'crit'];
    let below: Level | null = null;
    for (const [index, limit] of limits.entries()) {
      if (limit === null) continue;
      expect(levelOf(threshold, limit - 0.01)).toBe(below);
      expect(levelOf(threshold, limit)).toBe(levels[index]);
      below = levels[index] ?? null;
    }
  },
);

test.each<[MetricName, number, number, number]>([
  ['diskFullInSeconds', 7 * 86_400, 86_400, 14_400],
  ['driveSparePercent', 50, 20, 10],
])('levelOf takes %s the other way: %d, %d, %d and less', (metric, notice, warn, crit) => {
  const threshold = defaultThreshold(metric);
  expect([notice + 1, notice, warn, crit, 0].map((value) => levelOf(threshold, value))).toEqual([
    null,
    'notice',
    'warn',
    'crit',
    'crit',
  ]);
});

test.each<[MetricName, Level | null]>([
  ['cpuPercent', null],
  ['gpuPercent', null],
  ['gpuWatts', null],
  ['servicesFailed', null],
  ['memPercent', 'crit'],
  ['diskUsedPercent', 'crit'],
  ['cpuTempC', 'crit'],
  ['gpuTempC', 'crit'],
  ['psuTempC', 'crit'],
  ['driveWearPercent', 'warn'],
  ['diskFullInSeconds', 'warn'],
])('defaultThreshold calls for somebody over %s from %j on', (metric, alertFrom) => {
  expect(defaultThreshold(metric).alertFrom).toBe(alertFrom);
});

test('defaultThreshold judges nothing of a metric without a row', () => {
  const without = METRIC_NAMES.filter((name) => !JUDGED_METRICS.includes(name));
  expect(without).toContain('load1');
  for (const metric of without)
    for (const value of [-1e12, 0, 1e12]) expect(levelOf(defaultThreshold(metric), value)).toBeNull();
});

test('defaultThreshold has numbers in order in each row', () => {
  for (const metric of JUDGED_METRICS) {
    const { notice, warn, crit, worse } = defaultThreshold(metric);
    const numbers = [notice, warn, crit].filter((number) => number !== null);
    expect(numbers).toEqual(numbers.toSorted((a, b) => (worse === 'above' ? a - b : b - a)));
  }
});

test.each<[number, Level | null, Level | null]>([
  [85, null, 'crit'],
  [84.9, null, 'warn'],
  [84.9, 'crit', 'crit'],
  [82, 'crit', 'crit'],
  [81.9, 'crit', 'warn'],
  [74, 'crit', 'warn'],
  [74, 'warn', 'warn'],
  [74, 'notice', 'notice'],
  [62, 'notice', 'notice'],
  [61.9, 'crit', null],
])('levelOf gives a processor of %d°, which was %j before, %j', (celsius, before, level) => {
  expect(levelOf(defaultThreshold('cpuTempC'), celsius, before)).toBe(level);
});

test('levelOf knows no level of what is unknown', () => {
  expect(levelOf(defaultThreshold('cpuTempC'), null, 'crit')).toBeNull();
});

test('levelOf never comes and goes with a figure that trembles by less than the slack', () => {
  const values = fc.array(fc.double({ min: -1.4, max: 1.4, noNaN: true }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.constantFrom(...JUDGED_METRICS),
      fc.constantFrom('notice', 'warn', 'crit'),
      values,
      (metric, at, trembling) => {
        const threshold = defaultThreshold(metric);
        const limit = threshold[at];
        fc.pre(limit !== null && threshold.slack >= 2);
        let level: Level | null = null;
        let changes = 0;
        for (const move of trembling) {
          const next = levelOf(threshold, limit + move, level);
          if (next !== level) changes++;
          level = next;
        }
        // It may reach the level below first, and the level itself once.
        expect(changes).toBeLessThanOrEqual(2);
      },
    ),
  );
});

test('levelOf is never better for a worse figure', () => {
  const figure = fc.double({ min: -100, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...JUDGED_METRICS), figure, figure, (metric, a, b) => {
      const threshold = defaultThreshold(metric);
      const [better, worse] = (threshold.worse === 'above') === a < b ? [a, b] : [b, a];
      expect(rankOfLevel(levelOf(threshold, worse))).toBeGreaterThanOrEqual(rankOfLevel(levelOf(threshold, better)));
    }),
  );
});

test.each<[string, Threshold, number | null | undefined, number]>([
  ['names 95°', defaultThreshold('cpuTempC'), 95, 95],
  ['names 70°', defaultThreshold('gpuTempC'), 70, 70],
  ['names none', defaultThreshold('cpuTempC'), null, 85],
  ['is not asked', defaultThreshold('cpuTempC'), undefined, 85],
  ['names 0°', defaultThreshold('cpuTempC'), 0, 85],
  ['names 255°, as some do that have none', defaultThreshold('cpuTempC'), 255, 85],
  ['names one where somebody has set another', { ...defaultThreshold('cpuTempC'), ownLimit: false }, 95, 85],
])('withOwnLimit, where the sensor %s', (_, threshold, limit, crit) => {
  expect(withOwnLimit(threshold, limit).crit).toBe(crit);
});
