import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineAt } from './docker-engine.ts';

let directory: string;
let servers: (Server | SocketServer)[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'engine-'));
  servers = [];
});

afterEach(async () => {
  for (const server of servers) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
  rmSync(directory, { recursive: true });
});

async function listening<S extends Server | SocketServer>(server: S): Promise<string> {
  const path = join(directory, 'engine.sock');
  servers.push(server);
  await new Promise<void>((ready) => server.listen(path, ready));
  return path;
}

const serve = (listener: RequestListener): Promise<string> => listening(createServer(listener));

function ask(socket: string, signal = AbortSignal.timeout(10_000)): Promise<string> {
  return engineAt(socket)('/containers/json?all=true', { mostBytes: 1000, signal });
}

describe.skipIf(process.platform === 'win32')('engineAt', () => {
  it('gives the answer to GET', async () => {
    const socket = await serve((request, response) => response.end(`${request.method} ${request.url}`));
    expect(await ask(socket)).toBe('GET /containers/json?all=true');
  });

  it('tells the status of a refusal', async () => {
    const socket = await serve((_, response) => response.writeHead(500).end('{"message":"\u001b[2J"}'));
    await expect(ask(socket)).rejects.toThrow('the container engine answered with status 500');
  });

  it('follows no redirection', async () => {
    const socket = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end());
    await expect(ask(socket)).rejects.toThrow('status 302');
  });

  it('gives up an answer that never ends, and closes the connection', async () => {
    let closed = false;
    const socket = await serve((_, response) => {
      const more = setInterval(() => response.write('x'.repeat(600)), 1);
      response.on('close', () => {
        clearInterval(more);
        closed = true;
      });
    });
    await expect(ask(socket)).rejects.toThrow('says more than can be read');
    await expect.poll(() => closed).toBe(true);
  });

  it('fails at half an answer', async () => {
    const socket = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('[{', () => response.destroy());
    });
    await expect(ask(socket)).rejects.toThrow();
  });

  it.each<[string, (response: ServerResponse, over: () => void) => void]>([
    ['says nothing', (_, over) => over()],
    ['stops in the middle', (response, over) => response.write('[', over)],
  ])('ends the wait for an engine that %s', async (_, answer) => {
    const time = new AbortController();
    const socket = await serve((_request, response) => answer(response, () => time.abort()));
    await expect(ask(socket, time.signal)).rejects.toThrow();
  });

  it('fails where something else listens than an engine', async () => {
    const socket = await listening(createSocketServer((connection) => connection.resume().end('SSH-2.0-OpenSSH\r\n')));
    await expect(ask(socket)).rejects.toThrow();
  });

  it('fails where nothing listens', async () => {
    await expect(ask(join(directory, 'none.sock'))).rejects.toThrow('ENOENT');
  });
});
