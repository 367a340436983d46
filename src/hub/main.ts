/** The hub: load, listen, tick, drain. */
import { randomBytes } from 'node:crypto';
import { type Clock, every, type Moment, momentOf } from '../shared/clock.ts';
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
import { drain, listen, localUrl } from './http/listening.ts';
import { createHubVitals } from './http/metrics-vitals.ts';
import { createHubServer } from './http/server.ts';
import type { HubConfig } from './hub-config.ts';
import { createPauseExcuse } from './hub-pauses.ts';
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

const TICK_MILLIS = 1_000;
const COALESCE_MILLIS = 1_000;

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
  const { fleet, alerts, watch } = await restoreFarm(createFleet(fleetConfig(config, limits)), store, clock);
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
    const excusePauses = createPauseExcuse({ fleet, watch, log });
    const stopTicks = every(clock, TICK_MILLIS, () =>
      tick({ fleet, alerts, watch, excusePauses, notifier, feed, store, history, clock }),
    );
    const shutDown = async (): Promise<void> => {
      draining = true;
      stopTicks();
      await feed.stop();
      await Promise.all([drain(server, clock), notifier.stop()]);
      vitals.stop();
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

/** What was known when the hub last ended. */
async function restoreFarm(
  fleet: Fleet,
  store: HubStore,
  clock: Clock,
): Promise<Pick<Ticking, 'fleet' | 'alerts' | 'watch'>> {
  for (const record of await store.jobs.load()) fleet.restoreJob(record, momentOf(clock));
  for (const record of await store.nodes.load()) fleet.restore(record, momentOf(clock));
  const alerts = createAlertBook();
  const watch = createAlertWatch({ fleet, book: alerts }, await store.alerts.load(), momentOf(clock));
  return { fleet, alerts, watch };
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
  readonly excusePauses: (now: Moment) => void;
  readonly notifier: Notifier;
  readonly feed: EventFeed;
  readonly store: HubStore;
  readonly history: FarmHistory;
  readonly clock: Clock;
}

function tick({ fleet, alerts, watch, excusePauses, notifier, feed, store, history, clock }: Ticking): void {
  excusePauses(momentOf(clock));
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
