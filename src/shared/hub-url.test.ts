import { expect, test } from 'vitest';
import { HubUrlError, hubUrlOfServer, parseHubUrl, resolveHubUrl } from './hub-url.ts';

test.each([
  ['http://10.0.0.5:3000', 'http://10.0.0.5:3000'],
  ['http://10.0.0.5:3000/', 'http://10.0.0.5:3000'],
  ['https://hub.example', 'https://hub.example'],
  ['HTTPS://Hub.Example:8443', 'https://hub.example:8443'],
  ['hub:3000', 'http://hub:3000'],
  [' hub:3000 ', 'http://hub:3000'],
  ['hub:80', 'http://hub'],
  ['[::1]:3000', 'http://[::1]:3000'],
  ['http://[fe80::1]:3000', 'http://[fe80::1]:3000'],
])('parseHubUrl reads %j as %s', (text, origin) => {
  expect(parseHubUrl(text).origin).toBe(origin);
});

test.each([
  [''],
  ['hub'],
  ['hub:'],
  ['hub:99999'],
  ['::1'],
  ['fe80::1:3000'],
  ['ftp://hub:3000'],
  ['file:///etc/passwd'],
  ['http://'],
  ['http://hub:3000/farm'],
  ['http://hub:3000?key=1'],
  ['http://hub:3000#nodes'],
  ['hub:3000/farm'],
  ['a b:3000'],
])('parseHubUrl refuses %j and says how an address is written', (text) => {
  expect(() => parseHubUrl(text)).toThrow(HubUrlError);
  expect(() => parseHubUrl(text)).toThrow(/http:\/\/HOST:PORT/);
});

test.each(['http://me:pass-word@hub:3000', 'http://me@hub:3000', 'me:pass-word@hub:3000'])(
  'parseHubUrl refuses %j, says where a secret belongs and does not repeat it',
  (text) => {
    expect(() => parseHubUrl(text)).toThrow(/SENTRY_SECRET/);
    expect(() => parseHubUrl(text)).not.toThrow(/pass-word/);
  },
);

test.each([
  ['10.0.0.5', 'http://10.0.0.5:3000'],
  ['hub', 'http://hub:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://127.0.0.1:3000'],
  ['[::]', 'http://127.0.0.1:3000'],
  ['fe80::1', 'http://[fe80::1]:3000'],
  ['[fe80::1]', 'http://[fe80::1]:3000'],
])('hubUrlOfServer calls a hub on %s at %s', (host, origin) => {
  expect(hubUrlOfServer(host, 3000).origin).toBe(origin);
});

test.each(['a b', 'hub/farm', 'me@hub'])('hubUrlOfServer refuses the host %j', (host) => {
  expect(() => hubUrlOfServer(host, 3000)).toThrow(HubUrlError);
  expect(() => hubUrlOfServer(host, 3000)).toThrow(/SERVER_HOST/);
});

test('resolveHubUrl prefers an address to host and port, and throws the error that it is given', () => {
  const server = { host: 'b', port: 4000 };
  expect(resolveHubUrl({ hub: 'a:1', ...server }, RangeError).origin).toBe('http://a:1');
  expect(resolveHubUrl({ hub: '', ...server }, RangeError).origin).toBe('http://b:4000');
  expect(() => resolveHubUrl({ hub: 'ftp://a', ...server }, RangeError)).toThrow(RangeError);
  expect(() => resolveHubUrl({ hub: '', host: 'a b', port: 1 }, RangeError)).toThrow(RangeError);
});
