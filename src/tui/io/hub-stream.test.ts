import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHubTransport, type HubTransport } from '../../shared/hub-request.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { FleetSnapshot } from '../../shared/protocol/fleet.ts';
import type { HubUpdate } from '../core/hub-update.ts';
import { type HubStream, retryDelay, startHubStream } from './hub-stream.ts';

const at = '2026-01-01T00:00:00Z';
const snapshot: FleetSnapshot = { at, farm: 'farm', hubVersion: '0.1.0', nodes: [], jobs: [] };
const change = { at, nodes: [], jobs: [], removedNodes: ['rn-1'], removedJobs: [] };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
interface Scene {
  readonly updates: HubUpdate[];
  readonly requests: IncomingMessage[];
  readonly clock: ManualClock;
  readonly stream: HubStream;
}
const open: { server: Server | null; stream: HubStream | null; transport: HubTransport | null } = {
  server: null,
  stream: null,
  transport: null,
};

afterEach(async () => {
  await open.stream?.stop();
  open.transport?.close();
  open.server?.closeAllConnections();
  open.server?.close();
});

/** A hub that answers the nth call for events by the nth answer; the last one again and again. */
async function streamFrom(...answers: readonly Answer[]): Promise<Scene> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/ping') {
      response.end(JSON.stringify({ pong: true, at }));
      return;
    }
    requests.push(request);
    answers[Math.min(requests.length, answers.length) - 1]?.(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const transport = createHubTransport({ url, secret: 'correct-horse-battery' });
  const updates: HubUpdate[] = [];
  const clock = new ManualClock();
  const stream = startHubStream({ transport, clock, random: () => 0.5, onUpdate: (update) => updates.push(update) });
  Object.assign(open, { server, stream, transport });
  return { updates, requests, clock, stream };
}

const events =
  (...texts: readonly string[]): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    for (const text of texts) response.write(text);
  };
const otherProtocol: Answer = (_, response) => {
  response.socket?.end('SSH-2.0-x\r\n');
};
const hangsUp: Answer = (_, response) => {
  response.socket?.destroy();
};
const event = (name: string, data: unknown, id?: string) =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
const refusal =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };
const kinds = (scene: Scene) => scene.updates.map((update) => update.kind);
const lost = (scene: Scene) => scene.updates.find((update) => update.kind === 'lost');

