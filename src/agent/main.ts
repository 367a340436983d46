import type { Clock, Millis } from '../shared/clock.ts';
import type { HubApi } from '../shared/hub-api.ts';
import type { Log } from '../shared/log.ts';
import type { Running } from '../shared/running.ts';
import { createSignal } from '../shared/signal.ts';
import { VERSION } from '../shared/version.ts';
import { refusalText } from './core/delivery.ts';
import { foundRoots } from './core/found-outputs.ts';
import { buildReport } from './core/report.ts';
import type { HardwareSampler } from './io/hardware-sampler.ts';
import { rendererReports } from './io/processes/renderer-report.ts';
import type { RendererWatch } from './io/processes/renderer-watch.ts';
import { postReport, type Reporter, type ReporterDeps, startReporter } from './io/reporter.ts';
import type { OutputWatcher } from './io/watcher/output-watcher.ts';

export interface AgentConfig {
  /** Null where the host name is name enough. */
  readonly nodeId: string | null;
  readonly intervalSeconds: number;
  readonly tags: readonly string[];
}

export interface AgentDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly watcher: OutputWatcher;
  readonly sampler: HardwareSampler;
  /** Null: nobody looks for renderers. */
  readonly renderers: RendererWatch | null;
  readonly hub: HubApi;
  /** 0 to 1, for the waits between tries and the session's name. */
  readonly random: () => number;
}

export interface RunningAgent extends Running {
  /** Fulfilled when the agent has stopped. */
  readonly done: Promise<void>;
}

/** A first report waits so long for directories and figures; what is not known by then comes with the next. */
const FIRST_REPORT_LIMIT: Millis = 1_000;
/** The only report waits longer: a directory on a share that hangs must not hold it for ever. */
const ONLY_REPORT_LIMIT: Millis = 60_000;
const ANSWER_LIMIT: Millis = 20_000;
/** With the wait for the first report, the two seconds that a stop may take. */
const ONLY_WORD_LIMIT: Millis = 1_000;

/**
 * Reports this node to the hub until it is stopped, and follows its renderers to where they write. `stop()` sends a
 * last report that says so, be it the only one (two seconds at most), and stops the watcher, the sampler and the hub's
 * connections too.
 */
export function startAgent(config: AgentConfig, deps: AgentDeps): RunningAgent {
  let reporter: Reporter | null = null;
  let stopping: Promise<void> | null = null;
  const done = createSignal();
  const makeReport = reportMaker(config, deps);
  const ready = within(deps.clock, FIRST_REPORT_LIMIT, readinessOf(deps));
  void ready.then(() => {
    if (!stopping) reporter = startReporter(config.intervalSeconds * 1000, { ...deps, makeReport });
  });
  const hurry = (): void => reporter?.hurry();
  const stopListening = deps.watcher.onChange((change) => {
    if (change === 'urgent') hurry();
  });
  const stopFollowing = deps.renderers?.onChange(() => {
    followRenderers(deps);
    hurry();
    // What is followed anew is told as soon as it has been read.
    void deps.watcher.ready.then(hurry);
  });
  async function stop(): Promise<void> {
    stopListening();
    stopFollowing?.();
    // A word of leaving that knew nothing yet would take the node's frames from the hub.
    await ready;
    if (reporter) await reporter.leave();
    else await postReport(makeReport({ droppedReports: 0, leaving: true }), deps, { limit: ONLY_WORD_LIMIT });
    await stopParts(deps);
    done.tell();
  }
  return {
    done: done.told,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/**
 * Sends one report as soon as the directories are read and measured and the machine is known, and stops all parts.
 * Null when the hub has taken it, otherwise a sentence that says why not.
 */
export async function reportOnce(config: AgentConfig, deps: AgentDeps): Promise<string | null> {
  const measured = readinessOf(deps).then(() => deps.watcher.measured);
  await within(deps.clock, ONLY_REPORT_LIMIT, measured);
  const report = reportMaker(config, deps)({ droppedReports: 0, leaving: false });
  const refusal = await postReport(report, deps, { limit: ANSWER_LIMIT });
  await stopParts(deps);
  return refusal && refusalText(refusal);
}

/** Each report of this session: numbered, and true at the moment it is made. */
function reportMaker(config: AgentConfig, deps: AgentDeps): ReporterDeps['makeReport'] {
  const identity = { ...config, agentVersion: VERSION, sessionId: sessionName(deps.random) };
  let sequenceNumber = 0;
  return (about) => {
    const { host, hardware, problems } = deps.sampler.current();
    const { roots, sequences, problems: ofOutput } = deps.watcher.snapshot();
    const seen = deps.renderers?.current() ?? null;
    const renderers = seen && rendererReports(seen);
    const truth = { host, hardware, problems: [...problems, ...ofOutput], roots, sequences, renderers };
    return buildReport(identity, truth, { ...about, now: deps.clock.now(), sequenceNumber: sequenceNumber++ });
  };
}

/** Two draws make some 100 bits: no two starts of an agent share a name. */
function sessionName(random: () => number): string {
  return [random(), random()].map((draw) => draw.toString(36).slice(2)).join('-');
}

async function readinessOf(deps: AgentDeps): Promise<void> {
  const found = deps.renderers?.ready.then(() => followRenderers(deps));
  await Promise.allSettled([found, deps.sampler.ready]);
  await deps.watcher.ready;
}

function followRenderers({ renderers, watcher }: AgentDeps): void {
  watcher.follow(foundRoots(renderers?.current() ?? []));
}

/** Waits for `event`, but no longer than the limit. */
function within(clock: Clock, limit: Millis, event: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limit, resolve);
    void event.then(() => {
      cancel();
      resolve();
    });
  });
}

async function stopParts(deps: AgentDeps): Promise<void> {
  await Promise.allSettled([deps.watcher.stop(), deps.sampler.stop(), deps.renderers?.stop()]);
  deps.hub.close();
}
