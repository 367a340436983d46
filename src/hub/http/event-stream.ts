import { routes } from '../../shared/protocol/routes.ts';
import type { HubParts, HubRouter } from './hub-context.ts';
import { Refusal } from './refusal.ts';

export function eventRoutes(router: HubRouter, { feed, limits }: HubParts): void {
  router.get(routes.events.path, (ctx) => {
    if (feed.isFull) throw tooManyStreams(limits.streams);
    ctx.status = 200;
    ctx.type = 'text/event-stream; charset=utf-8';
    // Else nginx and its like gather events until a page is full.
    ctx.set('X-Accel-Buffering', 'no');
    if (ctx.method === 'HEAD') return;
    // From here on the feed writes; Koa would take the end of this function for the end of the answer.
    ctx.respond = false;
    ctx.flushHeaders();
    feed.open(ctx.res, ctx.get('Last-Event-ID') || undefined);
  });
}

function tooManyStreams(most: number): Refusal {
  const message = `All ${most} event streams are taken; close a dashboard or try again later.`;
  return new Refusal(503, 'too_many_streams', message, { 'Retry-After': '10' });
}
