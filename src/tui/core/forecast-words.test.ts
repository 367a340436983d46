import { expect, test } from 'vitest';
import type { JobForecast } from '../../shared/protocol/job.ts';
import { chanceText, forecastPieces } from './forecast-words.ts';

const by = new Date(2026, 1, 1, 9, 0);
const now = new Date(2026, 1, 1, 2, 0).getTime();

function forecast(fields: Partial<JobForecast>): JobForecast {
  return {
    id: 'shot',
    at: by.toISOString(),
    by: by.toISOString(),
    etaSeconds: 60,
    etaP90Seconds: 90,
    unsure: false,
    late: false,
    nodes: 1,
    probabilityPercent: 83,
    withMoreNodes: [{ nodes: 1, etaSeconds: 30, probabilityPercent: 96 }],
    nodesNeeded: 2,
    ...fields,
  };
}

test.each([
  [{}, ['09:00  83%', 'with 1 more node 96%', '2 more needed for 90%']],
  [{ unsure: true, nodesNeeded: 0 }, ['09:00  ~83%']],
  [{ nodesNeeded: null, withMoreNodes: [] }, ['09:00  83%', 'more nodes alone will not do']],
  [{ probabilityPercent: null }, ['09:00  nothing can be told yet']],
  [{ by: null }, []],
])('forecastPieces of %j', (fields, pieces) => {
  expect(forecastPieces(forecast(fields), now)).toEqual(pieces);
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
