import type { Clock } from '../shared/clock.ts';
import { createHubApi } from '../shared/hub-api.ts';
import type { Log } from '../shared/log.ts';
import type { AgentProgram } from './agent-config.ts';
import { hostHardware } from './io/host-hardware.ts';
import { createSlowLane } from './io/slow-lane.ts';
import { watchOutput } from './io/watch-output.ts';
import type { AgentDeps } from './main.ts';

/** This machine's directories, hardware and way to the hub: what an agent works with outside of tests. */
export function agentDeps(
  program: AgentProgram,
  nodeId: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): AgentDeps {
  const { directories, share, expected, title, poll, agent } = program;
  const intervalMillis = agent.intervalSeconds * 1000;
  const slowLane = createSlowLane();
  return {
    clock,
    log,
    random: Math.random,
    hub: createHubApi(program.hub),
    watcher: watchOutput({ roots: directories, nodeId, share, expected, title, poll }, { clock, log, slowLane }),
    sampler: hostHardware({ intervalMillis, outputDirectories: directories, portable: null }, { clock, slowLane }),
  };
}
