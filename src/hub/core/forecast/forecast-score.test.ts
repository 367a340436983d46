import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { medianOf } from './robust-statistics.ts';
import type { History } from './testing/history.ts';
import { madeUpHistories } from './testing/made-up-histories.ts';
import { scoreOf } from './testing/score.ts';

const directory = fileURLToPath(new URL('../../../../fixtures/histories/', import.meta.url));
const histories = readdirSync(directory)
  .filter((name) => name.endsWith('.json'))
  .map((name): History => JSON.parse(readFileSync(directory + name, 'utf8')));

/** As they stand in the fixtures: a key a line, a frame a line. */
function historyText({ rows, ...about }: History): string {
  const head = Object.entries(about).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${head.join('')}  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`;
}

test.each(madeUpHistories(1).map((history) => [history.name, history] as const))(
  'the made-up render %s in fixtures is what its seed gives',
  async (name, history) => {
    await expect(historyText(history)).toMatchFileSnapshot(`${directory}${name}.json`);
  },
);

test('forecastOf misses the end by less than a tenth half-way, for the middle one of the renders', () => {
  expect(histories.length).toBeGreaterThanOrEqual(18);
  const missed = histories.map((history) => Math.abs(scoreOf(history).missedAt[1]));
  expect(medianOf(missed)).toBeLessThan(0.1);
});

test('forecastOf gives a p90 within which 85 to 95 of 100 renders are done', () => {
  const scores = histories.map((history) => scoreOf(history));
  const covered = scores.reduce((sum, score) => sum + score.covered, 0);
  const forecasts = scores.reduce((sum, score) => sum + score.forecasts, 0);
  expect(covered / forecasts).toBeGreaterThan(0.85);
  expect(covered / forecasts).toBeLessThan(0.95);
});

test('forecastOf is right in the middle for renders that it was never tried on', () => {
  const missed: number[] = [];
  for (const seed of [11, 12, 13])
    for (const history of madeUpHistories(seed)) missed.push(Math.abs(scoreOf(history).missedAt[1]));
  expect(medianOf(missed)).toBeLessThan(0.1);
});

test.each(['constant', 'rising', 'bursts', 'two-speeds', 'node-lost', 'heavy-tailed'])(
  'forecastOf misses the end by less than a tenth half-way when the render is %s',
  (name) => {
    const history = histories.find((other) => other.name === name);
    if (!history) throw new Error(`There is no render ${name}.`);
    expect(Math.abs(scoreOf(history).missedAt[1])).toBeLessThan(0.1);
  },
);
