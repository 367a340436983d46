import { afterEach, describe, expect, it, vi } from 'vitest';
import { momentOf, systemClock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import type { Receiver } from './receiver-config.ts';
import { createMadeUpBook, madeUpReceiver } from './testing/made-up-alert.ts';
import { type ReceiverServer, startRawReceiver, startReceiver } from './testing/receiver-server.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function served(server: Promise<Pick<ReceiverServer, 'url' | 'stop'>>): Promise<string> {
  const { url, stop } = await server;
  stops.push(stop);
  return url;
}

function situation(receivers: readonly Receiver[]) {
  const book = createMadeUpBook();
  const notifier: Notifier = createNotifier(receivers, {
    source: book,
    clock: systemClock,
    log: silentLog,
    random: Math.random,
    tagsOf: () => [],
    farm: 'lon',
  });
  return { book, notifier, tick: () => notifier.reconcile(momentOf(systemClock)) };
}

describe('a notifier', () => {
  it('tells one receiver at once, however slow, down or lying the others are', async () => {
    const good = await startReceiver((_, response) => response.end());
    stops.push(good.stop);
    const urls = {
      slow: await served(startRawReceiver(() => {})),
      lying: await served(startReceiver((_, response) => response.writeHead(301, { Location: good.url }).end())),
      down: await served(startReceiver((_, response) => response.writeHead(503, { 'Retry-After': 'never' }).end())),
      endless: await served(
        startReceiver((_, response) => {
          response.writeHead(200).flushHeaders();
        }),
      ),
      gone: 'http://127.0.0.1:9/hook',
    };
    const bad = Object.entries(urls).map(([name, url]) => madeUpReceiver({ name, url }));
    const { book, notifier, tick } = situation([...bad, madeUpReceiver({ name: 'good', url: good.url })]);
    for (let i = 0; i < 5; i++) book.set({ id: `a${i}` });
    tick();
    await vi.waitFor(() => expect(good.requests).toHaveLength(5));
    await vi.waitFor(() => expect([...book.told.keys()].filter((key) => key.endsWith(' endless'))).toHaveLength(5));
    await vi.waitFor(() => expect(notifier.problems).toHaveLength(3));
    expect(notifier.problems.join()).not.toContain('127.0.0.1');
    const told = [...notifier.counts()].filter(({ outcome, count }) => outcome === 'told' && count > 0);
    expect(told.map(({ receiver }) => receiver).sort()).toEqual(['endless', 'good']);
    stops.push(() => notifier.stop());
  });

  it('waits for a message that is on its way when it is stopped', async () => {
    let answer = (): void => {};
    const server = await startReceiver((_, response) => {
      answer = () => void response.end();
    });
    stops.push(server.stop);
    const { book, notifier, tick } = situation([madeUpReceiver({ url: server.url })]);
    book.set({});
    tick();
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    const stopped = notifier.stop();
    answer();
    await stopped;
    expect([...book.told.values()]).toEqual(['raised warn 1']);
  });

  it('does nothing where there are no receivers', async () => {
    const { book, notifier, tick } = situation([]);
    book.set({});
    tick();
    expect(notifier.problems).toEqual([]);
    await notifier.stop();
  });
});
