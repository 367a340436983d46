/** The stream of what happens on the farm: connects, checks, tells; when it is lost, says why and comes back by itself. */

import type { IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Clock } from '../../shared/clock.ts';
import { parseJson } from '../../shared/hub-answer.ts';
import type { HubTransport } from '../../shared/hub-request.ts';
import { readAnswer } from '../../shared/hub-request.ts';
import { FleetChange, FleetSnapshot } from '../../shared/protocol/fleet.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import type { Running } from '../../shared/running.ts';
import type { HubUpdate } from '../core/hub-update.ts';
import { type HubLoss, lossOfAnswer, lossOfError, lossOfText } from './hub-loss.ts';

export interface HubStreamDeps {
  readonly transport: HubTransport;
  readonly clock: Clock;
  /** Uniform in [0, 1): spreads the returns of many dashboards after a restart of the hub. */
  readonly random: () => number;
  readonly onUpdate: (update: HubUpdate) => void;
}

export interface HubStream extends Running {
  /** Connects anew now, whatever it was waiting for. */
  reconnect(): void;
}

/** The hub sends a heartbeat more often than this; a stream that is silent for longer is dead. */
const SILENCE_LIMIT = 25_000;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 15_000;
const LATENCY_PERIOD = 10_000;
const REFUSAL_LIMIT_BYTES = 64 * 1024;
/** A snapshot of 10,000 nodes is a few megabytes; beyond this no event of ours goes. */
const LONGEST_EVENT = 64 * 1024 * 1024;

const checkSnapshot = checkerFor(FleetSnapshot);
const checkChange = checkerFor(FleetChange);

/** Full jitter between nothing and 1 s, 2 s, 4 s … 15 s, but never under a quarter of a second. */
export function retryDelay(attempt: number, random: number): number {
  return Math.max(250, Math.round(random * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempt, 10))));
}

/** Starts at once and never gives up. */
export function startHubStream(deps: HubStreamDeps): HubStream {
  const { clock, onUpdate } = deps;
  let lastEventId: string | null = null;
  let attempt = 0;
  let stopped = false;
  let current: AbortController | null = null;
  let cancelRetry = () => {};

  function connect(): void {
    cancelRetry();
    current?.abort();
    const session = new AbortController();
    current = session;
    onUpdate({ kind: 'connecting' });
    runSession(deps, session, {
      lastEventId,
      onAlive() {
        attempt = 0;
      },
      onEventId(id) {
        lastEventId = id;
      },
    }).then((loss) => {
      // A session that was replaced or stopped has nothing more to say.
      if (stopped || session !== current) return;
      session.abort();
      if (loss.cause === 'wrong_version') lastEventId = null;
      const retryIn = Math.max(retryDelay(attempt++, deps.random()), (loss.retryAfterSeconds ?? 0) * 1000);
      onUpdate({ kind: 'lost', cause: loss.cause, reason: loss.reason, retryIn });
      cancelRetry = clock.after(retryIn, connect);
    });
  }

  connect();
  return {
    reconnect() {
      if (stopped) return;
      attempt = 0;
      connect();
    },
    async stop() {
      stopped = true;
      cancelRetry();
      current?.abort();
    },
  };
}

interface SessionEvents {
  readonly lastEventId: string | null;
  onAlive(): void;
  onEventId(id: string): void;
}

/** One connection from its request to its end; the end is always a loss, told by its cause. */
async function runSession(deps: HubStreamDeps, session: AbortController, events: SessionEvents): Promise<HubLoss> {
  const began = deps.clock.monotonic();
  let answer: IncomingMessage;
  try {
    answer = await deps.transport.send({
      method: routes.events.method,
      path: routes.events.path,
      headers: {
        accept: 'text/event-stream',
        ...(events.lastEventId === null ? {} : { 'last-event-id': events.lastEventId }),
      },
      silenceLimit: SILENCE_LIMIT,
      signal: session.signal,
    });
    if (answer.statusCode !== 200 || !answer.headers['content-type']?.startsWith('text/event-stream'))
      return lossOfAnswer(answer, await readAnswer(answer, REFUSAL_LIMIT_BYTES).catch(() => ''));
  } catch (error) {
    return lossOfError(error);
  }
  const latency = measureLatency(deps, session.signal, deps.clock.monotonic() - began);
  try {
    return await readEvents(deps, session, { answer, events, latency });
  } catch (error) {
    return lossOfError(error);
  } finally {
    latency.stop();
  }
}

