import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { countHeader } from './host-gate.ts';
import { type Refusal, unauthorised } from './refusal.ts';

/** Whether what was given is the secret. Digests are compared, so the time tells neither content nor length. */
export type SecretCheck = (given: string) => boolean;

export function createSecretCheck(secret: string): SecretCheck {
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** What the headers say of who calls. A report may bear its secret in its body instead: `none` is not yet a refusal. */
export type HeaderCredential =
  | { readonly kind: 'right' | 'none' }
  | { readonly kind: 'wrong'; readonly refusal: Refusal };

const RIGHT: HeaderCredential = { kind: 'right' };
const NONE: HeaderCredential = { kind: 'none' };

export function headerCredential(request: IncomingMessage, isSecret: SecretCheck): HeaderCredential {
  if (/[?&]t=/.test(request.url ?? ''))
    return wrong('link_secret_off', 'Secrets in links (?t=) are off; send the secret as Authorization: Bearer.');
  const { authorization } = request.headers;
  if (authorization === undefined) return NONE;
  if (countHeader(request, 'authorization') > 1) return { kind: 'wrong', refusal: conflicting() };
  const given = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (given === undefined) return wrong('bad_credentials', 'Send the secret as Authorization: Bearer and the secret.');
  return isSecret(given) ? RIGHT : { kind: 'wrong', refusal: wrongSecret() };
}

/** The refusal for a report by what its body says, or null when header and body together show the secret. */
export function bodyRefusal(body: unknown, headerIsRight: boolean, isSecret: SecretCheck): Refusal | null {
  const given = typeof body === 'object' && body !== null && 'sentry_secret' in body ? body.sentry_secret : undefined;
  if (given === undefined) return headerIsRight ? null : missing();
  if (typeof given === 'string' && isSecret(given)) return null;
  return headerIsRight ? conflicting() : wrongSecret();
}

export function missing(): Refusal {
  const remedy = "send the hub's secret as Authorization: Bearer (SENTRY_SECRET in our own programs)";
  return unauthorised('no_credentials', `This hub answers only to those who know its secret; ${remedy}.`);
}

/** For a report without a header whose body cannot be read, so that no secret is in it either. */
export function unreadable(): Refusal {
  const remedy = 'send the secret as Authorization: Bearer, or as "sentry_secret" in a body of application/json';
  return unauthorised('no_credentials', `The report bears no secret that could be read; ${remedy}.`);
}

function wrongSecret(): Refusal {
  return unauthorised('wrong_secret', "This is not the hub's secret; set SENTRY_SECRET to the one that the hub has.");
}

function conflicting(): Refusal {
  return unauthorised('conflicting_credentials', 'The request bears two credentials that differ; send one.');
}

function wrong(code: string, message: string): HeaderCredential {
  return { kind: 'wrong', refusal: unauthorised(code, message) };
}