describe('startHubStream', () => {
  it('tells the snapshot and the changes when the hub sends them in pieces, and bears the secret', async () => {
    const text = `: hello\n\n${event('snapshot', snapshot, '7')}${event('change', change, '8')}${event('later', 1)}`;
    const scene = await streamFrom(events(text.slice(0, 60), text.slice(60, 61), text.slice(61)));
    await vi.waitFor(() => expect(kinds(scene)).toEqual(['connecting', 'heartbeat', 'snapshot', 'change']));
    expect(scene.updates[2]).toMatchObject({ kind: 'snapshot', snapshot });
    expect(scene.updates[3]).toEqual({ kind: 'change', change });
    expect(scene.requests[0]?.headers.authorization).toBe('Bearer correct-horse-battery');
  });

  it('resumes after the last event when the hub closes the stream', async () => {
    const scene = await streamFrom((request, response) => {
      events(event('snapshot', snapshot, '7'), event('change', change, '8'))(request, response);
      response.end();
    }, events());
    await vi.waitFor(() => expect(lost(scene)).toMatchObject({ cause: 'unreachable', retryIn: 500 }));
    expect(scene.requests).toHaveLength(1);
    scene.clock.advance(500);
    await vi.waitFor(() => expect(kinds(scene).slice(-2)).toEqual(['connecting', 'heartbeat']));
    expect(scene.requests[1]?.headers['last-event-id']).toBe('8');
  });

  it('gives up a stream when it is silent for 25 s, not before', async () => {
    const scene = await streamFrom(events(event('snapshot', snapshot)));
    await vi.waitFor(() => expect(kinds(scene)).toContain('snapshot'));
    scene.clock.advance(24_999);
    expect(lost(scene)).toBeUndefined();
    scene.clock.advance(1);
    await vi.waitFor(() => expect(lost(scene)).toMatchObject({ cause: 'unreachable' }));
  });

  it.each([
    [refusal(401, '{"code":"unauthorised","message":"No."}'), 'unauthorised', /SENTRY_SECRET/],
    [refusal(403, '{"code":"forbidden","message":"Ask for --allow."}'), 'forbidden', /Ask for --allow/],
    [refusal(200, '<html>', { 'content-type': 'text/html' }), 'not_a_hub', /--hub/],
    [refusal(302, '', { location: 'http://127.0.0.1:1/' }), 'not_a_hub', /--hub/],
    [refusal(404, '{"code":"not_found","message":"No such thing."}'), 'not_a_hub', /--hub/],
    [refusal(503, '{"code":"too_many_streams","message":"Too many streams."}'), 'unreachable', /Too many streams/],
    [events(event('snapshot', { nodes: 'many' })), 'wrong_version', /same version/],
    [events('event: snapshot\ndata: {"cut\n\n'), 'wrong_version', /same version/],
    [otherProtocol, 'not_a_hub', /HTTP/],
    [hangsUp, 'unreachable', /closed/],
  ] as const)('says what is the matter when the answer is wrong (%#)', async (answer, cause, reason) => {
    const scene = await streamFrom(answer);
    await vi.waitFor(() => expect(lost(scene)).toMatchObject({ cause, reason: expect.stringMatching(reason) }));
  });

  it('tries later and later when the hub is not there, as late as the hub asks, and at once when it is told to', async () => {
    const busy = refusal(503, '{"code":"busy","message":"Busy."}', { 'retry-after': '40' });
    const scene = await streamFrom(refusal(401, ''), refusal(401, ''), busy, events(event('snapshot', snapshot)));
    const waits = () => scene.updates.flatMap((update) => (update.kind === 'lost' ? [update.retryIn] : []));
    await vi.waitFor(() => expect(waits()).toEqual([500]));
    scene.clock.advance(500);
    await vi.waitFor(() => expect(waits()).toEqual([500, 1000]));
    scene.clock.advance(1000);
    await vi.waitFor(() => expect(waits()).toEqual([500, 1000, 40_000]));
    scene.stream.reconnect();
    await vi.waitFor(() => expect(kinds(scene)).toContain('snapshot'));
    scene.clock.advance(40_000);
    expect(scene.requests).toHaveLength(4);
  });

  it('measures the way to the hub anew each 10 s', async () => {
    const scene = await streamFrom(events(event('snapshot', snapshot)));
    await vi.waitFor(() => expect(kinds(scene)).toContain('snapshot'));
    scene.clock.advance(10_000);
    await vi.waitFor(() => expect(scene.updates.at(-1)).toMatchObject({ kind: 'heartbeat', latencyMillis: 0 }));
  });

  it('says nothing more when it was stopped', async () => {
    const scene = await streamFrom(events(event('snapshot', snapshot)));
    await vi.waitFor(() => expect(kinds(scene)).toContain('snapshot'));
    await scene.stream.stop();
    const told = scene.updates.length;
    scene.stream.reconnect();
    scene.clock.advance(100_000);
    expect(scene.updates).toHaveLength(told);
    await vi.waitFor(() => expect(scene.requests[0]?.socket.destroyed).toBe(true));
  });
});

describe('retryDelay', () => {
  it('stays between 250 ms and 15 s when the attempts go on', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const delay = retryDelay(attempt, random);
        expect(delay).toBeGreaterThanOrEqual(250);
        expect(delay).toBeLessThanOrEqual(15_000);
      }),
    );
    expect([0, 1, 2, 3, 4, 5].map((attempt) => retryDelay(attempt, 0.5))).toEqual([500, 1000, 2000, 4000, 7500, 7500]);
  });
});
