/**
 * The names by which the hub may be called. A page of somebody else's whose name was pointed at the hub's
 * address (DNS rebinding) bears that name in Host; a page that calls the hub across sites bears it in Origin.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { Refusal } from './refusal.ts';

/** The refusal for a request that calls the hub by a wrong name, or null. */
export type HostGate = (request: IncomingMessage) => Refusal | null;

/** Addresses and `localhost` are always right; `names` are the machine's own and those of --public-host. */
export function createHostGate(names: readonly string[]): HostGate {
  const known = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  const isOurs = (host: string): boolean => known.has(host) || isIP(host) !== 0;
  return (request) => {
    if (countHeader(request, 'host') !== 1) return notOne();
    const host = hostOf(request.headers.host ?? '');
    if (host === null || !isOurs(host)) return misdirected();
    const { origin } = request.headers;
    return origin === undefined || isSameHost(origin, request.headers.host ?? '') ? null : foreign();
  };
}

/** How often a header was sent; Node keeps only the first of some, and a proxy before us may have read the last. */
export function countHeader({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const sent = rawHeaders[i] as string;
    if (sent.length === name.length && sent.toLowerCase() === name) count++;
  }
  return count;
}

/** `hub.example:3000` is `hub.example`, `[::1]:3000` is `::1`; null for what is neither. */
function hostOf(header: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::\d{1,5})?$/i.exec(header);
  return match ? (match[1] ?? match[2] ?? '').toLowerCase() : null;
}

function isSameHost(origin: string, host: string): boolean {
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match?.[1]?.toLowerCase() === host.toLowerCase();
}

function notOne(): Refusal {
  return new Refusal(400, 'bad_host', 'The request bears no Host header, or more than one; send one.');
}

function misdirected(): Refusal {
  const remedy = 'call it by its address, or start it with --public-host and that name';
  return new Refusal(421, 'unknown_host', `This hub does not go by the name in the Host header; ${remedy}.`);
}

function foreign(): Refusal {
  return new Refusal(403, 'foreign_origin', 'Pages of another origin may not call this hub; open its own address.');
}
