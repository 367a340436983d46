import { expect, it } from 'vitest';
import { METRIC_NAMES } from '../shared/telemetry/metrics.ts';
import { metricsTable } from './metrics-table.ts';

const ANY = { thresholds: [], node: null, tags: [] };

function rowOf(metric: string, table: string): string {
  return table.split('\n').find((line) => line.startsWith(`${metric} `)) ?? '';
}

it('metricsTable names each metric once', () => {
  const names = metricsTable(ANY)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(' ')[0]);
  expect(names).toEqual(METRIC_NAMES);
});

it.each<[string, RegExp]>([
  ['cpuTempC', /°C +65 +75 +85\* +crit +The hottest/],
  ['driveWearPercent', /drive +% +50 +80 +90 +warn /],
  ['diskFullInSeconds', /mount +s +<168h +<24h +<4h +warn /],
  ['cpuPercent', /% +50 +70 +90 +Share of the processor/],
  ['uptimeSeconds', /^uptimeSeconds +s +Since the machine/],
])('metricsTable tells of %s what it is judged by', (metric, expected) => {
  expect(rowOf(metric, metricsTable(ANY))).toMatch(expected);
});

it('metricsTable tells the thresholds in force on a node', () => {
  const thresholds = [
    { metric: 'cpuTempC', tag: 'water', crit: 70 },
    { metric: 'fanRpm', node: 'rn-*', warn: 300 },
  ];
  expect(rowOf('cpuTempC', metricsTable({ ...ANY, thresholds }))).toMatch(/85\*/);
  const table = metricsTable({ thresholds, node: 'rn-7', tags: ['water'] });
  expect(rowOf('cpuTempC', table)).toMatch(/ 70 +crit/);
  expect(rowOf('fanRpm', table)).toMatch(/<300/);
});
