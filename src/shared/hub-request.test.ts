import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHubTransport, WrongSchemeError } from './hub-request.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Why a request fails when the server sends `reply` to whatever comes, and hangs up. */
async function failureOf(scheme: 'http' | 'https', reply: string): Promise<unknown> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.from(reply, 'latin1')));
  });
  servers.push(server);
  const port = await new Promise<number>((ready) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      ready(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const transport = createHubTransport({ url: new URL(`${scheme}://127.0.0.1:${port}`), secret: null });
  try {
    return await transport.send({ method: 'GET', path: '/', silenceLimit: 5000 }).catch((error: unknown) => error);
  } finally {
    transport.close();
  }
}

test.each([
  ['https', 'HTTP/1.1 400 Bad Request\r\n\r\n', /plain HTTP; write http:/],
  ['http', '\x15\x03\x01\x00\x02\x02\x46', /TLS; write https:/],
] as const)(
  'a transport says how the address is to be written when %s is the wrong scheme',
  async (scheme, reply, told) => {
    const failure = await failureOf(scheme, reply);
    expect(failure).toBeInstanceOf(WrongSchemeError);
    expect(failure).toMatchObject({ message: expect.stringMatching(told) });
  },
);

test.each(['', 'SSH-2.0-x\r\n'])('a transport does not guess at the scheme when the answer is %j', async (reply) => {
  const failure = await failureOf('http', reply);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(WrongSchemeError);
});
