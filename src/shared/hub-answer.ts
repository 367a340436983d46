/** What the hub's answers say beside their bodies' own content. */
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './protocol/error.ts';
import { checkerFor } from './protocol/validate.ts';

const checkApiError = checkerFor(ApiError);

/** The value of JSON text; undefined, which no schema accepts, where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The hub's own words in an answer that refuses; null where a hub did not write it. */
export function apiErrorOf(body: string): ApiError | null {
  const checked = checkApiError(parseJson(body));
  return checked.ok ? checked.value : null;
}

/** Seconds that `retry-after` asks for; null where it is not there or is a date, which the hub does not send. */
export function retryAfterSeconds(headers: IncomingHttpHeaders): number | null {
  const header = headers['retry-after'] ?? '';
  return /^\d+$/.test(header) ? Number(header) : null;
}
