/** A receiver on this machine that answers as a test wants it to. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface ReceiverServer {
  readonly url: string;
  readonly requests: readonly {
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
    readonly path: string;
  }[];
  stop(): Promise<void>;
}

/** `answer` is asked when the body has arrived. */
export async function startReceiver(answer: RequestListener): Promise<ReceiverServer> {
  const requests: ReceiverServer['requests'][number][] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body, path: request.url ?? '' });
      answer(request, response);
    });
  });
  return { requests, ...(await listening(server)) };
}

/** One that speaks as `speak` has it once something has arrived: not necessarily HTTP. */
export async function startRawReceiver(speak: (socket: Socket) => void): Promise<Omit<ReceiverServer, 'requests'>> {
  return listening(createTcpServer((socket) => void socket.on('error', () => {}).once('data', () => speak(socket))));
}

async function listening(server: Server): Promise<Omit<ReceiverServer, 'requests'>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.once('close', () => sockets.delete(socket))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
