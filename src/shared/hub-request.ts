import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** Where the hub is and how to speak to it. */
export interface HubAddress {
  /** `http://10.0.0.5:3000`, without a path. */
  readonly url: URL;
  /** Borne as `Authorization: Bearer`; null sends none. */
  readonly secret: string | null;
}

/** One exchange with the hub, not yet read. Redirects are never followed: the secret goes to the hub alone. */
export interface HubExchange {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** No byte for so long ends it, milliseconds. */
  readonly silenceLimit: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests over kept-alive connections; `close()` drops them. */
export interface HubTransport {
  send(exchange: HubExchange): Promise<IncomingMessage>;
  close(): void;
}

/** A plain node:http transport: light at start, and the place where a pinned certificate belongs. */
export function createHubTransport(address: HubAddress): HubTransport {
  const secure = address.url.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: 4 };
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  const start = secure ? httpsRequest : httpRequest;
  return {
    send: (exchange) =>
      new Promise((resolve, reject) => {
        const url = new URL(exchange.path, address.url);
        const headers = { ...exchange.headers, ...bearer(address), ...lengthOf(exchange.body) };
        const { method, signal } = exchange;
        const outgoing = start(url, { method, agent, headers, ...(signal ? { signal } : {}) });
        outgoing.setTimeout(exchange.silenceLimit, () =>
          outgoing.destroy(new Error(`no answer for ${exchange.silenceLimit / 1000} s`)),
        );
        outgoing.once('response', resolve);
        outgoing.once('error', (error) => reject(wrongSchemeOf(error) ?? error));
        outgoing.end(exchange.body);
      }),
    close: () => agent.destroy(),
  };
}

/** What is called speaks the other of HTTP and TLS; the words say how its address is to be written. */
export class WrongSchemeError extends Error {
  override readonly name = 'WrongSchemeError';
}

const TLS_ALERT_BEGINNING = Buffer.of(0x15, 0x03);

/** Null where an error does not prove it: a server with TLS that only hangs up on plain HTTP is like any that does. */
function wrongSchemeOf(error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }): WrongSchemeError | null {
  if (error.code === 'EPROTO' && error.message.includes('wrong version number'))
    return new WrongSchemeError('it speaks plain HTTP; write http:// instead of https:// in its address');
  if (error.rawPacket?.subarray(0, 2).equals(TLS_ALERT_BEGINNING))
    return new WrongSchemeError('it speaks TLS; write https:// instead of http:// in its address');
  return null;
}

function bearer(address: HubAddress): Record<string, string> {
  return address.secret === null ? {} : { authorization: `Bearer ${address.secret}` };
}

function lengthOf(body: string | Buffer | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

/** Reads a whole answer of at most `limitBytes`; a longer one is cut off with an error. */
export async function readAnswer(message: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) {
      message.destroy();
      throw new Error(`the answer is larger than ${limitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
