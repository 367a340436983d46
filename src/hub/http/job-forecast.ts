import { momentOf } from '../../shared/clock.ts';
import type { JobSummary } from '../../shared/protocol/job.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { jobForecast } from '../core/forecast/job-forecast.ts';
import { answerJson } from './answer.ts';
import type { HubContext, HubParts, HubRouter } from './hub-context.ts';
import { noSuchJob } from './jobs.ts';
import { Refusal } from './refusal.ts';

const checkQuery = checkerFor(routes.getJobForecast.query);

export function jobForecastRoutes(router: HubRouter, { fleet, clock }: HubParts): void {
  router.get(routes.getJobForecast.path, (ctx) => {
    const id = ctx.params.id ?? '';
    const now = momentOf(clock);
    const job = fleet.job(id, now);
    if (job === null) throw noSuchJob();
    const input = job.total === null || hasEnded(job) ? null : fleet.forecastInput(id, now);
    const answer: AnswerOf<typeof routes.getJobForecast> = jobForecast({ id: job.id, input, now, by: timeAsked(ctx) });
    answerJson(ctx, answer);
  });
}

/** Short of its range: no time is foretold while nobody renders it. */
function hasEnded({ state }: JobSummary): boolean {
  return state === 'aborted' || state === 'failed' || state === 'quiet';
}

/** The time of `by` in Unix milliseconds; null where none is asked for. */
function timeAsked(ctx: HubContext): number | null {
  const query = checkQuery(ctx.query);
  const by = query.ok ? query.value.by : '';
  if (by === undefined) return null;
  const millis = Date.parse(by);
  if (!Number.isNaN(millis)) return millis;
  throw new Refusal(
    400,
    'bad_query',
    'The time in "by" cannot be read; write it once, in ISO 8601 with its zone: by=2026-01-31T09:00:00Z.',
  );
}
