import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import bodyParser from 'koa-bodyparser';
import { routes } from '../../shared/protocol/routes.ts';
import { createAddressGate } from './address-gate.ts';
import { createAdmission } from './admission.ts';
import { alertRoutes } from './alerts.ts';
import { eventRoutes } from './event-stream.ts';
import { createFailureLimiter } from './failure-limiter.ts';
import { healthRoutes } from './health.ts';
import { historyRoutes } from './history.ts';
import { homeRoutes } from './home.ts';
import { createHostGate } from './host-gate.ts';
import type { HubContext, HubParts, HubState } from './hub-context.ts';
import { jobForecastRoutes } from './job-forecast.ts';
import { jobFrameRoutes } from './job-frames.ts';
import { jobRoutes } from './jobs.ts';
import { metricsRoutes } from './metrics.ts';
import { nodeRoutes } from './nodes.ts';
import { openapiRoutes } from './openapi.ts';
import { purgeRoutes } from './purge.ts';
import { notFound, notJson, Refusal, refusalBody, tooLarge } from './refusal.ts';
import { createReportHandler, isReport } from './reports.ts';
import { summaryRoutes } from './summary.ts';

export interface HubAppDeps extends HubParts {
  /** CIDRs of the peers that may call at all; empty lets everybody in. */
  readonly allow: readonly string[];
  /** Names by which the hub may be called, besides its addresses. */
  readonly hostNames: readonly string[];
}

/** The hub's HTTP side, not listening. Throws ConfigError when `allow` holds what is no address range. */
export function createHubApp(deps: HubAppDeps): Koa<HubState> {
  const { limits, clock, isSecret } = deps;
  const app = new Koa<HubState>();
  const limiter = createFailureLimiter({
    perMinute: limits.failuresPerMinute,
    loopbackPerMinute: limits.loopbackFailuresPerMinute,
  });
  const router = new Router<HubState>({ strict: true, sensitive: true });
  const takeReport = createReportHandler(deps);
  // Reports go past the router (below); it knows of them only to name the method to those who use another.
  router.post(routes.postReport.path, () => {
    throw notFound();
  });
  for (const add of [
    nodeRoutes,
    jobRoutes,
    jobFrameRoutes,
    jobForecastRoutes,
    summaryRoutes,
    alertRoutes,
    historyRoutes,
    purgeRoutes,
    healthRoutes,
    metricsRoutes,
    eventRoutes,
  ])
    add(router, deps);
  openapiRoutes(router);
  homeRoutes(router, deps);

  app.on('error', (error: unknown) => reportFailure(error, deps));
  app.use(answerRefusals(deps));
  app.use(
    createAdmission({
      isAllowedAddress: createAddressGate(deps.allow),
      hostGate: createHostGate(deps.hostNames),
      limiter,
      isSecret,
      clock,
    }),
  );
  // Reports are nearly all that a hub gets: they go past the router and its matching.
  app.use((ctx, next) => (isReport(ctx) ? takeReport(ctx) : next()));
  app.use(cleanPath);
  app.use(refuseOtherBodies);
  app.use(jsonBodies(limits.bodyBytes));
  app.use(router.routes());
  app.use(refuseUnrouted);
  return app;
}

/** The one place where a request that is not done gets its answer. */
function answerRefusals(deps: HubAppDeps): Middleware<HubState> {
  return async (ctx, next) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
    try {
      await next();
    } catch (error) {
      if (!(error instanceof Refusal)) reportFailure(error, deps);
      const refusal = error instanceof Refusal ? error : internal();
      deps.vitals.refused(refusal.code);
      answerRefusal(ctx, refusal);
    }
  };
}

function answerRefusal(ctx: HubContext, refusal: Refusal): void {
  if (ctx.headerSent || !ctx.writable) return;
  ctx.status = refusal.status;
  ctx.set(refusal.headers);
  // A body that was not read would be taken for the next request, or read for ever.
  if (!ctx.req.complete) ctx.set('Connection', 'close');
  ctx.type = 'application/json; charset=utf-8';
  ctx.body = refusalBody(refusal);
}

function reportFailure(error: unknown, { log }: HubAppDeps): void {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  // A peer that went away is its own affair.
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE') return;
  log.error('a request failed', { message });
}

/** @koa/router leaves a part that cannot be decoded as it is; here it is refused. */
const cleanPath: Middleware<HubState> = (ctx, next) => {
  const { path } = ctx;
  if (path.includes('%') && !isDecodable(path))
    throw new Refusal(400, 'bad_path', 'The path holds a broken percent-encoding or a NUL; encode it as UTF-8.');
  return next();
};

function isDecodable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

/** Passed over, such a body would do what an empty one does: acknowledge an alert, say, without the name of who did. */
const refuseOtherBodies: Middleware<HubState> = (ctx, next) => {
  const isEmpty = ctx.get('Content-Length') === '0';
  if (ctx.method === 'POST' && !isEmpty && ctx.is('json', '+json') === false) throw notJson();
  return next();
};

/** Bodies of every route but the report's, which reads its own. */
function jsonBodies(limitBytes: number): Middleware<HubState> {
  return bodyParser({ enableTypes: ['json'], jsonLimit: `${limitBytes}b`, onerror: refuseBody(limitBytes) });
}

function refuseBody(limitBytes: number) {
  return (error: Error & { readonly status?: number }): never => {
    if (error.status === 413) throw tooLarge(limitBytes, 'send the fields of this route alone');
    throw new Refusal(400, 'invalid_json', 'The body is not valid JSON; send one JSON object, or none.');
  };
}

const refuseUnrouted: Middleware<HubState> = (ctx) => {
  const matched: readonly { readonly methods: readonly string[] }[] = ctx.matched ?? [];
  const allowed = [...new Set(matched.flatMap((layer) => layer.methods))].join(', ');
  if (allowed === '') throw notFound();
  const message = `This path does not take the method of the request; it takes ${allowed}.`;
  throw new Refusal(405, 'wrong_method', message, { Allow: allowed });
};

function internal(): Refusal {
  return new Refusal(500, 'internal', 'The hub failed at this request; its log says why.');
}
