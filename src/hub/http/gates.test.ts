import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../shared/config.ts';
import { createAddressGate } from './address-gate.ts';
import { createSecretCheck } from './credentials.ts';
import { createFailureLimiter } from './failure-limiter.ts';
import { createHostGate } from './host-gate.ts';

describe('createAddressGate', () => {
  test.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['::ffff:11.1.2.3', ['10.0.0.0/8'], false],
    ['11.1.2.3', ['10.0.0.0/8', '11.1.2.3'], true],
    ['11.1.2.4', ['11.1.2.3'], false],
    ['fe80::1%eth0', ['fe80::/10'], true],
    ['fe80::1', ['10.0.0.0/8'], false],
    ['::1', ['::1'], true],
    ['', ['0.0.0.0/0'], false],
    ['anything', [], true],
  ])('for %s with %j gives %s', (address, allowed, expected) => {
    expect(createAddressGate(allowed)(address)).toBe(expected);
  });

  test.each(['10.0.0.0/33', '10.0.0/8', '10.0.0.0/', '10.0.0.0/8/8', 'studio.lan', '::1/129', '10.0.0.0/-1', ''])(
    'refuses %j as a range',
    (range) => {
      expect(() => createAddressGate([range])).toThrow(ConfigError);
    },
  );
});

describe('createHostGate', () => {
  const gate = createHostGate(['Hub.Studio.lan']);
  const statusOf = (host: string, origin?: string): number | null =>
    gate({
      rawHeaders: ['Host', host],
      headers: { host, ...(origin === undefined ? {} : { origin }) },
    } as unknown as IncomingMessage)?.status ?? null;

  test.each([
    ['localhost', null],
    ['localhost:3000', null],
    ['10.0.0.5:3000', null],
    ['[::1]:3000', null],
    ['hub.studio.lan', null],
    ['HUB.studio.lan:80', null],
    ['evil.example', 421],
    ['hub.studio.lan.evil.example', 421],
    ['10.0.0.5.evil.example', 421],
    ['user@10.0.0.5', 421],
    ['10.0.0.5:80:90', 421],
    ['', 421],
  ])('for the host %s gives %s', (host, expected) => {
    expect(statusOf(host)).toBe(expected);
  });

  test.each([
    ['http://localhost:3000', null],
    ['https://LOCALHOST:3000', null],
    ['http://localhost:4000', 403],
    ['http://evil.example', 403],
    ['null', 403],
  ])('for the origin %s on localhost:3000 gives %s', (origin, expected) => {
    expect(statusOf('localhost:3000', origin)).toBe(expected);
  });
});

describe('createFailureLimiter', () => {
  const limits = { perMinute: 2, loopbackPerMinute: 4 };

  test('lets an address wait for the rest of its minute once it failed too often', () => {
    const limiter = createFailureLimiter(limits);
    limiter.failed('10.0.0.1', 1_000);
    expect(limiter.waitSeconds('10.0.0.1', 1_000)).toBe(0);
    limiter.failed('10.0.0.1', 11_000);
    expect(limiter.waitSeconds('10.0.0.1', 11_000)).toBe(50);
    expect(limiter.waitSeconds('10.0.0.2', 11_000)).toBe(0);
    expect(limiter.waitSeconds('10.0.0.1', 61_000)).toBe(0);
    limiter.failed('10.0.0.1', 61_001);
    expect(limiter.waitSeconds('10.0.0.1', 61_002)).toBe(0);
  });

  test('lets this machine fail more often', () => {
    const limiter = createFailureLimiter(limits);
    for (let i = 0; i < 3; i++) limiter.failed('127.0.0.1', 0);
    expect(limiter.waitSeconds('127.0.0.1', 0)).toBe(0);
    limiter.failed('127.0.0.1', 0);
    expect(limiter.waitSeconds('127.0.0.1', 0)).toBe(60);
  });

  test.each([
    ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:ffff:ffff:ffff', 60],
    ['2001:db8::1', '2001:db8:0:0:9::', 60],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', 0],
    ['fe80::1', 'fe80::2', 60],
  ])('counts IPv6 by its first 64 bits: after %s, %s waits %d s', (failing, other, wait) => {
    const limiter = createFailureLimiter(limits);
    for (let i = 0; i < 2; i++) limiter.failed(failing, 0);
    expect(limiter.waitSeconds(other, 0)).toBe(wait);
  });

  test('forgets the address that failed first when there are too many', () => {
    const limiter = createFailureLimiter(limits);
    for (let i = 0; i < 10_001; i++) {
      limiter.failed(`a${i}`, 0);
      limiter.failed(`a${i}`, 0);
    }
    expect([limiter.waitSeconds('a0', 0), limiter.waitSeconds('a1', 0)]).toEqual([0, 60]);
  });
});

describe('createSecretCheck', () => {
  test.each([
    ['correct-horse', true],
    ['correct-hors', false],
    ['correct-horsf', false],
    ['', false],
  ])('for %j gives %s', (given, expected) => {
    expect(createSecretCheck('correct-horse')(given)).toBe(expected);
  });
});
