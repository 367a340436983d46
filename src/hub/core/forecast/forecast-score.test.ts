import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { medianOf } from './robust-statistics.ts';
import type { History } from './testing/history.ts';
import { madeUpHistories } from './testing/made-up-histories.ts';
import { pointsOff, quantileOf, reliabilityOf, scoreOf, shareCovered } from './testing/score.ts';
import { variedHistories } from './testing/varied-histories.ts';

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

const scores = histories.map((history) => scoreOf(history));

test('forecastOf misses the end by less than a tenth half-way, for the middle one of the renders', () => {
  expect(histories.length).toBeGreaterThanOrEqual(18);
  expect(medianOf(scores.map(({ missedAt }) => Math.abs(missedAt[1])))).toBeLessThan(0.1);
});

test('forecastOf misses the end by less than a fifth at a quarter, for the middle one of the renders', () => {
  expect(medianOf(scores.map(({ missedAt }) => Math.abs(missedAt[0])))).toBeLessThan(0.2);
});

test('forecastOf gives a p90 within which 85 to 95 of 100 renders are done', () => {
  expect(shareCovered(scores)).toBeGreaterThan(0.85);
  expect(shareCovered(scores)).toBeLessThan(0.95);
});

test('forecastOf moves the end by little when a frame more is finished', () => {
  const moved = scores.flatMap((score) => score.moved);
  expect(quantileOf(moved, 0.5)).toBeLessThan(0.015);
  expect(quantileOf(moved, 0.95)).toBeLessThan(0.09);
  expect(
    quantileOf(
      scores.flatMap(({ movedP90 }) => movedP90),
      0.95,
    ),
  ).toBeLessThan(0.12);
});

test('forecastOf is right in the middle for renders that it was never tried on', () => {
  const unseen = [11, 12, 13].flatMap(madeUpHistories).map((history) => scoreOf(history));
  expect(medianOf(unseen.map(({ missedAt }) => Math.abs(missedAt[1])))).toBeLessThan(0.12);
});

test('probabilityBy is right as often as it says, for renders of all kinds that it was never tried on', () => {
  const reliability = reliabilityOf(variedHistories(3, 48).map((history) => scoreOf(history)));
  expect(pointsOff(reliability)).toBeLessThan(10);
  for (const { answers, percentTold, percentHeld } of reliability)
    if (answers > 100) expect(Math.abs(percentTold - percentHeld), `${percentTold} %`).toBeLessThan(20);
});

test.each(['constant', 'rising', 'bursts', 'two-speeds', 'node-lost', 'heavy-tailed'])(
  'forecastOf misses the end by less than a tenth half-way when the render is %s',
  (name) => {
    const score = scores.find((other) => other.name === name);
    expect(Math.abs(score?.missedAt[1] ?? Number.NaN)).toBeLessThan(0.1);
  },
);
