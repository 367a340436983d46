/** Where the hub listens, and how it ceases to. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { type Clock, every } from '../../shared/clock.ts';
import { ConfigError } from '../../shared/config.ts';

/** Something else listens where the hub wants to. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

export interface ListenAt {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

const DRAIN_MILLIS = 2_000;
const DRAIN_CHECK_MILLIS = 50;

/** The port it listens on. Rejects with PortTakenError, ConfigError, or a sentence that says the remedy. */
export async function listen(server: Server, { host, port }: ListenAt): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, host, port);
  }
  return (server.address() as AddressInfo).port;
}

function listenFailure(error: unknown, host: string, port: number): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return new PortTakenError(
        `Port ${port} of ${host} is taken; stop what listens there or choose another with --port.`,
      );
    case 'EACCES':
      return new ConfigError(`Port ${port} is for root alone; choose one above 1023 with --port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`${host} is no address of this machine; correct --host, or leave it out for all of them.`);
    default:
      return new Error(
        `The hub cannot listen on ${host}, port ${port} (${message}); choose others with --host, --port.`,
      );
  }
}

/** No new connections; requests under way get their answer, within a limit. */
export async function drain(server: Server, clock: Clock): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const stopChecks = every(clock, DRAIN_CHECK_MILLIS, () => server.closeIdleConnections());
  const cancelLimit = clock.after(DRAIN_MILLIS, () => server.closeAllConnections());
  await closed;
  stopChecks();
  cancelLimit();
}

/** Where programs on this machine reach it. */
export function localUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}
