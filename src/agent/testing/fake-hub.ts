/** A hub in this process that answers as it is told, and a reporter that drives a manual clock against it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, vi } from 'vitest';
import { createHubApi, type HubApi } from '../../shared/hub-api.ts';
import { createLog } from '../../shared/log.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import { type Reporter, startReporter } from '../io/reporter.ts';

const RECEIPT = JSON.stringify({ ok: true, node: 'n1', commands: [], superseded: false });

interface Heard {
  readonly sequenceNumber: number;
  readonly leaving: boolean;
  readonly droppedReports: number;
  readonly authorization: string | undefined;
}

export type Answer = (response: ServerResponse) => void;

export const taken: Answer = (response) => response.setHeader('content-type', 'application/json').end(RECEIPT);

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end(JSON.stringify({ code: 'x', message: 'No.' }));
}

/** A hub in this process that answers as it is told and remembers what it heard. */
export async function fakeHub() {
  const heard: Heard[] = [];
  const hub = { heard, answer: taken, url: new URL('http://127.0.0.1'), underWay: 0, mostUnderWay: 0 };
  const server = createServer(async (request: IncomingMessage, response) => {
    hub.mostUnderWay = Math.max(hub.mostUnderWay, ++hub.underWay);
    response.once('close', () => hub.underWay--);
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ ...JSON.parse(body), authorization: request.headers.authorization });
    hub.answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  hub.url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return hub;
}

export function reporting(url: URL, random = () => 0.5) {
  const clock = new ManualClock();
  const lines: string[] = [];
  let made = 0;
  const real = createHubApi({ url, secret: 'correct-horse-battery' });
  let calls = 0;
  const hub: HubApi = {
    ...real,
    call: (route, call) => {
      calls++;
      return real.call(route, call).finally(() => calls--);
    },
  };
  const reporter: Reporter = startReporter(5_000, {
    clock,
    hub,
    random,
    log: createLog(
      'agent',
      (line) => lines.push(line),
      () => 0,
    ),
    makeReport: (about) => ({ hostname: 'n1', sequenceNumber: made++, ...about }),
  });
  onTestFinished(() => hub.close());
  /** Lets time pass in small steps, and at each waits for the hub's answer. */
  async function pass(millis: number, step = 100): Promise<void> {
    for (let passed = 0; passed < millis; passed += step) {
      clock.advance(step);
      do await new Promise(setImmediate);
      while (calls > 0);
    }
  }
  return { clock, reporter, lines, pass };
}

export function numbers(hub: { heard: readonly Heard[] }): number[] {
  return hub.heard.map(({ sequenceNumber }) => sequenceNumber);
}

export async function heardCount(hub: { heard: readonly Heard[] }, count: number): Promise<void> {
  await vi.waitFor(() => expect(hub.heard.length).toBe(count));
}
