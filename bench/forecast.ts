/** How well the end of a render is foretold, on recorded and made-up renders, and what a forecast costs the hub. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forecastOf } from '../src/hub/core/forecast/forecast.ts';
import type { ForecastInput } from '../src/hub/core/forecast/forecast-input.ts';
import { type History, inputAt, momentWhenDone } from '../src/hub/core/forecast/testing/history.ts';
import { scoreOf } from '../src/hub/core/forecast/testing/score.ts';
import type { BenchLine } from './bench-line.ts';
import { median } from './median.ts';

const HISTORIES = 'fixtures/histories';

export async function benchForecast(): Promise<readonly BenchLine[]> {
  const names = readdirSync(HISTORIES).filter((name) => name.endsWith('.json'));
  const histories = names.map((name): History => JSON.parse(readFileSync(join(HISTORIES, name), 'utf8')));
  return [...scoreLines(histories), ...timeLines()];
}

function scoreLines(histories: readonly History[]): readonly BenchLine[] {
  const scores = histories.map((history) => scoreOf(history));
  const missed = [0, 1, 2].map((at) => median(scores.map(({ missedAt }) => Math.abs(missedAt[at as 0 | 1 | 2]))));
  const covered = scores.reduce((sum, score) => sum + score.covered, 0);
  const forecasts = scores.reduce((sum, score) => sum + score.forecasts, 0);
  const share = covered / forecasts;
  const [quarter = 0, half = 0, threeQuarters = 0] = missed;
  const each = scores
    .map(
      ({ name, missedAt, ...score }) => `${name} ${percent(missedAt[1])} ${percent(score.covered / score.forecasts)}`,
    )
    .join(', ');
  return [
    {
      what: `median error of the ETA half-way, ${histories.length} renders`,
      measured: `${percent(half)} (at a quarter ${percent(quarter)}, at three quarters ${percent(threeQuarters)})`,
      reference: `each render half-way, and how often its p90 held: ${each}`,
      limit: '< 10 %',
      within: half < 0.1,
    },
    {
      what: 'p90 held',
      measured: percent(share),
      reference: `${forecasts} forecasts`,
      limit: '85-95 %',
      within: share >= 0.85 && share <= 0.95,
    },
  ];
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
