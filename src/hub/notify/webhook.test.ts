import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { Message } from './notice.ts';
import { madeUpAlert, madeUpReceiver } from './testing/made-up-alert.ts';
import { startRawReceiver, startReceiver } from './testing/receiver-server.ts';
import { createWebhook } from './webhook.ts';

const MESSAGE: Message = {
  farm: 'lon',
  at: Date.UTC(2026, 0, 1),
  notices: [{ change: 'raised', alert: madeUpAlert() }],
  isTest: false,
};
const NEVER = new AbortController().signal;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function receiverOf(answer: Parameters<typeof startReceiver>[0]) {
  const server = await startReceiver(answer);
  stops.push(server.stop);
  return server;
}

async function rawReceiverOf(speak: (socket: Socket) => void) {
  const server = await startRawReceiver(speak);
  stops.push(server.stop);
  return server;
}

function send(url: string) {
  return createWebhook(madeUpReceiver({ url }), { clock: systemClock })(MESSAGE, NEVER);
}

describe('a webhook', () => {
  it('bears the message and the headers of the configuration', async () => {
    const server = await receiverOf((_, response) => response.writeHead(204).end());
    const receiver = madeUpReceiver({ url: `${server.url}?key=1`, headers: { Authorization: 'Bearer x' } });
    expect(await createWebhook(receiver, { clock: systemClock })(MESSAGE, NEVER)).toEqual({ kind: 'told' });
    const [request] = server.requests;
    expect(request?.path).toBe('/hook?key=1');
    expect(request?.headers).toMatchObject({ authorization: 'Bearer x', 'content-type': 'application/json' });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      farm: 'lon',
      severity: 'warn',
      notices: [{ change: 'raised' }],
    });
  });

  it('publishes to the root of an ntfy server, the topic inside', async () => {
    const server = await receiverOf((_, response) => response.end());
    const url = server.url.replace('/hook', '/push/farm-alerts');
    await createWebhook(madeUpReceiver({ kind: 'ntfy', url }), { clock: systemClock })(MESSAGE, NEVER);
    expect(server.requests[0]?.path).toBe('/push/');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ topic: 'farm-alerts', priority: 4 });
  });

  it.each([
    [200, 'told'],
    [201, 'told'],
    [204, 'told'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [410, 'refused'],
    [408, 'later'],
    [425, 'later'],
    [429, 'later'],
    [500, 'later'],
    [502, 'later'],
    [503, 'later'],
  ])('that is answered %i is %s', async (status, kind) => {
    const server = await receiverOf((_, response) => response.writeHead(status).end('whatever'));
    const outcome = await send(server.url);
    expect(outcome.kind).toBe(kind);
    if (outcome.kind !== 'told') expect(outcome.why).toBe(`it answered ${status}`);
  });

  it('follows no redirect', async () => {
    const elsewhere = await receiverOf((_, response) => response.end());
    const server = await receiverOf((_, response) => response.writeHead(307, { Location: elsewhere.url }).end());
    expect(await send(server.url)).toEqual({
      kind: 'refused',
      why: 'it answered 307, a redirect, which is not followed',
    });
    expect(elsewhere.requests).toEqual([]);
  });

  it.each([
    ['7', 7_000],
    ['999999999', 3_600_000],
    ['ESC[2J', null],
  ])('waits as Retry-After %s says, within bounds', async (header, wait) => {
    const server = await receiverOf((_, response) => response.writeHead(429, { 'Retry-After': header }).end());
    expect(await send(server.url)).toEqual({ kind: 'later', why: 'it answered 429', wait });
  });

  it('reads no answer, however long it is', async () => {
    let sent = 0;
    let isClosed = false;
    const server = await receiverOf((_, response) => {
      const write = (): void => {
        if (isClosed) return;
        sent += 65_536;
        if (response.write(Buffer.alloc(65_536))) setImmediate(write);
        else response.once('drain', write);
      };
      response.on('close', () => {
        isClosed = true;
      });
      response.writeHead(200);
      write();
    });
    expect(await send(server.url)).toEqual({ kind: 'told' });
    await vi.waitFor(() => expect(isClosed).toBe(true));
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it('is to be tried again when the headers of the answer are huge', async () => {
    const server = await rawReceiverOf((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
    );
    expect(await send(server.url)).toEqual({
      kind: 'later',
      why: 'it cannot be reached (HPE_HEADER_OVERFLOW)',
      wait: null,
    });
  });

  it('speaks no other protocol when the receiver would change to one', async () => {
    let isClosed = false;
    const server = await rawReceiverOf((socket) => {
      socket.once('close', () => {
        isClosed = true;
      });
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    });
    expect(await send(server.url)).toEqual({ kind: 'refused', why: 'it answered 101' });
    await vi.waitFor(() => expect(isClosed).toBe(true));
  });

  it('is to be tried again when the answer is no HTTP', async () => {
    const server = await rawReceiverOf((socket) => socket.end('220 mail.example.org ESMTP\r\n'));
    expect(await send(server.url)).toMatchObject({ kind: 'later', why: expect.stringContaining('HPE_') });
  });

  it('is to be tried again when the connection ends without an answer', async () => {
    const server = await rawReceiverOf((socket) => socket.destroy());
    expect(await send(server.url)).toEqual({ kind: 'later', why: 'it cannot be reached (ECONNRESET)', wait: null });
  });

  it('is to be tried again when nobody listens, and the address is not told', async () => {
    const server = await startReceiver(() => {});
    await server.stop();
    expect(await send(`${server.url}/s3cret`)).toEqual({
      kind: 'later',
      why: 'it cannot be reached (ECONNREFUSED)',
      wait: null,
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['never answers', () => {}],
    ['begins an answer and never ends its headers', (socket) => socket.write('HTTP/1.1 200 OK\r\nX: y')],
    ['only ever says to go on', (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(50))],
  ])('is given up for now after ten seconds when the receiver %s', async (_, speak) => {
    let isAsked = false;
    const server = await rawReceiverOf((socket) => {
      isAsked = true;
      speak(socket);
    });
    const clock = new ManualClock();
    const outcome = createWebhook(madeUpReceiver({ url: server.url }), { clock })(MESSAGE, NEVER);
    await vi.waitFor(() => expect(isAsked).toBe(true));
    clock.advance(9_999);
    expect(await Promise.race([outcome, new Promise((resolve) => setImmediate(() => resolve('waits')))])).toBe('waits');
    clock.advance(1);
    expect(await outcome).toEqual({ kind: 'later', why: 'it did not answer within 10 s', wait: null });
  });

  it('ends at once when the hub is stopped', async () => {
    const server = await rawReceiverOf(() => {});
    const ending = new AbortController();
    const outcome = createWebhook(madeUpReceiver({ url: server.url }), { clock: systemClock })(MESSAGE, ending.signal);
    ending.abort();
    expect(await outcome).toMatchObject({ kind: 'later' });
  });

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)(
    'is sent to nobody whose certificate cannot be verified',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'sentry-hook-'));
      const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
      const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost'];
      execFileSync('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', cert], { stdio: 'ignore' });
      let requests = 0;
      const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
        requests++;
        response.end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      // Node warns of it by itself, once.
      const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
      const unsafe = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      try {
        const url = `https://localhost:${(server.address() as AddressInfo).port}/hook`;
        expect(await send(url)).toEqual({
          kind: 'later',
          why: 'it cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT)',
          wait: null,
        });
        expect(requests).toBe(0);
      } finally {
        if (unsafe === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
        else process.env.NODE_TLS_REJECT_UNAUTHORIZED = unsafe;
        warned.mockRestore();
        server.close();
        rmSync(directory, { recursive: true });
      }
    },
  );
});
