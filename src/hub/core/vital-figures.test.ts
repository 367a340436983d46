import { expect, test } from 'vitest';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { madeUpGpu, madeUpHardware } from '../testing/made-up-report.ts';
import { ALL_WELL, type Judgement, judge } from './thresholds/judgement.ts';
import { createSensorKinds } from './thresholds/sensor-kinds.ts';
import { createThresholdBook } from './thresholds/threshold-book.ts';
import { NO_FIGURES, type VitalFigures, vitalFigures } from './vital-figures.ts';

const kindOf = createSensorKinds();
const thresholds = createThresholdBook([]).forNode('rn-1', []);

function judged(hardware: HardwareSample | null, before: Judgement = ALL_WELL): Judgement {
  return judge(hardware, { thresholds, kindOf, before });
}

/** As the hub works them out of a report, after one with the hardware `before`. */
function figuresOf(hardware: HardwareSample | null, before: HardwareSample | null = null): VitalFigures {
  return vitalFigures(hardware, judged(hardware, judged(before)).beyond, kindOf);
}

test('vitalFigures gives the mean of the GPUs that say and the hottest of processor and GPUs', () => {
  const gpus = [madeUpGpu({ percent: 90, celsius: 70 }), madeUpGpu({ percent: null, celsius: 75 })];
  expect(figuresOf(madeUpHardware({ gpus }))).toEqual({
    cpuPercent: 91,
    gpuPercent: 90,
    memPercent: 50,
    tempC: 75,
    watts: 640,
    heat: null,
  });
});

test('vitalFigures knows nothing when the node says nothing of its machine', () => {
  expect(figuresOf(null)).toEqual(NO_FIGURES);
  const empty = { cpu: null, memory: null, temperatures: null, gpus: null };
  expect(figuresOf(madeUpHardware(empty))).toEqual(NO_FIGURES);
});

test.each([
  ["the GPU is over its sensor's own limit", [madeUpGpu({ celsius: 91, limitCelsius: 88 })], 'GPU 91° above 88°'],
  ['the GPU is at its limit', [madeUpGpu({ celsius: 88, limitCelsius: 88 })], 'GPU 88° at its limit'],
  ['the GPU names no limit', [madeUpGpu({ celsius: 84, limitCelsius: null })], 'GPU 84° above 80°'],
  ['the GPU is under a limit above the usual one', [madeUpGpu({ celsius: 86, limitCelsius: 93 })], null],
  ['a limit of 0 is told', [madeUpGpu({ celsius: 50, limitCelsius: 0 })], null],
  [
    'the second of two is hot',
    [madeUpGpu({ celsius: 60 }), madeUpGpu({ celsius: 95, limitCelsius: 88 })],
    'GPU1 95° above 88°',
  ],
])('vitalFigures tells the heat when %s', (_, gpus, heat) => {
  expect(figuresOf(madeUpHardware({ gpus })).heat).toBe(heat);
});

test('vitalFigures names the sensor when the processor is too hot', () => {
  const temperatures = [{ sensor: 'Package id 0', celsius: 97, limitCelsius: 95 }];
  expect(figuresOf(madeUpHardware({ temperatures })).heat).toBe('Package id 0 97° above 95°');
});

const sensor = (name: string, celsius: number, limitCelsius: number | null = null) => ({
  sensor: name,
  celsius,
  limitCelsius,
});

test.each([
  ['coretemp Core 3', 'coretemp Core 3 90° above 85°'],
  ['k10temp Tctl', 'k10temp Tctl 90° above 85°'],
  ['zenpower Tdie', 'zenpower Tdie 90° above 85°'],
  ['cpu-thermal', 'cpu-thermal 90° above 85°'],
  ['x86_pkg_temp', 'x86_pkg_temp 90° above 85°'],
  ['nct6775 CPUTIN', 'nct6775 CPUTIN 90° above 85°'],
])("vitalFigures judges %s as the processor's", (name, heat) => {
  const hardware = madeUpHardware({ gpus: null, temperatures: [sensor(name, 90)] });
  expect(figuresOf(hardware)).toMatchObject({ tempC: 90, heat });
});

test.each(['nvme Composite', 'mlx5 asic', 'iwlwifi_1 temp1', 'drivetemp temp1', 'acpitz temp1'])(
  'vitalFigures leaves %s alone when the processor tells',
  (name) => {
    const temperatures = [sensor('coretemp Package id 0', 61), sensor(name, 99, 90)];
    expect(figuresOf(madeUpHardware({ gpus: null, temperatures }))).toMatchObject({ tempC: 61, heat: null });
  },
);

test.each([
  ['spd5118 temp1', 'spd5118 temp1 91° above 75°'],
  ['CPU_VRM0', 'CPU_VRM0 96° above 95°'],
])('vitalFigures judges %s by a limit of its own kind, and does not show it as the temperature', (name, heat) => {
  const celsius = Number(/(\d+)°/.exec(heat)?.[1]);
  const temperatures = [sensor('coretemp Package id 0', 61), sensor(name, celsius)];
  expect(figuresOf(madeUpHardware({ gpus: null, temperatures }))).toMatchObject({ tempC: 61, heat });
});

test('vitalFigures shows a zone of the board, but does not judge it, when neither processor nor GPU tells', () => {
  const temperatures = [sensor('acpitz temp1', 92, 20), sensor('nvme Composite', 99)];
  expect(figuresOf(madeUpHardware({ gpus: null, temperatures }))).toMatchObject({ tempC: 92, heat: null });
});

test.each([
  [88, null, 'GPU 88° at its limit'],
  [87, 60, null],
  [87, 88, 'GPU 87°, cooling down from above 88°'],
  [85, 88, 'GPU 85°, cooling down from above 88°'],
  [84, 88, null],
])('vitalFigures at %d° of 88° after %j is hot by %j', (celsius, before, heat) => {
  const withGpu = (degrees: number) => madeUpHardware({ gpus: [madeUpGpu({ celsius: degrees, limitCelsius: 88 })] });
  expect(figuresOf(withGpu(celsius), before === null ? null : withGpu(before)).heat).toBe(heat);
});

test.each([
  ['the whole machine where it tells', 512, 512],
  ['the cards where it does not', null, 320],
])('vitalFigures gives the watts of %s', (_, systemWatts, watts) => {
  const ipmi = { temperatures: [], fans: [], voltages: [], powerSupplies: [], systemWatts };
  expect(figuresOf(madeUpHardware({ ipmi })).watts).toBe(watts);
});
