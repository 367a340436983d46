import { momentOf } from '../../shared/clock.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { VERSION } from '../../shared/version.ts';
import { answerJson } from './answer.ts';
import type { HubParts, HubRouter } from './hub-context.ts';

const PROBLEMS_TOLD = 16;
const PROBLEM_LENGTH = 512;

export function healthRoutes(router: HubRouter, { fleet, store, history, notifier, feed, clock }: HubParts): void {
  const startedAt = clock.monotonic();

  router.get(routes.getHealth.path, (ctx) => {
    const problems = [...store.problems, ...history.problems, ...notifier.problems]
      .slice(0, PROBLEMS_TOLD)
      .map((problem) => problem.slice(0, PROBLEM_LENGTH));
    const health: AnswerOf<typeof routes.getHealth> = {
      status: problems.length === 0 ? 'ok' : 'degraded',
      version: VERSION,
      uptimeSeconds: Math.round((clock.monotonic() - startedAt) / 1000),
      nodes: fleet.nodes(momentOf(clock)).length,
      streams: feed.streams,
      problems,
    };
    answerJson(ctx, health);
  });

  router.get(routes.ping.path, (ctx) => {
    const pong: AnswerOf<typeof routes.ping> = { pong: true, at: new Date(clock.now()).toISOString() };
    answerJson(ctx, pong);
  });
}
