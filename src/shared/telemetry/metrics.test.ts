import { expect, it } from 'vitest';
import type { HardwareSample } from '../protocol/hardware.ts';
import { METRIC_NAMES, METRICS, type MetricName, seriesKey } from './metrics.ts';

const NOTHING: HardwareSample = {
  uptimeSeconds: null,
  cpu: null,
  memory: null,
  fileSystems: null,
  network: null,
  disks: null,
  temperatures: null,
  gpus: null,
};

const FULL: HardwareSample = {
  uptimeSeconds: 500,
  cpu: { percent: 40, perCore: [10, 70], loadAverage: 3, cores: 2, iowaitPercent: 5, clockMegahertz: 3400 },
  memory: { totalBytes: 200, usedBytes: 50, swapTotalBytes: 100, swapUsedBytes: 10 },
  fileSystems: [
    { mount: '/', source: '/dev/sda1', type: 'ext4', totalBytes: 1000, freeBytes: 250, holdsOutput: false },
    {
      mount: '/out',
      source: 'nas:/out',
      type: 'nfs4',
      totalBytes: 0,
      freeBytes: 0,
      holdsOutput: true,
      fullInSeconds: 60,
    },
  ],
  network: [{ name: 'eth0', receivedBytesPerSecond: 7, sentBytesPerSecond: null }],
  disks: { readBytesPerSecond: 1, writtenBytesPerSecond: 2 },
  temperatures: [
    { sensor: 'coretemp Package id 0', celsius: 61, limitCelsius: 100 },
    { sensor: 'coretemp Core 0', celsius: 64, limitCelsius: 100 },
    { sensor: 'nvme Composite', celsius: 88, limitCelsius: null },
  ],
  gpus: [
    {
      name: 'A',
      busId: null,
      percent: 99,
      memoryUsedBytes: 6,
      memoryTotalBytes: 8,
      celsius: 70,
      limitCelsius: null,
      powerWatts: 300,
      fanPercent: null,
    },
    {
      name: 'B',
      busId: null,
      percent: null,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      celsius: null,
      limitCelsius: null,
      powerWatts: null,
      fanPercent: null,
      lost: true,
    },
  ],
  ipmi: {
    temperatures: [{ sensor: 'CPU_VRM Temp', celsius: 71, limitCelsius: null }],
    fans: [{ fan: 'FAN1', rpm: 1200 }],
    voltages: [{ sensor: '12V', volts: 12.1 }],
    systemWatts: 640,
    powerSupplies: [{ name: 'PSU1', ok: false, status: 'AC lost', watts: 0, celsius: 33 }],
  },
  packages: { updates: 4, securityUpdates: 1, rebootRequired: true },
};

function told(metric: MetricName, hardware: HardwareSample): Record<string, number | null | undefined> {
  const values: Record<string, number | null | undefined> = {};
  METRICS[metric].read(hardware, (label, value) => {
    values[seriesKey(metric, label)] = value;
  });
  return values;
}

it.each<[MetricName, Record<string, number | null | undefined>]>([
  ['cpuPercent', { cpuPercent: 40 }],
  ['corePercent', { 'corePercent[0]': 10, 'corePercent[1]': 70 }],
  ['memPercent', { memPercent: 25 }],
  ['cpuTempC', { cpuTempC: 64 }],
  ['vrmTempC', { vrmTempC: 71 }],
  ['dimmTempC', { dimmTempC: null }],
  ['gpuMemPercent', { 'gpuMemPercent[0]': 75, 'gpuMemPercent[1]': null }],
  ['gpuLost', { 'gpuLost[0]': null, 'gpuLost[1]': 1 }],
  ['diskUsedPercent', { 'diskUsedPercent[/]': 75, 'diskUsedPercent[/out]': null }],
  ['diskFullInSeconds', { 'diskFullInSeconds[/]': undefined, 'diskFullInSeconds[/out]': 60 }],
  ['netReceivedBytesPerSecond', { 'netReceivedBytesPerSecond[eth0]': 7 }],
  ['psuOk', { 'psuOk[PSU1]': 0 }],
  ['fanRpm', { 'fanRpm[FAN1]': 1200 }],
  ['systemWatts', { systemWatts: 640 }],
  ['rebootRequired', { rebootRequired: 1 }],
])('METRICS.%s tells what the sample holds', (metric, expected) => {
  expect(told(metric, FULL)).toEqual(expected);
});

it('METRICS tell no value of a machine of which nothing is known', () => {
  for (const metric of METRIC_NAMES)
    for (const [series, value] of Object.entries(told(metric, NOTHING))) expect(value ?? null, series).toBeNull();
});

it('METRICS tell labels where they have several values and none where they have one', () => {
  for (const metric of METRIC_NAMES)
    for (const series of Object.keys(told(metric, FULL)))
      expect(series.endsWith(']'), series).toBe(METRICS[metric].label !== null);
});
