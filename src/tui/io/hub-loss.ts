/** Why the hub cannot be had, in one sentence with the remedy. */
import type { IncomingMessage } from 'node:http';
import { apiErrorOf, retryAfterSeconds } from '../../shared/hub-answer.ts';
import { WrongSchemeError } from '../../shared/hub-request.ts';
import type { HubUpdate } from '../core/hub-update.ts';

export interface HubLoss {
  readonly cause: Extract<HubUpdate, { kind: 'lost' }>['cause'];
  readonly reason: string;
  /** What the hub itself asked for; null where it said nothing. */
  readonly retryAfterSeconds: number | null;
}

const LONGEST_RETRY_AFTER = 300;

export function lossOfText(cause: HubLoss['cause'], reason: string): HubLoss {
  return { cause, reason, retryAfterSeconds: null };
}

/** What an answer other than a stream of events means; `body` is what it said. */
export function lossOfAnswer(answer: Pick<IncomingMessage, 'statusCode' | 'headers'>, body: string): HubLoss {
  const status = answer.statusCode ?? 0;
  const said = apiErrorOf(body)?.message ?? null;
  const asked = retryAfterSeconds(answer.headers);
  if (status === 401)
    return lossOfText('unauthorised', 'The hub refuses this secret; set SENTRY_SECRET to the one that the hub has.');
  if (status === 403)
    return lossOfText('forbidden', said ?? 'The hub does not let this machine in; add its address with --allow.');
  if (said === null || status === 404)
    return lossOfText('not_a_hub', `This address answers ${status}, but not as a Mata Sentry hub; check --hub.`);
  return {
    cause: 'unreachable',
    reason: said,
    retryAfterSeconds: asked === null ? null : Math.min(asked, LONGEST_RETRY_AFTER),
  };
}

/** What a failed connection means, by the system's own code. */
export function lossOfError(error: unknown): HubLoss {
  if (error instanceof WrongSchemeError)
    return lossOfText('unreachable', `The hub cannot be reached: ${error.message}.`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('HPE_'))
    return lossOfText('not_a_hub', 'This address does not speak HTTP; check --hub, and https: where the hub has TLS.');
  return lossOfText('unreachable', sentences[code] ?? unknownSentence(error));
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there; start sentry-hub, or check --hub.',
  ECONNRESET: 'The hub closed the connection; it may be starting anew.',
  EPIPE: 'The hub closed the connection; it may be starting anew.',
  ENOTFOUND: 'The name of the hub is not known; check --hub.',
  EAI_AGAIN: 'The name of the hub cannot be looked up now; check the network.',
  EHOSTUNREACH: 'There is no way to the hub; check the network.',
  ENETUNREACH: 'There is no way to the hub; check the network.',
  ETIMEDOUT: 'The hub does not answer; check the network and that the hub runs.',
};

function unknownSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `The hub cannot be reached (${message}); check the network and that the hub runs.`;
}