interface OpenStream {
  readonly answer: IncomingMessage;
  readonly events: SessionEvents;
  readonly latency: Latency;
}

async function readEvents(deps: HubStreamDeps, session: AbortController, open: OpenStream): Promise<HubLoss> {
  const { onUpdate, clock } = deps;
  const { answer, events, latency } = open;
  let loss: HubLoss | null = null;
  const end = (reason: HubLoss) => {
    loss ??= reason;
    answer.destroy();
  };
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent(event) {
      if (loss || session.signal.aborted) return;
      const update = updateOf(event, latency.millis());
      if (update === null) return;
      if (update.kind === 'lost') return end(update.loss);
      if (event.id !== undefined) events.onEventId(event.id);
      events.onAlive();
      onUpdate(update);
    },
    onComment: () => onUpdate({ kind: 'heartbeat', latencyMillis: latency.millis() }),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded')
        end(lossOfText('wrong_version', 'The hub sends events without end.'));
    },
  });
  // Resumed: what is shown is still true, since the hub sends only what came after.
  if (events.lastEventId !== null) onUpdate({ kind: 'heartbeat', latencyMillis: latency.millis() });
  const silence = () => clock.after(SILENCE_LIMIT, () => end(lossOfText('unreachable', SILENT)));
  let cancelSilence = silence();
  answer.setEncoding('utf8');
  try {
    for await (const chunk of answer as AsyncIterable<string>) {
      cancelSilence();
      cancelSilence = silence();
      parser.feed(chunk);
    }
  } catch (error) {
    return loss ?? lossOfError(error);
  } finally {
    cancelSilence();
  }
  return loss ?? lossOfText('unreachable', 'The hub closed the connection; it may be starting anew.');
}

const SILENT = `The hub has been silent for ${SILENCE_LIMIT / 1000} s; check the network and that the hub runs.`;

type Understood = Exclude<HubUpdate, { kind: 'lost' }> | { readonly kind: 'lost'; readonly loss: HubLoss };

/** Null for events of a newer hub, which are passed over. */
function updateOf(event: EventSourceMessage, latencyMillis: number): Understood | null {
  if (event.event === 'heartbeat') return { kind: 'heartbeat', latencyMillis };
  if (event.event !== 'snapshot' && event.event !== 'change') return null;
  const data = parseJson(event.data);
  if (event.event === 'snapshot') {
    const checked = checkSnapshot(data);
    return checked.ok ? { kind: 'snapshot', snapshot: checked.value, latencyMillis } : unreadable(checked.problem);
  }
  const checked = checkChange(data);
  return checked.ok ? { kind: 'change', change: checked.value } : unreadable(checked.problem);
}

function unreadable(problem: string): Understood {
  const reason = `The hub's events cannot be read (${problem.replace(/\.$/, '')}); run the same version of hub and dashboard.`;
  return { kind: 'lost', loss: lossOfText('wrong_version', reason) };
}

/** How long the hub takes to answer: first the time to the stream's head, then pongs asked for now and then. */
interface Latency {
  millis(): number;
  stop(): void;
}

/** A ping that fails says nothing, since the stream itself tells when the hub is gone. */
function measureLatency(deps: HubStreamDeps, signal: AbortSignal, first: number): Latency {
  const { transport, clock, onUpdate } = deps;
  let latest = first;
  let over = false;
  let cancel = clock.after(LATENCY_PERIOD, ping);
  async function ping(): Promise<void> {
    const began = clock.monotonic();
    try {
      const answer = await transport.send({ method: 'GET', path: routes.ping.path, silenceLimit: 5000, signal });
      const took = clock.monotonic() - began;
      await readAnswer(answer, REFUSAL_LIMIT_BYTES);
      if (over || answer.statusCode !== 200) return;
      latest = took;
      onUpdate({ kind: 'heartbeat', latencyMillis: latest });
    } catch {
      // The stream's own end follows, or the next pong comes.
    } finally {
      if (!over) cancel = clock.after(LATENCY_PERIOD, ping);
    }
  }
  return {
    millis: () => latest,
    stop() {
      over = true;
      cancel();
    },
  };
}
