/** `POST /api/purge`, and its twin under telemetry: drops history that is older than given. */
import { Purge, type Purged } from '../../shared/protocol/history.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { HistoryStoreError } from '../store/history/history-store.ts';
import { answerJson } from './answer.ts';
import type { HubContext, HubParts, HubRouter } from './hub-context.ts';
import { Refusal } from './refusal.ts';

const checkPurge = checkerFor(Purge);

export function purgeRoutes(router: HubRouter, { history, clock }: HubParts): void {
  const answer = async (ctx: HubContext): Promise<void> => {
    const checked = checkPurge(ctx.request.body ?? {});
    if (!checked.ok) throw new Refusal(422, 'invalid_purge', `${checked.problem} Correct that field.`);
    const { node = null } = checked.value;
    const before = Math.min(beforeOf(checked.value, clock.now()), clock.now());
    const { blocks, bytes } = await history.purge(before / 1000, node).catch(notPurged);
    const purged: Purged = { ok: true, before: new Date(before).toISOString(), blocks, bytes };
    answerJson(ctx, purged);
  };
  for (const route of [routes.purge, routes.purgeTelemetry]) router.post(route.path, answer);
}

/** Unix milliseconds. */
function beforeOf({ before, olderThanSeconds }: Purge, now: number): number {
  if ((before === undefined) === (olderThanSeconds === undefined))
    throw new Refusal(422, 'invalid_purge', 'Say what to drop by one of "before", a time, and "olderThanSeconds".');
  const time = before === undefined ? now - 1000 * (olderThanSeconds ?? 0) : Date.parse(before);
  if (Number.isNaN(time)) throw new Refusal(422, 'invalid_purge', '"before" is no time; write 2026-01-31T23:59:59Z.');
  return Math.max(0, time);
}

function notPurged(error: unknown): never {
  throw error instanceof HistoryStoreError ? unanswered(error) : error;
}

/** The disk does not give or take history at present. */
export function unanswered({ code }: HistoryStoreError): Refusal {
  const message = `The history on disk does not answer (${code}); GET /api/health says what is wrong. Try again later.`;
  return new Refusal(503, 'degraded', message, { 'Retry-After': '30' });
}
