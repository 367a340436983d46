/**
 * Who may go on to the routes, in this order: address (403), name (421, 403), too many failures (429),
 * credentials (401). Nothing is public, so that a path that does not exist is 401 without credentials, too.
 */
import type { Middleware } from 'koa';
import type { Clock } from '../../shared/clock.ts';
import { type AddressGate, plainAddress } from './address-gate.ts';
import { headerCredential, missing, type SecretCheck } from './credentials.ts';
import type { FailureLimiter } from './failure-limiter.ts';
import type { HostGate } from './host-gate.ts';
import type { HubContext, HubState } from './hub-context.ts';
import { Refusal } from './refusal.ts';
import { isReport } from './reports.ts';

export interface AdmissionParts {
  readonly isAllowedAddress: AddressGate;
  readonly hostGate: HostGate;
  readonly limiter: FailureLimiter;
  readonly isSecret: SecretCheck;
  readonly clock: Clock;
}

export function createAdmission(parts: AdmissionParts): Middleware<HubState> {
  const { limiter, clock } = parts;
  return async (ctx, next) => {
    const address = plainAddress(ctx.req.socket.remoteAddress ?? '');
    admit(ctx, address, parts);
    try {
      showCredential(ctx, parts.isSecret);
      await next();
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) limiter.failed(address, clock.monotonic());
      throw error;
    }
  };
}

function admit(ctx: HubContext, address: string, { isAllowedAddress, hostGate, limiter, clock }: AdmissionParts): void {
  if (!isAllowedAddress(address))
    throw new Refusal(
      403,
      'address_refused',
      'This address may not speak to the hub; start it with --allow for yours.',
    );
  const refusal = hostGate(ctx.req);
  if (refusal) throw refusal;
  const wait = limiter.waitSeconds(address, clock.monotonic());
  if (wait > 0) {
    const message = `Too many requests from this address bore a wrong secret; correct it and wait ${wait} s.`;
    throw new Refusal(429, 'too_many_failures', message, { 'Retry-After': String(wait) });
  }
}

function showCredential(ctx: HubContext, isSecret: SecretCheck): void {
  const credential = headerCredential(ctx.req, isSecret);
  if (credential.kind === 'wrong') throw credential.refusal;
  // Only a report may bear its secret in its body, and its handler asks for it there.
  if (credential.kind === 'none' && (!isReport(ctx) || isExpecting(ctx))) throw missing();
  if (isExpecting(ctx))
    throw new Refusal(
      417,
      'unknown_expectation',
      'The hub knows no expectation but 100-continue; send no Expect header.',
    );
  ctx.state.headerIsRight = credential.kind === 'right';
}

/** Whether the request asks for something that no hub does: 100-continue is the only thing that HTTP itself names. */
function isExpecting({ req }: HubContext): boolean {
  const { expect } = req.headers;
  return expect !== undefined && !/\b100-continue\b/i.test(expect);
}
