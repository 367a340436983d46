import { expect, test } from 'vitest';
import type { Level, Levels } from '../../shared/protocol/threshold.ts';
import { madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { columnLevel } from './column-levels.ts';
import { columnValue } from './node-cells.ts';
import type { ColumnName } from './table-columns.ts';

const HEALTH = {
  cpuTempC: 79,
  vrmTempC: 70,
  gpuTempC: 60,
  gpuWatts: 300,
  gpuLimitWatts: 450,
  gpuFanPercent: 50,
  gpuMemPercent: 10,
  rootPercent: 40,
  dockerPercent: 90,
  outputPercent: 20,
  outputFullInSeconds: 3600,
};
const SILENT_HUB = (() => {
  const { levels: _levels, ...node } = madeUpNode('n', { health: HEALTH, cpuPercent: 95, tempC: 79 });
  return node;
})();

test.each<[ColumnName, Levels, Level | null]>([
  ['cpu', {}, null],
  ['cpu', { cpuPercent: 'crit' }, 'crit'],
  ['cpu', { cpuPercentish: 'crit', 'cpuTempC[0]': 'crit' }, null],
  ['gpu-temp', { 'gpuTempC[0]': 'notice', 'gpuTempC[1]': 'crit', 'gpuTempC[2]': 'warn' }, 'crit'],
  ['temp', { cpuTempC: 'warn', 'gpuTempC[0]': 'crit' }, 'crit'],
  ['root', { 'diskUsedPercent[/]': 'warn', 'diskUsedPercent[/home]': 'crit' }, 'warn'],
  ['docker', {}, 'crit'],
  ['full-in', { 'diskFullInSeconds[/mnt/out]': 'crit' }, 'crit'],
  ['node', { cpuPercent: 'crit' }, null],
])('columnLevel of %s by the levels %j is %s', (name, levels, level) => {
  const node = { ...SILENT_HUB, levels };
  expect(columnLevel(name, columnValue(name, node), node)).toBe(level);
});

test.each<[ColumnName, Level | null]>([
  ['cpu', 'crit'],
  ['cpu-temp', 'warn'],
  ['vrm', 'notice'],
  ['output', null],
  ['full-in', 'crit'],
  ['gpu-limit', null],
])('columnLevel of %s where the hub tells none goes by the defaults: %s', (name, level) => {
  expect(columnLevel(name, columnValue(name, SILENT_HUB), SILENT_HUB)).toBe(level);
});

test('columnLevel says nothing of what a node said before it went off', () => {
  const node = { ...SILENT_HUB, levels: { cpuTempC: 'crit' as const } };
  expect(columnLevel('cpu-temp', 96, node)).toBe('crit');
  expect(columnLevel('cpu-temp', 96, { ...node, liveness: 'offline' })).toBeNull();
});

test('columnLevel leaves a processor alone that works for a render', () => {
  const job = madeUpJob('shot', 1, 2, 3);
  const levels = { cpuPercent: 'crit', cpuTempC: 'crit' } as const;
  for (const state of ['rendering', 'hot'] as const) {
    const node = { ...SILENT_HUB, state, job, levels };
    expect(columnLevel('cpu', 99, node)).toBeNull();
    expect(columnLevel('cpu-temp', 99, node)).toBe('crit');
  }
  expect(columnLevel('cpu', 99, { ...SILENT_HUB, state: 'hot', levels })).toBe('crit');
});
