import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BEARER, type RawAnswer, SECRET, sendRaw, startTestHub, type TestHub } from '../testing/test-hub.ts';

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub({ limits: { headersTimeout: 300, requestTimeout: 400, checkingInterval: 50 } });
});

afterAll(() => hub.stop());

const AUTH = `Authorization: Bearer ${SECRET}\r\n`;
const HOST = 'Host: 127.0.0.1\r\n';
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

function post(body: string | Buffer, headers = ''): Buffer {
  const bytes = Buffer.from(body);
  const length = /content-length|transfer-encoding/i.test(headers) ? '' : `Content-Length: ${bytes.length}\r\n`;
  const type = /content-type/i.test(headers) ? '' : 'Content-Type: application/json\r\n';
  const head = `POST /api/report HTTP/1.1\r\n${HOST}${AUTH}${type}${length}${headers}\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

function get(path: string, headers = HOST + AUTH): string {
  return `GET ${path} HTTP/1.1\r\n${headers}\r\n`;
}

function expectRefusal(answer: RawAnswer, status: number): void {
  expect(answer.status, answer.head).toBe(status);
  const body = JSON.parse(answer.body);
  expect(body).toEqual({
    code: expect.stringMatching(/^[a-z0-9_]+$/),
    message: expect.stringMatching(/^[\x20-\x7e]+\.$/),
  });
  expect(answer.body.length).toBeLessThanOrEqual(1024);
}

const withHostname = (hostname: unknown): string => JSON.stringify({ hostname });
const withHardware = (cpu: string): string =>
  `{"hostname":"x","hardware":{"uptimeSeconds":null,"cpu":{"percent":${cpu},"perCore":[],"loadAverage":null,"cores":1},"memory":null,"fileSystems":null,"network":null,"disks":null,"temperatures":null,"gpus":null}}`;

const CASES: readonly (readonly [status: number, what: string, request: string | Buffer])[] = [
  [400, 'an empty body', post('')],
  [400, 'truncated JSON', post('{"hostname": "x"')],
  [400, 'invalid UTF-8', post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))],
  [400, 'depth 17', post(nested(17))],
  [400, 'depth 100,000', post(nested(100_000))],
  [400, 'NaN', post('{"hostname":"x","droppedReports":NaN}')],
  [400, 'two Host headers', get('/ping', `${HOST}Host: 10.0.0.1\r\n${AUTH}`)],
  [400, 'no Host header', get('/ping', AUTH)],
  [
    400,
    'Content-Length and Transfer-Encoding',
    post('0\r\n\r\n', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'),
  ],
  [400, 'TLS on the plain port', Buffer.from('16030100f1010000ed0303', 'hex')],
  [400, 'corrupt gzip', post('no gzip at all', 'Content-Encoding: gzip\r\n')],
  [400, 'cut gzip', post(gzipSync('{"hostname":"x"}').subarray(0, 20), 'Content-Encoding: gzip\r\n')],
  [400, 'bad percent-encoding', get('/api/nodes/%ff')],
  [400, 'NUL in the path', get('/api/nodes/a%00b')],
  [401, 'a link secret', get(`/?t=${SECRET}`, HOST)],
  [401, 'a link secret beside the right header', get('/ping?t=x')],
  [401, 'two Authorization headers', get('/ping', `${HOST}${AUTH}Authorization: Bearer other-secret-1\r\n`)],
  [401, 'a body secret that conflicts with the header', post('{"hostname":"x","sentry_secret":"another-secret"}')],
  [404, '%2e%2e as an id', get('/api/nodes/%2e%2e')],
  [404, '../ in the path', get('/api/nodes/../secret')],
  [404, 'an unknown job', get('/api/jobs/nope')],
  [404, 'an unknown path', get('/nope')],
  [405, 'a wrong method', `PUT /api/nodes HTTP/1.1\r\n${HOST}${AUTH}\r\n`],
  [405, 'OPTIONS', `OPTIONS /api/report HTTP/1.1\r\n${HOST}${AUTH}\r\n`],
  [408, 'headers that do not end', `GET / HTTP/1.1\r\n${HOST}`],
  [408, 'a body that does not end', post('{"host', 'Content-Length: 20\r\n')],
  [413, '300 KiB', post(`{"hostname":"${'x'.repeat(300 * 1024)}"}`)],
  [413, 'a gzip bomb', post(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'Content-Encoding: gzip\r\n')],
  [413, 'a false Content-Length', post('{}', 'Content-Length: 10000000000\r\n')],
  [400, 'CONNECT', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n'],
  [401, 'an unknown expectation of a stranger', get('/ping', `${HOST}Expect: zz\r\n`)],
  [401, 'an unknown expectation of a report', post('{}', 'Expect: zz\r\n').toString().replace(AUTH, '')],
  [403, 'an unknown expectation of a foreign page', get('/ping', `${HOST}Origin: http://e.org\r\nExpect: zz\r\n`)],
  [404, 'an upgrade', get('/nope', `${HOST}${AUTH}Connection: Upgrade\r\nUpgrade: websocket\r\n`)],
  [417, 'an unknown expectation', get('/ping', `${HOST}${AUTH}Expect: zz\r\n`)],
  [415, 'text/plain', post('{"hostname":"x"}', 'Content-Type: text/plain\r\n')],
  [415, 'an unknown encoding', post('{"hostname":"x"}', 'Content-Encoding: br\r\n')],
  [421, 'an unknown Host', get('/ping', `Host: evil.example\r\n${AUTH}`)],
  [403, 'a foreign Origin', get('/ping', `${HOST}${AUTH}Origin: http://evil.example\r\n`)],
  [431, 'a 20 KB header', get('/ping', `${HOST}${AUTH}X-Long: ${'x'.repeat(20_000)}\r\n`)],
  [422, 'an empty hostname', post(withHostname(''))],
  [422, 'a blank hostname', post(withHostname('   '))],
  [422, 'a hostname of 256 characters', post(withHostname('x'.repeat(256)))],
  [422, 'a hostname with a lone surrogate', post('{"hostname":"\\ud800"}')],
  [422, 'a number as hostname', post(withHostname(7))],
  [422, 'no object', post('[]')],
  [422, '1e999', post(withHardware('1e999'))],
  [422, 'a negative share', post(withHardware('-1'))],
  [422, 'a negative counter', post('{"hostname":"x","droppedReports":-1}')],
  [422, '__proto__', post('{"hostname":"x","__proto__":{"ok":true}}')],
];

