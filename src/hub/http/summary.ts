import { momentOf } from '../../shared/clock.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { createSharedAnswer, JSON_TYPE } from './answer.ts';
import { safeJson } from './fleet-json.ts';
import { fleetKey } from './fleet-key.ts';
import type { HubParts, HubRouter } from './hub-context.ts';

export function summaryRoutes(router: HubRouter, { fleet, clock }: HubParts): void {
  const summary = createSharedAnswer(JSON_TYPE, fleetKey(fleet, clock), () => {
    const answer: AnswerOf<typeof routes.getSummary> = fleet.summary(momentOf(clock));
    return safeJson(answer);
  });
  for (const route of [routes.getSummary, routes.getTelemetrySummary])
    router.get(route.path, (ctx) => summary.send(ctx));
}
