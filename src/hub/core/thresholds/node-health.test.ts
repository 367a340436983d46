import { expect, test } from 'vitest';
import type { HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { NodeHealth } from '../../../shared/protocol/render-node.ts';
import { madeUpGpu, madeUpHardware } from '../../testing/made-up-report.ts';
import { nodeHealth } from './node-health.ts';
import { createSensorKinds } from './sensor-kinds.ts';

const kindOf = createSensorKinds();
const NOTHING = { cpu: null, memory: null, temperatures: null, gpus: null };

function healthOf(fields: Partial<HardwareSample>, before: NodeHealth | null = null): NodeHealth | null {
  return nodeHealth(madeUpHardware({ ...NOTHING, ...fields }), before, kindOf);
}

const mount = (path: string, usedPercent: number, fields: object = {}) => ({
  mount: path,
  source: path,
  type: 'ext4',
  totalBytes: 1000,
  freeBytes: 1000 - 10 * usedPercent,
  holdsOutput: false,
  ...fields,
});

test('nodeHealth tells of several the worst, in whole units', () => {
  const temperatures = [
    { sensor: 'k10temp Tctl', celsius: 71.4, limitCelsius: null },
    { sensor: 'VRM1', celsius: 66.6, limitCelsius: null },
  ];
  const gpus = [
    madeUpGpu({ celsius: 70, powerWatts: 300.4, powerLimitWatts: 450, fanPercent: 40, memoryUsedBytes: 6e9 }),
    madeUpGpu({ celsius: 75, powerWatts: 310.3, powerLimitWatts: null, fanPercent: null }),
  ];
  const fileSystems = [
    mount('/', 40),
    mount('/mnt/a', 60, { holdsOutput: true, fullInSeconds: 9_000 }),
    mount('/mnt/b', 71, { holdsOutput: true, fullInSeconds: 4_000 }),
    mount('/mnt/c', 99),
  ];
  expect(healthOf({ temperatures, gpus, fileSystems })).toEqual({
    cpuTempC: 71,
    vrmTempC: 67,
    gpuTempC: 75,
    gpuWatts: 611,
    gpuLimitWatts: 450,
    gpuFanPercent: 40,
    gpuMemPercent: 50,
    rootPercent: 40,
    dockerPercent: 40,
    outputPercent: 71,
    outputFullInSeconds: 4_000,
  });
});

test.each([
  [['/', '/var'], 20],
  [['/', '/home'], 10],
  [['/', '/var', '/var/lib/docker'], 30],
  [['/', '/var', '/var/lib/docker/overlay2'], 30],
  [['/', '/var/lib/containers', '/srv'], 20],
  [['/srv'], null],
])('nodeHealth finds the home of containers among %j', (mounts, percent) => {
  const fileSystems = mounts.map((path, index) => mount(path, 10 * (index + 1)));
  expect(healthOf({ fileSystems })?.dockerPercent ?? null).toBe(percent);
});

test.each([
  [70, 70.9, 70],
  [70, 71, 71],
  [70, 69.1, 70],
  [70, 69, 69],
  [70, 74.6, 75],
])('nodeHealth leaves a card at %d° that trembles to %d° at %d°', (before, celsius, shown) => {
  const known = healthOf({ gpus: [madeUpGpu({ celsius: before })] });
  expect(healthOf({ gpus: [madeUpGpu({ celsius })] }, known)?.gpuTempC).toBe(shown);
});

test('nodeHealth is the same object while nothing moves, and tells what is known no more', () => {
  const known = healthOf({ gpus: [madeUpGpu({ celsius: 70, powerWatts: 300 })] });
  expect(healthOf({ gpus: [madeUpGpu({ celsius: 70.6, powerWatts: 304 })] }, known)).toBe(known);
  expect(healthOf({ gpus: [madeUpGpu({ celsius: 70.6, powerWatts: 305 })] }, known)?.gpuWatts).toBe(305);
  expect(nodeHealth(null, known, kindOf)?.gpuTempC).toBeNull();
});

test('nodeHealth is absent where nothing was ever told', () => {
  expect(nodeHealth(null, null, kindOf)).toBeNull();
  expect(healthOf({})).toBeNull();
});

test('nodeHealth tells of a filling volume again when its time has moved by a tenth', () => {
  const full = (fullInSeconds: number) => ({ fileSystems: [mount('/r', 10, { holdsOutput: true, fullInSeconds })] });
  const known = healthOf(full(10_000));
  expect(healthOf(full(9_100), known)).toBe(known);
  expect(healthOf(full(8_900), known)?.outputFullInSeconds).toBe(8_900);
});
