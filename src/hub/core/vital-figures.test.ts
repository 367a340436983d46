import { expect, test } from 'vitest';
import { madeUpGpu, madeUpHardware } from '../testing/made-up-report.ts';
import { NO_FIGURES, vitalFigures } from './vital-figures.ts';

test('vitalFigures gives the mean of the GPUs that say and the hottest of processor and GPUs', () => {
  const gpus = [madeUpGpu({ percent: 90, celsius: 70 }), madeUpGpu({ percent: null, celsius: 75 })];
  expect(vitalFigures(madeUpHardware({ gpus }), [])).toEqual({
    cpuPercent: 91,
    gpuPercent: 90,
    memPercent: 50,
    tempC: 75,
    heat: null,
    hotSensors: [],
  });
});

test('vitalFigures knows nothing when the node says nothing of its machine', () => {
  expect(vitalFigures(null, [])).toEqual(NO_FIGURES);
  const empty = { cpu: null, memory: null, temperatures: null, gpus: null };
  expect(vitalFigures(madeUpHardware(empty), [])).toEqual(NO_FIGURES);
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
  expect(vitalFigures(madeUpHardware({ gpus }), []).heat).toBe(heat);
});

test('vitalFigures names the sensor when the processor is too hot', () => {
  const temperatures = [{ sensor: 'Package id 0', celsius: 97, limitCelsius: 95 }];
  expect(vitalFigures(madeUpHardware({ temperatures }), []).heat).toBe('Package id 0 97° above 95°');
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
  expect(vitalFigures(hardware, [])).toMatchObject({ tempC: 90, heat });
});

test.each(['nvme Composite', 'mlx5 asic', 'iwlwifi_1 temp1', 'drivetemp temp1', 'spd5118 temp1', 'acpitz temp1'])(
  'vitalFigures leaves %s alone when the processor tells',
  (name) => {
    const temperatures = [sensor('coretemp Package id 0', 61), sensor(name, 99, 90)];
    const hardware = madeUpHardware({ gpus: null, temperatures });
    expect(vitalFigures(hardware, [])).toMatchObject({ tempC: 61, heat: null });
  },
);

test('vitalFigures shows a zone of the board, but does not judge it, when neither processor nor GPU tells', () => {
  const temperatures = [sensor('acpitz temp1', 92, 20), sensor('nvme Composite', 99)];
  const hardware = madeUpHardware({ gpus: null, temperatures });
  expect(vitalFigures(hardware, [])).toMatchObject({ tempC: 92, heat: null, hotSensors: [] });
});

test.each([
  [88, [], ['GPU']],
  [87, [], []],
  [87, ['GPU'], ['GPU']],
  [85, ['GPU'], ['GPU']],
  [84, ['GPU'], []],
])('vitalFigures at %d° of 88° after %j is hot by %j', (celsius, before, hot) => {
  const hardware = madeUpHardware({ gpus: [madeUpGpu({ celsius, limitCelsius: 88 })] });
  const figures = vitalFigures(hardware, before);
  expect(figures.hotSensors).toEqual(hot);
  expect(figures.heat === null).toBe(hot.length === 0);
});

test('vitalFigures says the limit when something cools down and is below it', () => {
  const hardware = madeUpHardware({ gpus: [madeUpGpu({ celsius: 86, limitCelsius: 88 })] });
  expect(vitalFigures(hardware, ['GPU']).heat).toBe('GPU 86°, cooling down from above 88°');
});
