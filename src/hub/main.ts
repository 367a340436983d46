/** The hub: load, listen, tick, drain. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { type Clock, every, momentOf } from '../shared/clock.ts';
import { ConfigError } from '../shared/config.ts';
import type { Log } from '../shared/log.ts';
import type { Running } from '../shared/running.ts';
import { parseBytes } from '../shared/units.ts';
import { type AlertBook, createAlertBook } from './core/alerts/alert-book.ts';
import { type AlertWatch, createAlertWatch } from './core/alerts/alert-watch.ts';
import { createFleet, type Fleet } from './core/fleet/fleet.ts';
import { createHubApp } from './http/app.ts';
import { createSecretCheck } from './http/credentials.ts';
import { createEventFeed, type EventFeed } from './http/event-feed.ts';
import { createFleetJson } from './http/fleet-json.ts';
import { DEFAULT_LIMITS, type HubLimits } from './http/limits.ts';
import { createHubVitals } from './http/metrics-vitals.ts';
import { createHubServer } from './http/server.ts';
import type { HubConfig } from './hub-config.ts';
import { keptSecret } from './io/secret-file.ts';
import { createNotifier, type Notifier } from './notify/notifier.ts';
import type { FarmHistory } from './store/history/farm-history.ts';
import type { OpenHistoryLine } from './store/history/history-thread.ts';
import { openFarmHistory } from './store/history/open-farm-history.ts';
import { type HubStore, openHubStore } from './store/hub-store.ts';

export interface HubDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  /** The machine's own names, by which others may call it. */
  readonly hostNames: readonly string[];
  readonly limits?: HubLimits;
  /** How the thread of history is reached; a real one where not given. */
  readonly openHistoryLine?: OpenHistoryLine;
}

export interface RunningHub extends Running {
  /** Where programs on this machine reach it. */
  readonly url: string;
  readonly port: number;
  /** For the one who starts agents and dashboards of the same process; never to be printed. */
  readonly secret: string;
  /** The file that holds the secret; null where the hub was given one. */
  readonly secretPath: string | null;
}

/** Something else listens where the hub wants to. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

const TICK_MILLIS = 1_000;
const COALESCE_MILLIS = 1_000;
const DRAIN_MILLIS = 2_000;
const DRAIN_CHECK_MILLIS = 50;

/** Rejects with ConfigError or a sentence that says the remedy; nothing is left running then. */
export async function startHub(config: HubConfig, deps: HubDeps): Promise<RunningHub> {
  const { clock, log, random } = deps;
  const store = await openHubStore({ directory: config.data, coalesceMillis: COALESCE_MILLIS }, { clock, log, random });
  let history: FarmHistory | null = null;
  try {
    history = await openHistory(config, deps);
    const kept = config.secret === null ? await keptSecret(config.data) : null;
    if (kept?.isNew) log.info('made a secret, since none was given', { file: kept.path });
    const secret = config.secret ?? kept?.secret ?? '';
    const served = await serve(config, deps, { store, history, secret });
    return { ...served, secret, secretPath: kept?.path ?? null };
  } catch (error) {
    await history?.stop();
    await store.stop();
    throw error;
  }
}

function openHistory(config: HubConfig, { clock, log, openHistoryLine }: HubDeps): Promise<FarmHistory> {
  const keep = config.history ? { days: config.historyDays, maxBytes: parseBytes(config.historyMax) ?? 0 } : null;
  const opening = { clock, log, ...(openHistoryLine && { openLine: openHistoryLine }) };
  return openFarmHistory({ directory: config.data, keep }, opening);
}

interface Served extends Running {
  readonly url: string;
  readonly port: number;
}

interface Kept {
  readonly store: HubStore;
  readonly history: FarmHistory;
  readonly secret: string;
}

