import { expect, test } from 'vitest';
import { pausedMillis, pausesOf } from './pauses.ts';

function ends(...gaps: readonly number[]) {
  let finishedAt = 0;
  return [0, ...gaps].map((gap) => {
    finishedAt += gap;
    return { finishedAt };
  });
}

test.each([
  ['frames come evenly', ends(30, 30, 30, 30), []],
  ['the farm slept', ends(30, 30, 9000, 30, 30), [{ from: 60, to: 9060 }]],
  ['the farm has only just gone on', ends(30, 30, 30, 9000), [{ from: 90, to: 9090 }]],
  ['nodes finish in step', ends(0, 0, 30, 0, 0, 30, 0, 0, 30), []],
  ['frames are heavy by now', ends(30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 900, 900), []],
  ['nobody knows yet what is long', ends(30, 9000), []],
])('pausesOf when %s', (_, finished, pauses) => {
  expect(pausesOf(finished)).toEqual(pauses);
});

test('pausedMillis counts what of a time was a pause', () => {
  const pauses = [{ from: 100, to: 200 }];
  expect(pausedMillis(pauses, 0, 50)).toBe(0);
  expect(pausedMillis(pauses, 150, 400)).toBe(50);
  expect(pausedMillis(pauses, 0, 400)).toBe(100);
});
