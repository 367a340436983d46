import { expect, test } from 'vitest';
import type { HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { Levels, ThresholdRule } from '../../../shared/protocol/threshold.ts';
import { madeUpGpu, madeUpHardware } from '../../testing/made-up-report.ts';
import { ALL_WELL, type Judgement, judge, worstOfKinds } from './judgement.ts';
import { createSensorKinds } from './sensor-kinds.ts';
import { createThresholdBook } from './threshold-book.ts';

const kindOf = createSensorKinds();
const COOL = { cpu: null, memory: null, temperatures: null, gpus: null };

function judged(
  fields: Partial<HardwareSample>,
  { before = ALL_WELL, rules = [] }: { before?: Judgement; rules?: readonly ThresholdRule[] } = {},
): Judgement {
  const thresholds = createThresholdBook(rules).forNode('rn-1', []);
  return judge(madeUpHardware({ ...COOL, ...fields }), { thresholds, kindOf, before });
}

const mount = (path: string, usedPercent: number, fields: object = {}) => ({
  mount: path,
  source: '/dev/sda1',
  type: 'ext4',
  totalBytes: 1000,
  freeBytes: 1000 - 10 * usedPercent,
  holdsOutput: false,
  ...fields,
});
const sensor = (name: string, celsius: number, limitCelsius: number | null = null) => ({
  sensor: name,
  celsius,
  limitCelsius,
});
const drive = (device: string, fields: object) => ({
  device,
  model: null,
  serial: null,
  healthy: true,
  celsius: null,
  limitCelsius: null,
  wearPercent: null,
  sparePercent: null,
  errors: null,
  powerOnSeconds: null,
  readBytes: null,
  writtenBytes: null,
  ...fields,
});
const supply = (name: string, celsius: number) => ({ name, ok: true, status: null, watts: null, celsius });
const ipmi = { temperatures: [], fans: [], voltages: [], systemWatts: null, powerSupplies: [] };

test.each<[string, Partial<HardwareSample>, Levels | null]>([
  ['a cool machine', {}, null],
  ['a busy processor', { cpu: { percent: 92, perCore: [], loadAverage: null, cores: null } }, { cpuPercent: 'crit' }],
  [
    'two cards, by their own limits',
    {
      gpus: [
        madeUpGpu({ celsius: 81, powerWatts: 100, percent: 0, fanPercent: 0 }),
        madeUpGpu({ celsius: 81, limitCelsius: null }),
      ],
    },
    {
      'gpuTempC[0]': 'warn',
      'gpuTempC[1]': 'crit',
      'gpuPercent[1]': 'crit',
      'gpuWatts[1]': 'notice',
      'gpuFanPercent[1]': 'notice',
    },
  ],
  [
    'file systems',
    { fileSystems: [mount('/', 49), mount('/cache', 85), mount('/mnt/r', 70)] },
    { 'diskUsedPercent[/cache]': 'crit', 'diskUsedPercent[/mnt/r]': 'warn' },
  ],
  ['an image that is full by nature', { fileSystems: [mount('/snap/core', 100, { type: 'squashfs' })] }, null],
  [
    'a volume that output goes to and that is full tomorrow, and another one',
    {
      fileSystems: [
        mount('/mnt/r', 10, { holdsOutput: true, fullInSeconds: 50_000 }),
        mount('/var', 10, { fullInSeconds: 50_000 }),
      ],
    },
    { 'diskFullInSeconds[/mnt/r]': 'warn' },
  ],
  [
    'sensors of the processor, of which the worst counts',
    {
      temperatures: [sensor('coretemp Core 0', 66), sensor('coretemp Core 1', 91, 100), sensor('coretemp Core 2', 50)],
    },
    { cpuTempC: 'warn' },
  ],
  [
    'the sensors of the management controller',
    {
      ipmi: {
        ...ipmi,
        temperatures: [sensor('P1-DIMMA1 Temp', 61), sensor('CPU_VRM0', 96), sensor('System Temp', 99)],
      },
    },
    { dimmTempC: 'warn', vrmTempC: 'crit', boardTempC: 'warn' },
  ],
  [
    'power supplies',
    { ipmi: { ...ipmi, powerSupplies: [supply('PSU1', 39), supply('PSU2', 60)] } },
    { 'psuTempC[PSU2]': 'crit' },
  ],
  [
    'drives',
    {
      drives: [
        drive('nvme0n1', { wearPercent: 81, celsius: 71, limitCelsius: 85 }),
        drive('nvme1n1', { sparePercent: 9, celsius: 71 }),
      ],
    },
    {
      'driveWearPercent[nvme0n1]': 'warn',
      'driveTempC[nvme0n1]': 'warn',
      'driveTempC[nvme1n1]': 'crit',
      'driveSparePercent[nvme1n1]': 'crit',
    },
  ],
  ['failed services', { services: { failed: ['mnt-renders.mount'] } }, { servicesFailed: 'notice' }],
])('judge tells the levels of %s', (_, fields, levels) => {
  expect(judged(fields).levels).toEqual(levels);
});

test('judge follows rules of a mount and of a sensor', () => {
  const rules = [
    { metric: 'diskUsedPercent', label: '/cache', notice: null, warn: null, crit: 99 },
    { metric: 'cpuTempC', label: '*Tctl', notice: null, warn: null, crit: 97 },
    { metric: 'sensorTempC', label: 'asic', crit: 100 },
  ];
  const temperatures = [sensor('k10temp Tctl', 92, 70), sensor('asic', 101)];
  expect(judged({ fileSystems: [mount('/cache', 98)], temperatures }, { rules }).levels).toEqual({
    'sensorTempC[asic]': 'crit',
  });
});

test('judge lets each sensor have its own past', () => {
  const hot = judged({ temperatures: [sensor('Core 0 cpu', 90), sensor('Core 1 cpu', 60)] });
  const after = judged({ temperatures: [sensor('Core 0 cpu', 60), sensor('Core 1 cpu', 83)] }, { before: hot });
  expect(after.levels).toEqual({ cpuTempC: 'warn' });
  const still = judged({ temperatures: [sensor('Core 0 cpu', 83), sensor('Core 1 cpu', 60)] }, { before: hot });
  expect(still.levels).toEqual({ cpuTempC: 'crit' });
});

test('judge knows nothing of a machine that tells nothing', () => {
  expect(judge(null, { thresholds: createThresholdBook([]).forNode('x', []), kindOf, before: ALL_WELL })).toBe(
    ALL_WELL,
  );
});

test('worstOfKinds leaves one of the sensors of a kind, and all cards', () => {
  const { beyond } = judged({
    temperatures: [sensor('cpu 0', 86), sensor('cpu 1', 92), sensor('cpu 2', 76)],
    gpus: [madeUpGpu({ celsius: 90 }), madeUpGpu({ celsius: 91 })],
  });
  const worst = worstOfKinds(beyond.filter(({ metric }) => metric.endsWith('TempC')));
  expect(worst.map(({ metric, label }) => `${metric} ${label}`).sort()).toEqual([
    'cpuTempC cpu 1',
    'gpuTempC 0',
    'gpuTempC 1',
  ]);
});
