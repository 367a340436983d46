/** `POST /api/report`: the hub's hot path. Authenticate, validate, apply; what follows from it is worked out later. */
import { momentOf } from '../../shared/clock.ts';
import { Report } from '../../shared/protocol/report.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { nodeIdOf } from '../core/fleet/fleet.ts';
import { JSON_TYPE } from './answer.ts';
import { bodyRefusal, unreadable } from './credentials.ts';
import { safeJson } from './fleet-json.ts';
import type { HubContext, HubParts } from './hub-context.ts';
import { parseJson } from './json-body.ts';
import { readBody } from './raw-body.ts';
import { notJson, Refusal } from './refusal.ts';

const checkReport = checkerFor(Report);
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether the request is a report: the one that may bear its secret in its body, and by far the most frequent. */
export function isReport(ctx: HubContext): boolean {
  const { method, path } = routes.postReport;
  return ctx.method === method && ctx.path === path;
}

export function createReportHandler(parts: HubParts): (ctx: HubContext) => Promise<void> {
  const { fleet, store, history, feed, vitals, clock } = parts;
  return async (ctx) => {
    const report = validReport(await authenticatedBody(ctx, parts));
    const applied = fleet.applyReport(report, momentOf(clock));
    if (applied.kind === 'full') throw full(parts.limits.nodes);
    vitals.reported(applied.kind);
    const { nodeId } = applied;
    if (applied.kind !== 'superseded') {
      if (report.hardware) history.observe(nodeId, report.hardware);
      store.nodes.put(nodeId, () => fleet.record(nodeId), applied.kind === 'progressed');
      feed.changed();
    }
    answerReceipt(ctx, { ok: true, node: nodeId, commands: [], superseded: applied.kind === 'superseded' });
  };
}

/** Written past Koa, whose looking up of types and lengths costs a twentieth of the whole request. */
function answerReceipt(ctx: HubContext, receipt: AnswerOf<typeof routes.postReport>): void {
  const body = safeJson(receipt);
  ctx.respond = false;
  ctx.res.writeHead(200, { 'Content-Type': JSON_TYPE, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

/** A report of six fields bears the secret in its body, so that the body must be read to know who sends it. */
async function authenticatedBody(ctx: HubContext, { limits, isSecret }: HubParts): Promise<unknown> {
  const { headerIsRight } = ctx.state;
  let body: unknown;
  try {
    if (!isJson(ctx.req.headers['content-type'])) throw notJson();
    body = parseJson(await readBody(ctx.req, limits.bodyBytes), limits.jsonDepth);
  } catch (error) {
    // Whoever has not shown the secret learns nothing else of what is wrong, but that it is too large.
    throw headerIsRight || (error instanceof Refusal && error.status === 413) ? error : unreadable();
  }
  const refusal = bodyRefusal(body, headerIsRight, isSecret);
  if (refusal) throw refusal;
  return body;
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i.test(contentType);
}

function validReport(body: unknown): Report {
  const checked = checkReport(body);
  if (!checked.ok) throw unusable(`${checked.problem} Correct that field of the report.`);
  const { hostname, nodeId } = checked.value;
  if (LONE_SURROGATE.test(hostname) || LONE_SURROGATE.test(nodeId ?? ''))
    throw unusable('"hostname" or "nodeId" holds half of a character; send whole Unicode text.');
  if (nodeIdOf(checked.value) === '') throw unusable('"hostname" or "nodeId" is blank; send a name.');
  return checked.value;
}

function unusable(message: string): Refusal {
  return new Refusal(422, 'invalid_report', message);
}

function full(most: number): Refusal {
  const remedy = 'forget nodes that are gone with DELETE /api/nodes/:id';
  return new Refusal(507, 'farm_full', `The hub already knows ${most} nodes and takes no more; ${remedy}.`);
}