describe('the hub', () => {
  test.each(CASES)('answers %i to %s', async (status, _, request) => {
    expectRefusal(await sendRaw(hub.port, request), status);
  });

  test('is up after all of it, and knows no node', async () => {
    const health = await hub.json('/api/health');
    expect(health).toMatchObject({ status: 'ok', nodes: 0 });
  });

  test.each([
    ['ESC, OSC 52 and bidi in a name', { hostname: 'a\x1b]52;c;eA==\x07\u202eb' }],
    ['a name that Windows reserves', { hostname: 'CON' }],
    ['the year 9999', { hostname: 'late', timestamp: '9999-12-31T23:59:59Z' }],
    ['an unknown key', { hostname: 'newer', invented: { later: [1] } }],
    ['depth 16', { hostname: 'deep', invented: JSON.parse(nested(15)) }],
  ])('takes %s', async (_, body) => {
    const answer = await hub.report(body);
    expect(answer.status).toBe(200);
    const text = await (await hub.get(`/api/nodes/${encodeURIComponent(body.hostname)}`)).text();
    expect(JSON.parse(text).hostname).toBe(body.hostname);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test('takes a report after a byte order mark, plain and gzip', async () => {
    const body = Buffer.from(`\ufeff${withHostname('marked')}`);
    const headers = { ...BEARER, 'content-encoding': 'gzip' };
    const answers = [await hub.report(body), await hub.report(gzipSync(body), headers)];
    for (const answer of answers) expect(await answer.json()).toMatchObject({ ok: true, node: 'marked' });
  });

  test('takes a report that waits for 100-continue', async () => {
    const answer = await sendRaw(
      hub.port,
      post(withHostname('patient'), 'Expect: 100-continue\r\nConnection: close\r\n'),
    );
    expect(answer.head).toBe('HTTP/1.1 100 Continue');
    expect(await hub.json('/api/nodes/patient')).toMatchObject({ hostname: 'patient' });
  });

  test('takes gzip, and the same report twice', async () => {
    const body = gzipSync(JSON.stringify({ hostname: 'zipped', sessionId: 's', sequenceNumber: 1 }));
    const headers = { ...BEARER, 'content-encoding': 'gzip' };
    expect(await (await hub.report(body, headers)).json()).toMatchObject({ node: 'zipped', superseded: false });
    expect(await (await hub.report(body, headers)).json()).toMatchObject({ node: 'zipped', superseded: true });
  });

  test('takes Å composed and decomposed for one node', async () => {
    const receipts = [];
    for (const hostname of ['\u00c5', 'A\u030a']) receipts.push(await (await hub.report({ hostname })).json());
    expect(receipts[0]).toEqual({ ...Object(receipts[1]), node: '\u00c5' });
  });

  test('closes the connection after a body that is too large', async () => {
    const answer = await sendRaw(hub.port, post(`{"hostname":"${'x'.repeat(300 * 1024)}"}`));
    expect(answer.head).toMatch(/connection: close/i);
  });
});

test('the hub answers 507 to a node more than it takes', async () => {
  const small = await startTestHub({ limits: { nodes: 2 } });
  const statuses = [];
  for (const hostname of ['a', 'b', 'c', 'a']) statuses.push((await small.report({ hostname })).status);
  await small.stop();
  expect(statuses).toEqual([200, 200, 507, 200]);
});
