/** The listening socket: time-outs, header size, and answers to what is not HTTP. */
import { createServer, type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Millis } from '../../shared/clock.ts';
import type { HubLimits } from './limits.ts';
import { refusalBody } from './refusal.ts';

/** Longer than the interval of any agent, so that none meets its connection just as it closes. */
const KEEP_ALIVE: Millis = 75_000;

export function createHubServer(listener: RequestListener, limits: HubLimits): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: limits.checkingInterval,
      keepAliveTimeout: KEEP_ALIVE,
      // Node would refuse its absence with an empty answer; the app says what is missing.
      requireHostHeader: false,
    },
    listener,
  );
  server.maxConnections = limits.connections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerUnreadable(error, socket as Socket));
  // Node would refuse both itself, without a word, before the app has looked at who asks.
  server.on('checkExpectation', listener);
  server.on('connect', (_request, socket) => answerTunnel(socket as Socket));
  return server;
}

function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  answer(socket, answerTo(error.code));
}

/** The server no longer listens for the errors of such a socket. */
function answerTunnel(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  const message = 'This hub is no proxy; call it by its own address, past any proxy (NO_PROXY in most programs).';
  answer(socket, { status: 400, code: 'no_proxy', message });
}

interface BareAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

function answer(socket: Socket, { status, code, message }: BareAnswer): void {
  const body = refusalBody({ code, message });
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** An answer half written (an event stream, say) must not get another one in its middle. Node itself looks here, too. */
function isAnswering(socket: Socket & { readonly _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

function answerTo(code: string | undefined): BareAnswer {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, code: 'too_slow', message: 'The request took too long to arrive; send it again at once.' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, code: 'headers_too_large', message: 'The headers are larger than 16 KB; send fewer.' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: 413, code: 'body_too_large', message: 'The body has too large chunk extensions; send none.' };
    default:
      return {
        status: 400,
        code: 'not_http',
        message: 'This is no valid HTTP request; the hub speaks plain HTTP/1.1 on this port.',
      };
  }
}
