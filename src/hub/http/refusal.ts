import { displaySafe } from '../../shared/display-safe.ts';
import type { ApiError } from '../../shared/protocol/error.ts';

/** A request that is not done: thrown anywhere below the app, answered by it as JSON. The message says the remedy. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The body of a refusal: at most 1 KiB whatever the message holds, and harmless for a terminal. */
export function refusalBody(refusal: { readonly code: string; readonly message: string }): string {
  const body: ApiError = { code: refusal.code, message: displaySafe(refusal.message).slice(0, 300) };
  return `${JSON.stringify(body)}\n`;
}

export function unauthorised(code: string, message: string): Refusal {
  return new Refusal(401, code, message, { 'WWW-Authenticate': 'Bearer realm="mata-sentry"' });
}

/** The connection is closed with it: what is left of a body nobody reads would be taken for the next request. */
export function tooLarge(limitBytes: number, remedy: string): Refusal {
  const message = `The body is larger than ${Math.floor(limitBytes / 1024)} KiB; ${remedy}.`;
  return new Refusal(413, 'body_too_large', message, { Connection: 'close' });
}

export function notJson(): Refusal {
  return new Refusal(415, 'not_json', 'A body here is JSON; send it with Content-Type: application/json.');
}

export function notFound(): Refusal {
  return new Refusal(404, 'not_found', 'There is nothing at this path; GET /openapi.json lists what there is.');
}
