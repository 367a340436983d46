import { expect, test } from 'vitest';
import { madeUpNode } from '../testing/made-up-farm.ts';
import { addSample, type Samples, sampleCells } from './samples.ts';

function samplesOf(...points: readonly (readonly [at: number, cpu: number | null])[]): Samples {
  return points.reduce<Samples>(
    (samples, [at, cpuPercent]) => addSample(samples, madeUpNode('a', { cpuPercent }), at),
    [],
  );
}

test('addSample forgets what is older than the shown minute', () => {
  const samples = samplesOf([0, 1], [10_000, 2], [90_000, 3]);
  expect(samples.map(({ cpu }) => cpu)).toEqual([3]);
});

test('addSample keeps a bounded number whatever the pace', () => {
  const fast = samplesOf(...Array.from({ length: 500 }, (_, index) => [index * 10, index] as const));
  expect(fast).toHaveLength(90);
  expect(fast.at(-1)?.cpu).toBe(499);
});

test('sampleCells shows the last sample of each cell, carries it on, and knows nothing before the first', () => {
  const samples = samplesOf([20_000, 10], [22_000, 20], [41_000, 30]);
  expect(sampleCells(samples, 'cpu', 6, 59_000)).toEqual([null, null, 20, 20, 30, 30]);
});

test('sampleCells ends a line that has no news', () => {
  expect(sampleCells(samplesOf([1000, 10]), 'cpu', 6, 59_000)).toEqual([10, 10, 10, 10, null, null]);
});

test('sampleCells stands still within a cell and moves by whole cells', () => {
  const samples = samplesOf([20_000, 10], [41_000, 30]);
  const before = sampleCells(samples, 'cpu', 6, 50_000);
  expect(sampleCells(samples, 'cpu', 6, 59_999)).toEqual(before);
  expect(sampleCells(samples, 'cpu', 6, 60_000)).toEqual([...before.slice(1), before.at(-1)]);
});
