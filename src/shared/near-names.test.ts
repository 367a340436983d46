import { expect, test } from 'vitest';
import { nearNames } from './near-names.ts';

const NAMES = ['cpuPercent', 'gpuPercent', 'memPercent', 'cpuTempC', 'load1', 'systemWatts'];

test.each([
  ['cpuPercnt', ['cpuPercent', 'gpuPercent']],
  ['CPUTEMPC', ['cpuTempC']],
  ['watts', ['systemWatts']],
  ['zebra', []],
  ['x'.repeat(10_000), []],
])('nearNames of %s are %j', (typed, near) => {
  expect(nearNames(typed, NAMES)).toEqual(near);
});
