import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createParser } from 'eventsource-parser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FleetChange, FleetSnapshot } from '../../shared/protocol/fleet.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { BEARER, startTestHub, type TestHub } from '../testing/test-hub.ts';

interface Received {
  readonly event: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of two shapes
  readonly data: any;
}

interface Reader {
  readonly message: IncomingMessage;
  readonly events: Received[];
  readonly close: () => void;
}

let hub: TestHub;
let readers: Reader[];

beforeEach(async () => {
  readers = [];
  hub = await startTestHub({ limits: { streams: 3 } });
});

afterEach(async () => {
  for (const reader of readers) reader.close();
  await hub.stop();
});

async function connect(lastEventId?: string): Promise<Reader> {
  const headers = { ...BEARER, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
  const outgoing = request(`${hub.url}/api/events`, { headers }).end();
  const [message] = (await once(outgoing, 'response')) as [IncomingMessage];
  const events: Received[] = [];
  const parser = createParser({
    onEvent: ({ event, id, data }) => events.push({ event: event ?? '', id: id ?? '', data: JSON.parse(data) }),
  });
  message.setEncoding('utf8').on('data', (chunk: string) => parser.feed(chunk));
  message.on('error', () => {});
  const reader = { message, events, close: () => outgoing.destroy() };
  readers.push(reader);
  return reader;
}

test('a stream begins with the whole farm and goes on with what changes', async () => {
  await hub.report({ hostname: 'rn-1' });
  const { message, events } = await connect();
  expect(message.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  await vi.waitFor(() => expect(events).toHaveLength(1));
  expect(events[0]).toMatchObject({ event: 'snapshot', data: { farm: 'testfarm', nodes: [{ id: 'rn-1' }], jobs: [] } });
  expect(checkerFor(FleetSnapshot)(events[0]?.data)).toMatchObject({ ok: true });
  await hub.report({ hostname: 'rn-2' });
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ event: 'change', data: { nodes: [{ id: 'rn-2' }] } }));
  expect(checkerFor(FleetChange)(events.at(-1)?.data)).toMatchObject({ ok: true });
});

test('all readers get the same event under the same id', async () => {
  const [a, b] = [await connect(), await connect()];
  await hub.report({ hostname: 'rn-1' });
  await vi.waitFor(() => expect([a.events.at(-1)?.event, b.events.at(-1)?.event]).toEqual(['change', 'change']));
  expect(a.events.at(-1)).toEqual(b.events.at(-1));
});

test('a reader that comes back gets what it missed, and no snapshot', async () => {
  const first = await connect();
  await hub.report({ hostname: 'rn-1' });
  await vi.waitFor(() => expect(first.events.at(-1)?.event).toBe('change'));
  const last = first.events.at(-1)?.id;
  first.close();
  await hub.report({ hostname: 'rn-2' });
  const again = await connect(last);
  await vi.waitFor(() => expect(again.events.length).toBeGreaterThan(0));
  expect(again.events[0]).toMatchObject({ event: 'change', data: { nodes: [{ id: 'rn-2' }] } });
});

test.each(['other-1', 'nonsense', '', '-', 'x-99999999999999999999'])(
  'a reader that comes back with %j gets a snapshot',
  async (id) => {
    const { events } = await connect(id);
    await vi.waitFor(() => expect(events[0]?.event).toBe('snapshot'));
  },
);

test('one stream too many is 503 until another one closes', async () => {
  const [first] = [await connect(), await connect(), await connect()];
  const answer = await hub.get('/api/events');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
  expect(await hub.json('/api/health')).toMatchObject({ streams: 3 });
  first.close();
  await vi.waitFor(async () => expect(await hub.json('/api/health')).toMatchObject({ streams: 2 }));
  expect((await connect()).message.statusCode).toBe(200);
});

test('HEAD opens no stream', async () => {
  const answer = await fetch(`${hub.url}/api/events`, { method: 'HEAD', headers: BEARER });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  expect(await hub.json('/api/health')).toMatchObject({ streams: 0 });
});

test('streams end when the hub stops', async () => {
  const { message } = await connect();
  const ended = once(message, 'end');
  await hub.stop();
  await ended;
  expect(message.complete).toBe(true);
});
