/** `GET /api/alerts?state=raised,acknowledged&severity=crit&node=rn-1&limit=200` */
import type { ParsedUrlQuery } from 'node:querystring';
import { type Alert, AlertSeverity, AlertState } from '../../shared/protocol/alert.ts';
import { Refusal } from './refusal.ts';

const USUAL_LIMIT = 200;
const LARGEST_LIMIT = 1_000;
const STATES = AlertState.anyOf.map((state) => state.const);
const SEVERITIES = AlertSeverity.anyOf.map((severity) => severity.const);

export interface AlertQuery {
  readonly isWanted: (alert: Alert) => boolean;
  readonly limit: number;
}

/** Throws Refusal 400 where a part of the query says nothing that there is. */
export function alertQuery(query: ParsedUrlQuery): AlertQuery {
  const states = wordsOf(query, 'state', STATES);
  const severities = wordsOf(query, 'severity', SEVERITIES);
  const node = textOf(query, 'node');
  const isWanted = (alert: Alert): boolean =>
    (states?.has(alert.state) ?? true) &&
    (severities?.has(alert.severity) ?? true) &&
    (node === null || alert.node === node);
  return { isWanted, limit: limitOf(textOf(query, 'limit')) };
}

function wordsOf<Word extends string>(
  query: ParsedUrlQuery,
  name: string,
  known: readonly Word[],
): ReadonlySet<Word> | null {
  const text = textOf(query, name);
  if (text === null) return null;
  const words = text.split(',').map((word) => known.find((each) => each === word.trim()));
  if (words.includes(undefined)) throw badQuery(`"${name}" names what there is not; choose from ${known.join(',')}.`);
  return new Set(words.filter((word) => word !== undefined));
}

function textOf(query: ParsedUrlQuery, name: string): string | null {
  const value = query[name];
  if (Array.isArray(value)) throw badQuery(`"${name}" stands more than once in the query; give it once.`);
  return value ?? null;
}

function limitOf(text: string | null): number {
  if (text === null) return USUAL_LIMIT;
  const limit = Number(text);
  if (/^\d{1,9}$/.test(text) && limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw badQuery(`"limit" must be a whole number from 1 to ${LARGEST_LIMIT}.`);
}

function badQuery(message: string): Refusal {
  return new Refusal(400, 'bad_query', message);
}
