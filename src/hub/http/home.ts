import { momentOf } from '../../shared/clock.ts';
import { farmText } from '../../shared/farm-text.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { createSharedAnswer, TEXT_TYPE } from './answer.ts';
import { fleetKey } from './fleet-key.ts';
import type { HubParts, HubRouter } from './hub-context.ts';

export function homeRoutes(router: HubRouter, { fleet, clock }: HubParts): void {
  const table = createSharedAnswer(TEXT_TYPE, fleetKey(fleet, clock), (host) => {
    const now = momentOf(clock);
    const { farm, at } = fleet.summary(now);
    const [nodes, jobs] = [fleet.nodes(now), fleet.jobs(now)];
    return farmText({ farm, at, nodes, jobs, url: `http://${host}`, columns: null, ascii: false });
  });
  router.get(routes.home.path, (ctx) => table.send(ctx, ctx.host));
}
