import { expect, test } from 'vitest';
import { madeUpGpu, madeUpHardware } from './made-up-report.ts';
import { NO_FIGURES, vitalFigures } from './vital-figures.ts';

test('vitalFigures gives the mean of the GPUs that say and the hottest sensor of all', () => {
  const gpus = [madeUpGpu({ percent: 90, celsius: 70 }), madeUpGpu({ percent: null, celsius: 75 })];
  expect(vitalFigures(madeUpHardware({ gpus }))).toEqual({
    cpuPercent: 91,
    gpuPercent: 90,
    memPercent: 50,
    tempC: 75,
    heat: null,
  });
});

test('vitalFigures knows nothing when the node says nothing of its machine', () => {
  expect(vitalFigures(null)).toEqual(NO_FIGURES);
  const empty = { cpu: null, memory: null, temperatures: null, gpus: null };
  expect(vitalFigures(madeUpHardware(empty))).toEqual(NO_FIGURES);
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
  expect(vitalFigures(madeUpHardware({ gpus })).heat).toBe(heat);
});

test('vitalFigures names the sensor when the processor is too hot', () => {
  const temperatures = [{ sensor: 'Package id 0', celsius: 97, limitCelsius: 95 }];
  expect(vitalFigures(madeUpHardware({ temperatures })).heat).toBe('Package id 0 97° above 95°');
});
