import { expect, test } from 'vitest';
import { madeUpForecast } from '../testing/made-up-farm.ts';
import { chanceText, forecastPieces } from './forecast-words.ts';

const by = new Date(2026, 1, 1, 9, 0).toISOString();
const now = new Date(2026, 1, 1, 2, 0).getTime();

test.each([
  [{ nodesNeeded: 2 }, ['09:00  83%', 'with 1 more node 96%', '2 more needed for 90%']],
  [{ unsure: true, nodesNeeded: 0 }, ['09:00  ~83%']],
  [{ nodesNeeded: null, withMoreNodes: [] }, ['09:00  83%', 'more nodes alone will not do']],
  [{ probabilityPercent: null }, ['09:00  nothing can be told yet']],
  [{ by: null }, []],
])('forecastPieces of %j', (fields, pieces) => {
  expect(forecastPieces(madeUpForecast({ by, ...fields }), now)).toEqual(pieces);
});

test.each([
  [99.96, '>99%'],
  [100, '100%'],
  [0.2, '<1%'],
  [0, '0%'],
  [83.4, '83%'],
])('chanceText of %d', (percent, text) => {
  expect(chanceText(percent)).toBe(text);
});
