/** The one rule for addresses of hubs, as people write them. */

/** Text that is no address of a hub; the sentence says how one is written. */
export class HubUrlError extends Error {
  override readonly name = 'HubUrlError';
}

/**
 * `http://10.0.0.5:3000`, `https://hub.example`, `hub:3000`, and no more than that: a path would be lost, and a password
 * be seen. Without a scheme the port must be there, as port 80 is hardly meant. Throws HubUrlError.
 */
export function parseHubUrl(text: string): URL {
  const written = text.trim();
  const full = written.includes('://') ? written : /:\d+$/.test(written) ? `http://${written}` : '';
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url && isBare(url)) return url;
  if (url && (url.username !== '' || url.password !== ''))
    throw new HubUrlError(
      'The address of the hub holds a name or password; write http://HOST:PORT and set SENTRY_SECRET.',
    );
  throw new HubUrlError('The address of the hub cannot be understood; write it as http://HOST:PORT and nothing more.');
}

function isBare({ protocol, username, password, pathname, search, hash }: URL): boolean {
  return (
    /^https?:$/.test(protocol) && pathname === '/' && [username, password, search, hash].every((part) => part === '')
  );
}

/** Where a hub listens when it listens everywhere; nobody can call it there. */
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::', '[::]'];

/** The hub that SERVER_HOST and SERVER_PORT name; one that listens everywhere is on this machine. Throws HubUrlError. */
export function hubUrlOfServer(host: string, port: number): URL {
  const called = EVERYWHERE.includes(host) ? '127.0.0.1' : host;
  const text = `http://${called.includes(':') && !called.startsWith('[') ? `[${called}]` : called}:${port}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && isBare(url)) return url;
  throw new HubUrlError('The host of the hub cannot be understood; set SERVER_HOST to its name or its address alone.');
}

/** What programs are told of their hub; an empty `hub` leaves it to host and port. */
export interface HubSettings {
  readonly hub: string;
  readonly host: string;
  readonly port: number;
}

/** The hub that the settings name. Throws `Mistake` with a sentence for people. */
export function resolveHubUrl({ hub, host, port }: HubSettings, Mistake: new (sentence: string) => Error): URL {
  try {
    return hub === '' ? hubUrlOfServer(host, port) : parseHubUrl(hub);
  } catch (error) {
    if (error instanceof HubUrlError) throw new Mistake(error.message);
    throw error;
  }
}
