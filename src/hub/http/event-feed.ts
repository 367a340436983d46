/**
 * The farm's changes as server-sent events: taken from the fleet at most once a window, written as text once,
 * and that one buffer sent to every reader.
 */
import type { Writable } from 'node:stream';
import { type Clock, every, type Millis, momentOf } from '../../shared/clock.ts';
import type { FleetChange } from '../../shared/protocol/fleet.ts';
import type { Running } from '../../shared/running.ts';
import type { AlertBook } from '../core/alerts/alert-book.ts';
import type { Fleet } from '../core/fleet/fleet.ts';
import { timestampOf } from '../core/node-time.ts';
import { createEventReader, type EventReader } from './event-reader.ts';
import { createEventRing } from './event-ring.ts';
import { type FleetJson, safeJson } from './fleet-json.ts';

export interface EventFeedConfig {
  /** Changes are gathered for so long when they come in a row. */
  readonly window: Millis;
  /** The first change after a rest waits only so long, for those that come with it. */
  readonly leadingDelay: Millis;
  readonly heartbeat: Millis;
  readonly mostStreams: number;
  /** New with each start of the hub: numbers of another start mean nothing. */
  readonly epoch: string;
}

/** Open streams and what goes into them. `stop()` ends all of them. */
export interface EventFeed extends Running {
  readonly streams: number;
  readonly isFull: boolean;
  /** The fleet may have changed: its changes are taken and sent soon. */
  changed(): void;
  /** A reader that comes back with the id of its last event gets what it missed, any other one a snapshot. */
  open(stream: Writable, lastEventId: string | undefined): void;
}

export interface EventFeedDeps {
  readonly fleet: Fleet;
  readonly alerts: AlertBook;
  readonly json: FleetJson;
  readonly clock: Clock;
}

/** For readers that come at once, as all do after a restart of the hub; they get the events since then, too. */
interface SharedSnapshot {
  readonly bytes: Buffer;
  /** Of the latest event when it was made. */
  readonly number: number;
  readonly at: Millis;
}

/** Alerts in one event: when a switch dies, hundreds are raised at once. */
const MOST_ALERTS = 100;
const KEPT_EVENTS = 1_000;
const KEPT_BYTES = 4 * 1024 * 1024;
const PING = Buffer.from(': ping\n\n');

export function createEventFeed(config: EventFeedConfig, deps: EventFeedDeps): EventFeed {
  const { alerts, json, clock } = deps;
  const readers = new Set<EventReader>();
  const ring = createEventRing(KEPT_EVENTS, KEPT_BYTES);
  let lastTaken = Number.NEGATIVE_INFINITY;
  let cancelTake: (() => void) | null = null;
  let stopped = false;
  let shared: SharedSnapshot | null = null;
  const stopPings = every(clock, config.heartbeat, ping);

  function take(): void {
    cancelTake?.();
    cancelTake = null;
    lastTaken = clock.monotonic();
    const change = changeOf(deps);
    if (change === null) return;
    const bytes = ring.add((number) => event('change', `${config.epoch}-${number}`, safeJson(change)));
    for (const reader of readers) reader.send(bytes);
    if (change.alerts?.length === MOST_ALERTS) changed();
  }

  function ping(): void {
    shared = null;
    for (const reader of readers) {
      reader.check(clock.monotonic());
      reader.send(PING);
    }
  }

  function changed(): void {
    // What nobody reads waits in the fleet, and is one event to whoever comes next.
    if (cancelTake !== null || stopped || readers.size === 0) return;
    const wait = lastTaken + config.window - clock.monotonic();
    cancelTake = clock.after(Math.max(config.leadingDelay, wait), take);
  }

  function greeting(lastEventId: string | undefined): readonly Buffer[] {
    // What is pending goes out first, so that the snapshot stands exactly at the latest event.
    take();
    const missed = missedEvents(lastEventId);
    if (missed !== null) return [missed.length === 0 ? PING : Buffer.concat(missed)];
    const since = shared && clock.monotonic() - shared.at < config.window ? ring.after(shared.number) : null;
    if (shared && since) return [shared.bytes, ...since];
    const bytes = event('snapshot', `${config.epoch}-${ring.latest}`, json.snapshot(alerts.shown(momentOf(clock))));
    shared = { bytes, number: ring.latest, at: clock.monotonic() };
    return [bytes];
  }

  function missedEvents(lastEventId: string | undefined): readonly Buffer[] | null {
    const [epoch, number] = lastEventId?.split('-') ?? [];
    return epoch === config.epoch && /^\d{1,15}$/.test(number ?? '') ? ring.after(Number(number)) : null;
  }

  return {
    get streams() {
      return readers.size;
    },
    get isFull() {
      return readers.size >= config.mostStreams;
    },
    changed,
    open(stream, lastEventId) {
      const reader = createEventReader(stream, () => clock.monotonic());
      for (const bytes of greeting(lastEventId)) reader.send(bytes);
      readers.add(reader);
      stream.once('close', () => readers.delete(reader));
      if (stopped) reader.end();
    },
    async stop() {
      stopped = true;
      stopPings();
      cancelTake?.();
      for (const reader of readers) reader.end();
    },
  };
}

/** What changed of the farm and of its alerts, in one; null where nothing did. */
function changeOf({ fleet, alerts, clock }: EventFeedDeps): FleetChange | null {
  const now = momentOf(clock);
  const change = fleet.takeChange(now);
  const called = alerts.takeChanges(MOST_ALERTS);
  if (called === null) return change;
  const { alerts: changed, removed } = called;
  const still = { at: timestampOf(now.wall), nodes: [], jobs: [], removedNodes: [], removedJobs: [] };
  return {
    ...(change ?? still),
    ...(changed.length === 0 ? {} : { alerts: [...changed] }),
    ...(removed.length === 0 ? {} : { removedAlerts: [...removed] }),
  };
}

function event(name: string, id: string, data: string | Buffer): Buffer {
  const heading = `event: ${name}\nid: ${id}\ndata: `;
  if (typeof data === 'string') return Buffer.from(`${heading}${data}\n\n`);
  return Buffer.concat([Buffer.from(heading), data, Buffer.from('\n\n')]);
}
