import type { ServerResponse } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { fakeHub, heardCount, numbers, reporting, status, taken } from '../testing/fake-hub.ts';

describe('startReporter', () => {
  test('reports at once and each interval, with the secret in the header', async () => {
    const hub = await fakeHub();
    const { clock } = reporting(hub.url);
    await heardCount(hub, 1);
    for (const count of [2, 3, 4]) {
      await vi.waitFor(() => expect(hub.underWay).toBe(0));
      clock.advance(5_000);
      await heardCount(hub, count);
    }
    expect(numbers(hub)).toEqual([0, 1, 2, 3]);
    expect(hub.heard[0]?.authorization).toBe('Bearer correct-horse-battery');
  });

  test('hurries for a completed frame: after 30 ms, then once each 250 ms however many complete', async () => {
    const hub = await fakeHub();
    const { clock, reporter, pass } = reporting(hub.url);
    await heardCount(hub, 1);
    await pass(1_000);
    reporter.hurry();
    reporter.hurry();
    clock.advance(29);
    expect(hub.heard.length).toBe(1);
    clock.advance(1);
    await heardCount(hub, 2);
    await vi.waitFor(() => expect(hub.underWay).toBe(0));
    for (let frame = 0; frame < 10; frame++) reporter.hurry();
    clock.advance(249);
    await new Promise(setImmediate);
    expect(hub.heard.length).toBe(2);
    clock.advance(1);
    await heardCount(hub, 3);
  });

  test('has one request under way at most, and sends the latest when that one is through', async () => {
    const hub = await fakeHub();
    const held: ServerResponse[] = [];
    hub.answer = (response) => held.push(response);
    const { clock, reporter } = reporting(hub.url);
    await heardCount(hub, 1);
    reporter.hurry();
    clock.advance(6_000);
    hub.answer = taken;
    for (const response of held) taken(response);
    await heardCount(hub, 2);
    expect(hub.mostUnderWay).toBe(1);
  });

  test('loses nothing while the hub is away for a minute, and tells the latest first on its return', async () => {
    const hub = await fakeHub();
    const { reporter, lines, pass } = reporting(hub.url);
    await heardCount(hub, 1);
    hub.answer = status(503);
    await pass(30_000);
    reporter.hurry();
    await pass(30_000);
    const before = hub.heard.length;
    hub.answer = taken;
    await pass(60_000);
    await vi.waitFor(() => expect(hub.heard.length).toBeGreaterThanOrEqual(before + 13));
    const after = numbers(hub).slice(before);
    const latest = after[0] ?? 0;
    expect(latest).toBeGreaterThan(Math.max(...numbers(hub).slice(0, before)));
    // Behind the latest come the kept ones, oldest first: one each interval, and the one whose failure told of it.
    const kept = after.slice(1).filter((number) => number < latest);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    expect(kept.length).toBeGreaterThanOrEqual(12);
    expect(new Set(after).size).toBe(after.length);
    expect(lines.filter((line) => line.includes('warn'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/takes the reports.*dropped=0/);
  });

  test('sends what it kept five times a second at most, and fresh reports between', async () => {
    const hub = await fakeHub();
    hub.answer = status(503);
    const { reporter, pass } = reporting(hub.url, () => 1);
    await heardCount(hub, 1);
    // Tries after 1, 2, 4, 8, 16 and 32 s: the last one finds the hub back, and 13 reports kept.
    await pass(62_900);
    hub.answer = taken;
    hub.heard.length = 0;
    await pass(100);
    expect(numbers(hub).slice(1)).toEqual([0]);
    await pass(900);
    expect(hub.heard).toHaveLength(1 + 5);
    reporter.hurry();
    await pass(100);
    expect(hub.heard).toHaveLength(1 + 5 + 2);
    await pass(10_000);
    const fresh = numbers(hub)[0] ?? 0;
    expect(numbers(hub).filter((number) => number < fresh)).toHaveLength(13);
  });

  test('waits as long as Retry-After asks', async () => {
    const hub = await fakeHub();
    hub.answer = status(429, { 'retry-after': '20' });
    const { lines, pass } = reporting(hub.url, () => 0);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    await pass(19_900);
    expect(hub.heard.length).toBe(1);
    await pass(200);
    await heardCount(hub, 2);
  });

  test.each([401, 403, 422])('probes only each five minutes after %i, says so once, and recovers', async (code) => {
    const hub = await fakeHub();
    hub.answer = status(code);
    const { lines, pass } = reporting(hub.url);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    await pass(295_000, 5_000);
    expect(hub.heard.length).toBe(1);
    await pass(5_000, 5_000);
    await heardCount(hub, 2);
    expect(lines).toHaveLength(1);
    hub.answer = taken;
    await pass(300_000, 5_000);
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines.join('')).not.toContain('correct-horse');
  });

  test('drops a kept report that the hub will never take, counts it, and goes on', async () => {
    const hub = await fakeHub();
    hub.answer = status(503);
    const { pass } = reporting(hub.url, () => 1);
    await heardCount(hub, 1);
    await pass(6_000);
    let refused = 0;
    hub.answer = (response) => {
      const isKept = (hub.heard.at(-1)?.sequenceNumber ?? 0) === 0 && refused++ === 0;
      (isKept ? status(422) : taken)(response);
    };
    await pass(20_000);
    await vi.waitFor(() => expect(hub.heard.at(-1)).toMatchObject({ droppedReports: 1 }));
    expect(refused).toBe(1);
  });

  test('leaves with a last report, once', async () => {
    const hub = await fakeHub();
    const { clock, reporter } = reporting(hub.url);
    await heardCount(hub, 1);
    await vi.waitFor(() => expect(hub.underWay).toBe(0));
    await Promise.all([reporter.leave(), reporter.leave()]);
    reporter.hurry();
    clock.advance(60_000);
    await new Promise(setImmediate);
    expect(hub.heard.map(({ leaving }) => leaving)).toEqual([false, true]);
  });

  test('leaves within two seconds from a hub that hangs', async () => {
    const hub = await fakeHub();
    hub.answer = () => {};
    const { clock, reporter } = reporting(hub.url);
    await heardCount(hub, 1);
    const left = reporter.leave();
    await heardCount(hub, 2);
    clock.advance(2_000);
    await left;
  });
});
