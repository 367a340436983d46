/** How well the end of a render is foretold, on recorded and made-up renders, and what a forecast costs the hub. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forecastOf } from '../src/hub/core/forecast/forecast.ts';
import type { ForecastInput } from '../src/hub/core/forecast/forecast-input.ts';
import { type History, inputAt, momentWhenDone } from '../src/hub/core/forecast/testing/history.ts';
import {
  pointsOff,
  quantileOf,
  reliabilityOf,
  type Score,
  scoreOf,
  shareCovered,
} from '../src/hub/core/forecast/testing/score.ts';
import { variedHistories } from '../src/hub/core/forecast/testing/varied-histories.ts';
import type { BenchLine } from './bench-line.ts';
import { median } from './median.ts';

const HISTORIES = 'fixtures/histories';

/** Renders that no forecast was tried on: of all kinds, by chance. */
const UNSEEN = { seed: 2, count: 64 } as const;

export async function benchForecast(): Promise<readonly BenchLine[]> {
  const names = readdirSync(HISTORIES).filter((name) => name.endsWith('.json'));
  const histories = names.map((name): History => JSON.parse(readFileSync(join(HISTORIES, name), 'utf8')));
  const scores = histories.map((history) => scoreOf(history));
  const unseen = variedHistories(UNSEEN.seed, UNSEEN.count).map((history) => scoreOf(history));
  return [
    errorLine(scores, unseen),
    coverageLine(scores, unseen),
    ...steadinessLines(scores, unseen),
    chanceLine(unseen),
    ...timeLines(),
  ];
}

function errorLine(scores: readonly Score[], unseen: readonly Score[]): BenchLine {
  const missedBy = (of: readonly Score[]) =>
    ([0, 1, 2] as const).map((at) => median(of.map(({ missedAt }) => Math.abs(missedAt[at]))));
  const told = ([quarter = 0, half = 0, threeQuarters = 0]: readonly number[]): string =>
    `${percent(half)} (at a quarter ${percent(quarter)}, at three quarters ${percent(threeQuarters)})`;
  const each = scores.map((score) => `${score.name} ${percent(score.missedAt[1])} ${percent(shareCovered([score]))}`);
  const missed = missedBy(scores);
  return {
    what: `median error of the ETA half-way, ${scores.length} renders`,
    measured: told(missed),
    reference: `${unseen.length} unseen ones ${told(missedBy(unseen))}; each half-way, and how often its p90 held: ${each.join(', ')}`,
    limit: '< 10 %',
    within: (missed[1] ?? 1) < 0.1,
  };
}

function coverageLine(scores: readonly Score[], unseen: readonly Score[]): BenchLine {
  const share = shareCovered(scores);
  return {
    what: 'p90 held',
    measured: percent(share),
    reference: `${scores.reduce((sum, { forecasts }) => sum + forecasts, 0)} forecasts; of unseen renders ${percent(shareCovered(unseen))}`,
    limit: '85-95 %',
    within: share >= 0.85 && share <= 0.95,
  };
}

/** By how much the end that is told moves with each finished frame, in parts of what is left. */
function steadinessLines(scores: readonly Score[], unseen: readonly Score[]): readonly BenchLine[] {
  const line = (what: string, of: (score: Score) => readonly number[], limit: number): BenchLine => {
    const told = (some: readonly Score[]): string =>
      `${percent(quantileOf(some.flatMap(of), 0.5))}, one in twenty times ${percent(quantileOf(some.flatMap(of), 0.95))}`;
    return {
      what,
      measured: told(scores),
      reference: `unseen renders ${told(unseen)}`,
      limit: `one in twenty times <= ${percent(limit)}`,
      within: quantileOf(scores.flatMap(of), 0.95) <= limit,
    };
  };
  return [
    line('a frame moves the ETA by', ({ moved }) => moved, 0.08),
    line('a frame moves the p90 by', ({ movedP90 }) => movedP90, 0.11),
  ];
}

/** "Will it make 09:00?" */
function chanceLine(unseen: readonly Score[]): BenchLine {
  const reliability = reliabilityOf(unseen);
  const off = pointsOff(reliability);
  const each = reliability.map((tenth) => `${tenth.percentTold.toFixed(0)}: ${tenth.percentHeld.toFixed(0)}`);
  return {
    what: `chances told are off by, ${unseen.length} unseen renders`,
    measured: `${off.toFixed(1)} points`,
    reference: `percent told: percent that made it; ${each.join(', ')}`,
    limit: '<= 8 points',
    within: off <= 8,
  };
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function timeLines(): readonly BenchLine[] {
  return [
    timeLine({ frames: 240, nodes: 8, limitMillis: 0.3 }),
    timeLine({ frames: 10_000, nodes: 8, limitMillis: 2 }),
  ];
}

const ROUNDS = 200;

function timeLine({ frames, nodes, limitMillis }: { frames: number; nodes: number; limitMillis: number }): BenchLine {
  const input = inputAt(evenRender(frames, nodes), momentWhenDone(evenRender(frames, nodes), 0.5) + 1);
  const fresh = timeOf((): ForecastInput => ({ ...input, finished: [...input.finished] }));
  const later = timeOf(() => input);
  return {
    what: `a forecast of ${frames} frames on ${nodes} nodes, half of them done`,
    measured: `${fresh.toFixed(3)} ms`,
    reference: `${later.toFixed(3)} ms while no frame was finished since`,
    limit: `<= ${limitMillis} ms`,
    within: fresh <= limitMillis,
  };
}

/** Milliseconds a forecast, the middle of many. */
function timeOf(inputOf: () => ForecastInput): number {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const input = inputOf();
    const start = performance.now();
    forecastOf(input);
    times.push(performance.now() - start);
  }
  return median(times);
}

function evenRender(frames: number, nodes: number): History {
  const rows = Array.from({ length: frames }, (_, i) => {
    const turn = Math.floor(i / nodes);
    const late = (i % nodes) * 3;
    return [i + 1, `rn-${(i % nodes) + 1}`, turn * 60 + late, (turn + 1) * 60 + late] as const;
  });
  return { name: 'even', source: 'made up', known: 'nodes', frames: [1, frames], loads: false, lost: [], rows };
}
