/** "Will it be done by then?" of every job of the farm, for the outputs without a screen. */
import { boundedParallel } from '../shared/bounded-parallel.ts';
import { createHubApi, HubCallError } from '../shared/hub-api.ts';
import type { FleetSnapshot } from '../shared/protocol/fleet.ts';
import type { JobForecast, JobSummary } from '../shared/protocol/job.ts';
import { routes } from '../shared/protocol/routes.ts';
import { type TextColumn, textTable } from '../shared/text-table.ts';
import { formatDuration, UNKNOWN } from '../shared/units.ts';
import { momentText } from './core/figures.ts';
import { chanceText } from './core/forecast-words.ts';
import type { PlainConfig } from './plain-output.ts';

/** Jobs are asked about so many at a time. */
const ASKED_AT_ONCE = 4;

/**
 * The hub's answers for the jobs that have an end to foretell; `by` is Unix milliseconds. A job that is gone since the
 * snapshot is left out. Rejects with HubCallError.
 */
export async function takeForecasts(
  config: PlainConfig,
  jobs: readonly JobSummary[],
  by: number,
): Promise<readonly JobForecast[]> {
  const api = createHubApi({ url: new URL(config.hubUrl), secret: config.secret });
  const query = { by: new Date(by).toISOString() };
  const asked = jobs.filter(({ state, total }) => total !== null && (state === 'running' || state === 'stalled'));
  try {
    const answers = await boundedParallel(asked, ASKED_AT_ONCE, ({ id }) =>
      api.call(routes.getJobForecast, { params: { id }, query }).catch(unlessGone),
    );
    return answers.filter((answer) => answer !== null);
  } finally {
    api.close();
  }
}

function unlessGone(error: unknown): null {
  if (error instanceof HubCallError && error.status === 404) return null;
  throw error;
}

const COLUMNS: readonly TextColumn[] = [
  { title: 'JOB', align: 'left', widest: 32 },
  { title: 'CHANCE', align: 'right', widest: 20 },
  { title: 'ETA', align: 'right', widest: 20 },
  { title: 'P90', align: 'right', widest: 20 },
  { title: '+1 NODE', align: 'right', widest: 20 },
  { title: 'NODES NEEDED', align: 'right', widest: 20 },
];

/** A table of the chances, a job a line. */
export function forecastTable({ at, jobs }: FleetSnapshot, forecasts: readonly JobForecast[]): string {
  const [first] = forecasts;
  if (!first) return '\nNo job has an end to foretell.\n';
  const titles = new Map(jobs.map(({ id, title }) => [id, title]));
  const rows = forecasts.map((forecast) => [
    titles.get(forecast.id) ?? forecast.id,
    chanceCell(forecast, forecast.probabilityPercent),
    forecast.late ? 'late' : timeCell(forecast.etaSeconds),
    timeCell(forecast.etaP90Seconds),
    chanceCell(forecast, forecast.withMoreNodes[0]?.probabilityPercent ?? null),
    forecast.nodesNeeded === null ? UNKNOWN : `${forecast.nodesNeeded}`,
  ]);
  const by = first.by === null ? '' : momentText(Date.parse(first.by), Date.parse(at));
  return `\nDone by ${by}:\n${textTable(COLUMNS, rows)}`;
}

function chanceCell({ unsure }: JobForecast, percent: number | null): string {
  return percent === null ? UNKNOWN : `${unsure ? '~' : ''}${chanceText(percent)}`;
}

function timeCell(seconds: number | null): string {
  return seconds === null ? UNKNOWN : formatDuration(seconds);
}
