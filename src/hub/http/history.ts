/** `GET /api/history`, and its twin under telemetry. */
import { type Clock, momentOf } from '../../shared/clock.ts';
import type { History, HistorySeries } from '../../shared/protocol/history.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { poured } from '../core/history/buckets.ts';
import type { FoundSeries, HistoryPlan } from '../core/history/history-request.ts';
import { unitOf } from '../core/history/history-units.ts';
import { FARM } from '../core/history/recent-history.ts';
import type { HistoryAnswer } from '../store/history/farm-history.ts';
import { HistoryStoreError } from '../store/history/history-store.ts';
import { answerJson } from './answer.ts';
import { CSV_TYPE, historyCsv } from './history-csv.ts';
import { historyRequest } from './history-query.ts';
import type { HubContext, HubParts, HubRouter } from './hub-context.ts';
import { unanswered } from './purge.ts';
import { Refusal } from './refusal.ts';

const MOST_VALUES_A_SERIES = 2_000;
const MOST_VALUES = 200_000;

export function historyRoutes(router: HubRouter, { history, fleet, clock }: HubParts): void {
  const answer = async (ctx: HubContext): Promise<void> => {
    const request = historyRequest(ctx.query, clock.now());
    const unknown = request.nodes.find(
      (node) => node !== FARM && !history.knows(node) && fleet.node(node, momentOf(clock)) === null,
    );
    if (unknown !== undefined) throw noSuchNode(unknown);
    const asCsv = wantsCsv(ctx);
    const read = await history.read(request, mostSeries).catch(notRead);
    const { series } = read;
    if (series === null) throw tooMany(read);
    const told = historyOf({ ...read, series }, history.isKept, clock);
    if (!asCsv) return answerJson(ctx, told);
    ctx.type = CSV_TYPE;
    ctx.body = historyCsv(told);
  };
  for (const route of [routes.getHistory, routes.getTelemetryHistory]) router.get(route.path, answer);
}

function mostSeries({ count, stepSeconds }: HistoryPlan): number {
  if (count > MOST_VALUES_A_SERIES) {
    const step = Math.ceil((count * stepSeconds) / MOST_VALUES_A_SERIES);
    const remedy = `ask for a step of ${step} s or more, or for a shorter time`;
    throw new Refusal(422, 'too_many_values', `By this step a series has ${count} values; ${remedy}.`);
  }
  return Math.floor(MOST_VALUES / count);
}

function tooMany({ count }: HistoryAnswer): Refusal {
  const remedy = 'ask for fewer nodes or metrics, a longer step or a shorter time';
  const message = `The series of ${count} values each would be more than ${MOST_VALUES} values; ${remedy}.`;
  return new Refusal(422, 'too_many_values', message);
}

function wantsCsv(ctx: HubContext): boolean {
  const { format } = ctx.query;
  if (format === 'csv') return true;
  if (format === undefined || format === '' || format === 'json') return ctx.accepts('json', 'csv') === 'csv';
  throw new Refusal(400, 'bad_query', '"format" is csv or json.');
}

interface Read extends HistoryPlan {
  readonly series: readonly FoundSeries[];
}

function historyOf({ series, fromSeconds, stepSeconds, count }: Read, kept: boolean, clock: Clock): History {
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
  return {
    at: iso(clock.now() / 1000),
    from: iso(fromSeconds),
    to: iso(fromSeconds + count * stepSeconds),
    step: stepSeconds,
    kept,
    series: series.map(seriesOf),
  };
}

function seriesOf({ node, metric, label, buckets }: FoundSeries): HistorySeries {
  return { node: node === FARM ? null : node, metric, label, unit: unitOf(metric, node === FARM), ...poured(buckets) };
}

function notRead(error: unknown): never {
  throw error instanceof HistoryStoreError ? unanswered(error) : error;
}

function noSuchNode(node: string): Refusal {
  const message = `There is no node "${node.slice(0, 60)}", and no history of one; GET /api/nodes lists those that have reported.`;
  return new Refusal(404, 'no_such_node', message);
}
