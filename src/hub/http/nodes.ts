import { momentOf } from '../../shared/clock.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { answerJson, createSharedAnswer, JSON_TYPE } from './answer.ts';
import { fleetKey } from './fleet-key.ts';
import type { HubParts, HubRouter } from './hub-context.ts';
import { Refusal } from './refusal.ts';

export function nodeRoutes(router: HubRouter, { fleet, alerts, store, history, feed, json, clock }: HubParts): void {
  const list = createSharedAnswer(JSON_TYPE, fleetKey(fleet, clock), () => json.nodeList());
  router.get(routes.listNodes.path, (ctx) => list.send(ctx));

  router.get(routes.getNode.path, (ctx) => {
    const node: AnswerOf<typeof routes.getNode> | null = fleet.node(ctx.params.id ?? '', momentOf(clock));
    if (node === null) throw noSuchNode();
    answerJson(ctx, { ...node, alerts: [...alerts.ofNode(node.id)] });
  });

  router.delete(routes.deleteNode.path, async (ctx) => {
    const id = ctx.params.id ?? '';
    if (!fleet.forget(id)) throw noSuchNode();
    history.forget(id);
    await store.nodes.remove(id).catch(() => {
      throw notForgotten();
    });
    feed.changed();
    const answer: AnswerOf<typeof routes.deleteNode> = { ok: true, node: id };
    answerJson(ctx, answer);
  });
}

function notForgotten(): Refusal {
  const message =
    'The node is forgotten, but its file could not be deleted and will be back after a restart; try again.';
  return new Refusal(503, 'degraded', message, { 'Retry-After': '30' });
}

function noSuchNode(): Refusal {
  return new Refusal(
    404,
    'no_such_node',
    'There is no node of this id; GET /api/nodes lists those that have reported.',
  );
}
