/** `?node=rn-1&metric=cpuPercent,gpuTempC[0]&from=-30m&to=&step=60` as a request of history. */
import type { ParsedUrlQuery } from 'node:querystring';
import type { Millis } from '../../shared/clock.ts';
import { nearNames } from '../../shared/near-names.ts';
import { FARM_METRICS } from '../../shared/telemetry/farm-metrics.ts';
import { isMetricName, METRIC_NAMES, METRICS } from '../../shared/telemetry/metrics.ts';
import type { HistoryRequest, SeriesPick } from '../core/history/history-request.ts';
import { FARM } from '../core/history/recent-history.ts';
import { Refusal } from './refusal.ts';

const MOST_NODES = 64;
const MOST_PICKS = 256;
const USUAL_SECONDS = 3_600;
const LONGEST_SECONDS = 10 * 366 * 86_400;
/** Beyond these nobody has been, and further on no time can be written any more. */
const FIRST_SECONDS = 0;
const LAST_SECONDS = Date.UTC(9000, 0) / 1000;
const SECONDS_OF: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** One of a list: a name, and a label that may hold commas. */
const PICK = /\s*([^,[\]]+?)\s*(?:\[(.*?)\])?\s*(?:,|$)/gsy;

/** Throws a Refusal that says what to correct. */
export function historyRequest(query: ParsedUrlQuery, now: Millis): HistoryRequest {
  const nodes = [...new Set(listOf(query.node))];
  if (nodes.length > MOST_NODES)
    throw unusable(`The query names ${nodes.length} nodes; ask for ${MOST_NODES} or fewer at once.`);
  const ofFarm = nodes.length === 0;
  const picks = listOf(query.metric).flatMap((text) => picksOf(text, ofFarm));
  if (picks.length > MOST_PICKS) throw unusable(`The query names ${picks.length} metrics; ask for fewer at once.`);
  const nowSeconds = now / 1000;
  const toSeconds = timeOf(query, 'to', nowSeconds) ?? nowSeconds;
  const fromSeconds = timeOf(query, 'from', nowSeconds) ?? toSeconds - USUAL_SECONDS;
  if (fromSeconds < FIRST_SECONDS || toSeconds > LAST_SECONDS)
    throw unusable('"from" and "to" must lie between the years 1970 and 9000; correct them.');
  if (fromSeconds >= toSeconds) throw unusable('"from" must be before "to"; exchange them.');
  if (toSeconds - fromSeconds > LONGEST_SECONDS) throw unusable('"from" and "to" are too far apart; ask for less.');
  return {
    nodes: ofFarm ? [FARM] : nodes,
    picks: picks.length === 0 ? null : picks,
    fromSeconds,
    toSeconds,
    stepSeconds: stepOf(query),
  };
}

function listOf(value: string | string[] | undefined): readonly string[] {
  const texts = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return texts.filter((text) => text !== '');
}

/** What stands once; null where it does not, or is empty. */
function textOf(query: ParsedUrlQuery, name: string): string | null {
  const value = query[name];
  if (Array.isArray(value)) throw badQuery(`"${name}" stands more than once in the query; give it once.`);
  return value === undefined || value === '' ? null : value;
}

function picksOf(text: string, ofFarm: boolean): readonly SeriesPick[] {
  const matches = [...text.matchAll(PICK)];
  if (matches.reduce((length, [match]) => length + match.length, 0) !== text.length)
    throw badQuery('"metric" cannot be read; write cpuPercent,gpuTempC[0].');
  return matches.map(([, metric = '', label]) => {
    checkMetric(metric, ofFarm);
    return { metric, ...(label !== undefined && { label }) };
  });
}

function checkMetric(metric: string, ofFarm: boolean): void {
  if (ofFarm) {
    if (Object.hasOwn(FARM_METRICS, metric)) return;
    if (isMetricName(metric))
      throw unknownMetric(`"${metric}" is a figure of nodes, not of the farm; name one with node=.`);
    throw unknownMetric(mistyped(metric, Object.keys(FARM_METRICS)));
  }
  if (!isMetricName(metric))
    throw unknownMetric(
      mistyped(
        metric,
        METRIC_NAMES.filter((name) => METRICS[name].isKept),
      ),
    );
  if (!METRICS[metric].isKept)
    throw unknownMetric(`Of "${metric}" no history is kept; GET /api/nodes/:id and /metrics tell it as it is now.`);
}

function mistyped(metric: string, names: readonly string[]): string {
  const near = nearNames(metric, names);
  const remedy = near.length > 0 ? `it may be ${near.join(' or ')}` : `there are ${names.slice(0, 12).join(', ')} …`;
  return `There is no metric "${metric.slice(0, 40)}"; ${remedy}.`;
}

function timeOf(query: ParsedUrlQuery, name: string, now: number): number | null {
  const text = textOf(query, name);
  if (text === null) return null;
  if (text === 'now') return now;
  const [, amount, unit = ''] = /^-(\d{1,9})([smhdw])$/.exec(text) ?? [];
  if (amount !== undefined) return now - Number(amount) * (SECONDS_OF[unit] ?? 1);
  // A zone's plus that was not encoded comes as a blank.
  const iso = text.replace(/ (?=\d{2}:?\d{2}$)/, '+');
  const time = ISO_TIME.test(iso) ? Date.parse(zoned(iso)) : Number.NaN;
  if (Number.isNaN(time))
    throw badQuery(`"${name}" is no time; write 2026-01-31T23:59:59Z, or -30m, -24h, -7d for so long ago.`);
  return time / 1000;
}

/** Without a zone it is UTC, as all of the hub's times are. */
function zoned(iso: string): string {
  return /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`;
}

function stepOf(query: ParsedUrlQuery): number | null {
  const text = textOf(query, 'step');
  if (text === null) return null;
  const [, amount = '', unit = 's'] = /^(\d{1,7})([smhd]?)$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS_OF[unit || 's'] ?? 1);
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds;
  throw badQuery('"step" must be a number of seconds, or 5m, 2h; leave it out for some 300 values.');
}

function badQuery(message: string): Refusal {
  return new Refusal(400, 'bad_query', message);
}

function unusable(message: string): Refusal {
  return new Refusal(422, 'unusable_query', message);
}

function unknownMetric(message: string): Refusal {
  return new Refusal(422, 'unknown_metric', message);
}
