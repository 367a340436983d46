/** How the delivery of reports stands with the hub, and what follows from an answer. */
import type { Millis } from '../../shared/clock.ts';
import { backoffDelay } from './backoff.ts';

/** Why a report was not taken: the HTTP status (0 when no answer came) and the hub's own sentence. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly retryAfterSeconds: number | null;
}

/** Times are of the monotonic clock. */
export type Situation = { readonly kind: 'starting' } | { readonly kind: 'delivering' } | HubGone;

export type HubGone =
  /** Trying again sooner or later: network, 408, 429, 5xx, and whatever does not answer as a hub does. */
  | { readonly kind: 'retrying'; readonly refusal: Refusal; readonly failures: number; readonly nextTryAt: Millis }
  /** Only a person can mend it (401, 403, 422): no more than a probe now and then. */
  | { readonly kind: 'parked'; readonly refusal: Refusal; readonly nextTryAt: Millis };

const PROBE_PERIOD: Millis = 300_000;
const PARKING: readonly number[] = [401, 403, 422];

export function afterFailure(
  before: Situation,
  refusal: Refusal,
  moment: { now: Millis; random: () => number },
): HubGone {
  if (PARKING.includes(refusal.status)) return { kind: 'parked', refusal, nextTryAt: moment.now + PROBE_PERIOD };
  const failures = before.kind === 'retrying' ? before.failures + 1 : 1;
  const delay = backoffDelay(failures, refusal.retryAfterSeconds, moment.random);
  return { kind: 'retrying', refusal, failures, nextTryAt: moment.now + delay };
}

/** Whether the hub will never take this very report, however often it is sent. */
export function isHopeless(refusal: Refusal): boolean {
  return refusal.status === 400 || refusal.status === 413 || refusal.status === 422;
}

/** Whether nothing has changed that a person would want to read of: tries of one and the same failure are not told. */
export function isSameSituation(a: Situation, b: Situation): boolean {
  if (a.kind !== b.kind) return false;
  return 'refusal' in a && 'refusal' in b ? a.refusal.status === b.refusal.status : true;
}

/** One sentence on a situation, with the remedy where one is needed. */
export function describeSituation(situation: Situation): string {
  switch (situation.kind) {
    case 'starting':
      return 'No report has been sent yet.';
    case 'delivering':
      return 'The hub takes the reports.';
    case 'retrying':
      return `${refusalText(situation.refusal)} Reports are kept and sent later.`;
    case 'parked':
      return `${refusalText(situation.refusal)} It is tried again every 5 minutes.`;
  }
}

/** Why the hub did not take a report, with the remedy where only a person has one. */
export function refusalText({ status, message }: Refusal): string {
  const reason = message.replace(/[.\s]+$/, '');
  switch (status) {
    case 0:
      return `The hub cannot be reached (${reason}).`;
    case 401:
      return `The hub refuses the secret (${reason}); set SENTRY_SECRET to the one of this hub and start again.`;
    case 403:
      return `The hub refuses this machine (${reason}); let its address in at the hub with --allow.`;
    case 422:
      return `The hub cannot read the reports (${reason}); bring hub and agent to the same version.`;
    default:
      return `The hub does not take reports now (${status}: ${reason}).`;
  }
}