async function serve(config: HubConfig, deps: HubDeps, { store, history, secret }: Kept): Promise<Served> {
  const { clock, log } = deps;
  const limits = deps.limits ?? DEFAULT_LIMITS;
  const fleet = createFleet(fleetConfig(config, limits));
  for (const record of await store.jobs.load()) fleet.restoreJob(record, momentOf(clock));
  for (const record of await store.nodes.load()) fleet.restore(record, momentOf(clock));
  const alerts = createAlertBook();
  const watch = createAlertWatch({ fleet, book: alerts }, await store.alerts.load(), momentOf(clock));
  const json = createFleetJson(fleet, config.name, clock);
  const feed = createEventFeed(feedConfig(limits), { fleet, alerts, json, clock });
  const tagsOf = (id: string) => fleet.node(id, momentOf(clock))?.tags ?? [];
  const notifier = createNotifier(config.receivers, { ...deps, source: alerts, tagsOf, farm: config.name });
  const vitals = createHubVitals(clock);
  const isSecret = createSecretCheck(secret);
  const hostNames = namesOf(config, deps.hostNames);
  try {
    const parts = { fleet, alerts, notifier, store, history, feed, json, clock, log, limits, vitals, isSecret };
    const handle = createHubApp({ ...parts, allow: config.allow, hostNames }).callback();
    let draining = false;
    const server = createHubServer((request, response) => {
      if (draining) response.shouldKeepAlive = false;
      void handle(request, response);
    }, limits);
    const port = await listen(server, config);
    const stopTicks = every(clock, TICK_MILLIS, () =>
      tick({ fleet, alerts, watch, notifier, feed, store, history, clock }),
    );
    const shutDown = async (): Promise<void> => {
      draining = true;
      stopTicks();
      await feed.stop();
      await drain(server, clock);
      vitals.stop();
      await notifier.stop();
      keepHistories({ fleet, store, clock });
      keepAlerts({ alerts, store });
      await history.stop();
      await store.stop();
    };
    let stopping: Promise<void> | null = null;
    return { url: localUrl(config.host, port), port, stop: () => (stopping ??= shutDown()) };
  } catch (error) {
    vitals.stop();
    await feed.stop();
    throw error;
  }
}

function fleetConfig(config: HubConfig, limits: HubLimits): Parameters<typeof createFleet>[0] {
  return {
    farm: config.name,
    maxNodes: limits.nodes,
    staleIntervals: 3,
    offlineAfterSeconds: config.offlineAfterSeconds,
    defaultIntervalSeconds: 5,
    stallAfterSeconds: config.stallAfterSeconds,
    thresholds: config.thresholds,
  };
}

function feedConfig(limits: HubLimits): Parameters<typeof createEventFeed>[0] {
  return {
    window: 250,
    leadingDelay: 20,
    heartbeat: 10_000,
    mostStreams: limits.streams,
    epoch: randomBytes(6).toString('hex'),
  };
}

interface Ticking {
  readonly fleet: Fleet;
  readonly alerts: AlertBook;
  readonly watch: AlertWatch;
  readonly notifier: Notifier;
  readonly feed: EventFeed;
  readonly store: HubStore;
  readonly history: FarmHistory;
  readonly clock: Clock;
}

function tick({ fleet, alerts, watch, notifier, feed, store, history, clock }: Ticking): void {
  fleet.tick(momentOf(clock));
  watch.tick(momentOf(clock));
  notifier.reconcile(momentOf(clock));
  history.tick(() => fleet.summary(momentOf(clock)));
  feed.changed();
  keepHistories({ fleet, store, clock });
  keepAlerts({ alerts, store });
}

/** What of the jobs' histories changed is written behind; a record that cannot be removed goes another time. */
function keepHistories({ fleet, store, clock }: Pick<Ticking, 'fleet' | 'store' | 'clock'>): void {
  const { changed, dropped } = fleet.takeHistoryChanges(momentOf(clock));
  for (const id of changed) store.jobs.put(id, () => fleet.jobRecord(id));
  for (const id of dropped) void store.jobs.remove(id).catch(() => {});
}

function keepAlerts({ alerts, store }: Pick<Ticking, 'alerts' | 'store'>): void {
  const { changed, dropped } = alerts.takeRecordChanges();
  for (const id of changed) store.alerts.put(id, () => alerts.record(id));
  for (const id of dropped) void store.alerts.remove(id).catch(() => {});
}

/** A machine `rn.studio.lan` is also called `rn` and, by mDNS, `rn.local`. */
function namesOf(config: HubConfig, machine: readonly string[]): readonly string[] {
  const short = machine.map((name) => name.split('.')[0] ?? name);
  return [...machine, ...short, ...short.map((name) => `${name}.local`), config.host, ...config.publicHost];
}

async function listen(server: Server, { host, port }: HubConfig): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, host, port);
  }
  return (server.address() as AddressInfo).port;
}

function listenFailure(error: unknown, host: string, port: number): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return new PortTakenError(
        `Port ${port} of ${host} is taken; stop what listens there or choose another with --port.`,
      );
    case 'EACCES':
      return new ConfigError(`Port ${port} is for root alone; choose one above 1023 with --port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`${host} is no address of this machine; correct --host, or leave it out for all of them.`);
    default:
      return new Error(
        `The hub cannot listen on ${host}, port ${port} (${message}); choose others with --host, --port.`,
      );
  }
}

/** No new connections; requests under way get their answer, within a limit. */
async function drain(server: Server, clock: Clock): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const stopChecks = every(clock, DRAIN_CHECK_MILLIS, () => server.closeIdleConnections());
  const cancelLimit = clock.after(DRAIN_MILLIS, () => server.closeAllConnections());
  await closed;
  stopChecks();
  cancelLimit();
}

function localUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}
