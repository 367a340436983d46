import { type Clock, every, type Millis } from '../shared/clock.ts';
import { createHubApi } from '../shared/hub-api.ts';
import type { Log } from '../shared/log.ts';
import type { AgentProgram } from './agent-config.ts';
import { createFileChecker } from './io/checks/file-checker-threads.ts';
import { hostHardware } from './io/host-hardware.ts';
import { hostRenderers } from './io/processes/host-renderers.ts';
import { createProcessListing } from './io/processes/process-listing.ts';
import { createProcWrites, noProcessWrites, type ProcessWrites } from './io/processes/process-writes.ts';
import { createSlowLane } from './io/slow-lane.ts';
import { createOwnWork } from './io/watcher/output-watcher-own-work.ts';
import { watchOutput } from './io/watcher/watch-output.ts';
import type { AgentDeps } from './main.ts';

/** What an agent works with outside of tests. */
export interface HostDeps extends AgentDeps {
  /**
   * Whether calls to shares still hang, a moment after the agent has stopped. A program cannot end by itself while its
   * threads wait for a dead share: then it is to be killed.
   */
  readonly isHeldUp: () => Promise<boolean>;
}

/** What the program that starts an agent gives to it. */
export interface HostDepsOf {
  readonly clock: Clock;
  readonly log: Log;
  /** Of it the places where container engines listen. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Calls that are under way when the agent stops may take so long to come back. */
const COMING_BACK: Millis = 500;

/** This machine's directories, renderers, hardware and way to the hub. */
export function agentDeps(program: AgentProgram, nodeId: string, { clock, log, environment }: HostDepsOf): HostDeps {
  const { directories, share, expected, title, poll, agent } = program;
  const intervalMillis = agent.intervalSeconds * 1000;
  const slowLane = createSlowLane({ clock });
  const checker = createFileChecker({ clock });
  // systeminformation is large, and Linux does without: loaded when first asked.
  const processes = createProcessListing(clock, async () => (await import('systeminformation')).processes());
  const renderers = hostRenderers({ clock, slowLane, listProcesses: processes.fresh });
  const ownWork = createOwnWork({ clock, renderers, writes: processWritesOf(process.platform) });
  const config = { roots: directories, nodeId, share, expected, title, poll };
  return {
    clock,
    log,
    random: Math.random,
    hub: createHubApi(program.hub),
    renderers,
    watcher: watchOutput(config, { clock, log, slowLane, checker, ownWork }),
    sampler: hostHardware(
      { intervalMillis, outputDirectories: directories, portable: null },
      { clock, slowLane, listProcesses: processes.recent, environment },
    ),
    isHeldUp: async () => !(await comesTrue(clock, COMING_BACK, () => slowLane.isAtRest())),
  };
}

function processWritesOf(platform: NodeJS.Platform): ProcessWrites {
  return platform === 'linux' ? createProcWrites() : noProcessWrites;
}

/** Whether `condition` holds within the limit. */
function comesTrue(clock: Clock, limit: Millis, condition: () => boolean): Promise<boolean> {
  if (condition()) return Promise.resolve(true);
  const end = clock.monotonic() + limit;
  return new Promise((tell) => {
    const stop = every(clock, 20, () => {
      const isTrue = condition();
      if (!isTrue && clock.monotonic() < end) return;
      stop();
      tell(isTrue);
    });
  });
}
