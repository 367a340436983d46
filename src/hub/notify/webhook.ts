/**
 * Tells a receiver by HTTP. Whoever answers is not trusted: of the answer only its status and `Retry-After` count, its
 * body is never read, no redirect is followed, and no change to another protocol.
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { VERSION } from '../../shared/version.ts';
import { DELIVERY_LIMIT, type Deliver, type DeliveryDeps, type Outcome } from './delivery.ts';
import { messageBody } from './message-body.ts';
import type { Receiver } from './receiver-config.ts';
import { readRetryAfter } from './retry-after.ts';
import { type NtfyTarget, ntfyTarget } from './templates/ntfy.ts';

const ANSWER_HEADER_BYTES = 16 * 1024;
/** Besides 5xx: what may be answered otherwise at another time. */
const PASSING = new Set([408, 425, 429]);

/** Of a receiver with a `url`. */
export function createWebhook(receiver: Receiver, { clock }: DeliveryDeps): Deliver {
  const { kind, headers = {} } = receiver;
  const { url, topic } = targetOf(receiver);
  return async (message, signal) => {
    const body = messageBody(kind, message, topic);
    const limit = new AbortController();
    const cancelLimit = clock.after(DELIVERY_LIMIT, () => limit.abort());
    try {
      const answer = await post(url, { body, headers, signal: AbortSignal.any([signal, limit.signal]) });
      return outcomeOf(answer, clock.now());
    } catch (error) {
      if (limit.signal.aborted) return later(`it did not answer within ${DELIVERY_LIMIT / 1000} s`);
      return later(`it cannot be reached (${codeOf(error)})`);
    } finally {
      cancelLimit();
    }
  };
}

function targetOf({ kind, url = '' }: Receiver): NtfyTarget {
  return kind === 'ntfy' ? ntfyTarget(url) : { url, topic: '' };
}

interface Post {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

function post(address: string, { body, headers, signal }: Post): Promise<Answer> {
  const url = new URL(address);
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    signal,
    maxHeaderSize: ANSWER_HEADER_BYTES,
    headers: {
      'User-Agent': `mata-sentry/${VERSION}`,
      ...headers,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    },
  };
  return new Promise((resolve, reject) => {
    const take = (answer: IncomingMessage): void => {
      resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
      // It may be endless.
      answer.destroy();
    };
    const outgoing =
      url.protocol === 'https:'
        ? // Said aloud, since the environment can switch it off.
          httpsRequest(url, { ...options, rejectUnauthorized: true, minVersion: 'TLSv1.2' }, take)
        : httpRequest(url, options, take);
    // An answer of 101 comes by an event of its own, with the connection: left alone it would never be over.
    outgoing.on('upgrade', take);
    // These stay after the answer: what breaks then is of no matter.
    outgoing.on('error', reject);
    outgoing.on('close', () => reject(new Error('The connection ended without an answer.')));
    outgoing.end(body);
  });
}

function outcomeOf({ status, retryAfter }: Answer, wall: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'told' };
  const why = `it answered ${status}`;
  if (status >= 500 || PASSING.has(status)) return { kind: 'later', why, wait: readRetryAfter(retryAfter, wall) };
  const isRedirect = status >= 300 && status < 400;
  return { kind: 'refused', why: isRedirect ? `${why}, a redirect, which is not followed` : why };
}

function later(why: string): Outcome {
  return { kind: 'later', why, wait: null };
}

/** The code alone: the message names the address. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return /^[\w-]{1,60}$/.test(code) ? code : 'failed';
}
