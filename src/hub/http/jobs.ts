import { momentOf } from '../../shared/clock.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { answerJson, createSharedAnswer, JSON_TYPE } from './answer.ts';
import { jobsKey } from './fleet-key.ts';
import type { HubParts, HubRouter } from './hub-context.ts';
import { Refusal } from './refusal.ts';

export function jobRoutes(router: HubRouter, { fleet, store, feed, json, clock }: HubParts): void {
  const list = createSharedAnswer(JSON_TYPE, jobsKey(fleet, clock), () => json.jobList());
  router.get(routes.listJobs.path, (ctx) => list.send(ctx));

  router.get(routes.getJob.path, (ctx) => {
    const job: AnswerOf<typeof routes.getJob> | null = fleet.job(ctx.params.id ?? '', momentOf(clock));
    if (job === null) throw noSuchJob();
    answerJson(ctx, job);
  });

  router.delete(routes.deleteJob.path, async (ctx) => {
    const id = ctx.params.id ?? '';
    if (!fleet.forgetJob(id)) throw noSuchJob();
    feed.changed();
    await store.jobs.remove(id).catch(() => {
      throw notForgotten();
    });
    const answer: AnswerOf<typeof routes.deleteJob> = { ok: true, job: id };
    answerJson(ctx, answer);
  });
}

function notForgotten(): Refusal {
  const message =
    'The job is forgotten, but its file could not be deleted and will be back after a restart; try again later.';
  return new Refusal(503, 'degraded', message, { 'Retry-After': '30' });
}

export function noSuchJob(): Refusal {
  return new Refusal(404, 'no_such_job', 'There is no job of this id; GET /api/jobs lists those that are known.');
}
