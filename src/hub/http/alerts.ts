/** Alerts: the list, and what people do with one. */
import { momentOf } from '../../shared/clock.ts';
import { type Alert, AlertAcknowledgement, AlertMute } from '../../shared/protocol/alert.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { type Check, checkerFor } from '../../shared/protocol/validate.ts';
import { timestampOf } from '../core/node-time.ts';
import { alertQuery } from './alert-query.ts';
import { answerJson } from './answer.ts';
import type { HubContext, HubParts, HubRouter } from './hub-context.ts';
import { Refusal } from './refusal.ts';

const checkAcknowledgement = checkerFor(AlertAcknowledgement);
const checkMute = checkerFor(AlertMute);

export function alertRoutes(router: HubRouter, { alerts, fleet, feed, clock }: HubParts): void {
  const answer = (ctx: HubContext, act: (id: string) => Alert | null): void => {
    const alert = act(String(ctx.params.id ?? ''));
    if (alert === null) throw noSuchAlert();
    fleet.noteAlerts(alerts.counts);
    feed.changed();
    const done: AnswerOf<typeof routes.acknowledgeAlert> = { ok: true, alert };
    answerJson(ctx, done);
  };

  router.get(routes.listAlerts.path, (ctx) => {
    const { isWanted, limit } = alertQuery(ctx.query);
    const found = alerts.list().filter(isWanted).slice(0, limit);
    const { wall } = momentOf(clock);
    const list: AnswerOf<typeof routes.listAlerts> = {
      at: timestampOf(wall),
      open: alerts.counts.open,
      alerts: found,
    };
    answerJson(ctx, list);
  });

  router.post(routes.acknowledgeAlert.path, (ctx) => {
    const { by } = bodyOf(ctx, checkAcknowledgement);
    answer(ctx, (id) => alerts.acknowledge(id, nameOf(by), momentOf(clock)));
  });

  router.post(routes.muteAlert.path, (ctx) => {
    const { seconds } = bodyOf(ctx, checkMute);
    answer(ctx, (id) => alerts.mute(id, seconds, momentOf(clock)));
  });

  router.post(routes.clearAlert.path, (ctx) => {
    bodyOf(ctx, checkAcknowledgement);
    answer(ctx, (id) => alerts.clear(id, momentOf(clock)));
  });
}

/** No body is an empty object. */
function bodyOf<T>(ctx: HubContext, check: Check<T>): T {
  const checked = check(ctx.request.body ?? {});
  if (checked.ok) return checked.value;
  throw new Refusal(422, 'invalid_body', `${checked.problem} Correct that field; GET /openapi.json tells the fields.`);
}

function nameOf(by: string | undefined): string | null {
  const name = by?.trim();
  return name === undefined || name === '' ? null : name;
}

function noSuchAlert(): Refusal {
  const message = 'There is no alert of this id; GET /api/alerts lists those that are kept.';
  return new Refusal(404, 'no_such_alert', message);
}
