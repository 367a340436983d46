import { momentOf } from '../../shared/clock.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { answerJson, createSharedAnswer, JSON_TYPE } from './answer.ts';
import { jobsKey } from './fleet-key.ts';
import type { HubParts, HubRouter } from './hub-context.ts';
import { Refusal } from './refusal.ts';

export function jobRoutes(router: HubRouter, { fleet, json, clock }: HubParts): void {
  const list = createSharedAnswer(JSON_TYPE, jobsKey(fleet, clock), () => json.jobList());
  router.get(routes.listJobs.path, (ctx) => list.send(ctx));

  router.get(routes.getJob.path, (ctx) => {
    const job: AnswerOf<typeof routes.getJob> | null = fleet.job(ctx.params.id ?? '', momentOf(clock));
    if (job === null)
      throw new Refusal(404, 'no_such_job', 'There is no job of this id; GET /api/jobs lists those that are known.');
    answerJson(ctx, job);
  });
}
