/** What the doctor needs of the world: the collectors of this machine as an agent has them, its files, its costs. */
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { systemClock } from '../../shared/clock.ts';
import { ConfigError, type ConfigSources } from '../../shared/config.ts';
import { createHubApi } from '../../shared/hub-api.ts';
import { resolveAgentProgram } from '../agent-config.ts';
import { collectorsHere } from '../io/host-hardware.ts';
import { readSystemMounts } from '../io/mounts.ts';
import { createProcessListing } from '../io/processes/process-listing.ts';
import { createSlowLane } from '../io/slow-lane.ts';
import { wayTo } from '../io/way-to.ts';
import type { DoctorDeps, DoctorOutput, HubToTry } from './doctor-command.ts';

/** An agent's pace where nothing else is said. */
const INTERVAL_MILLIS = 5_000;

/** What the program that starts the doctor gives to it. */
export interface SystemDoctorDepsOf extends DoctorOutput {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The agent's settings with `--hub` as it was typed. */
  readonly sources: (hub: string) => ConfigSources;
}

export function systemDoctorDeps(
  { environment, sources, ...output }: SystemDoctorDepsOf,
  directories: readonly string[],
): DoctorDeps {
  const clock = systemClock;
  const slowLane = createSlowLane({ clock });
  const listing = createProcessListing(clock, async () => (await import('systeminformation')).processes());
  const config = { intervalMillis: INTERVAL_MILLIS, outputDirectories: directories, portable: null };
  return {
    ...output,
    clock,
    measureCpu,
    collectors: collectorsHere(config, { clock, slowLane, listProcesses: listing.recent, environment }),
    read: (path) => readFileSync(path, 'utf8'),
    list: (directory) => readdir(directory),
    shareOf: async (directory) => wayTo(directory, await readSystemMounts()).share,
    mayReadKernelLog,
    workingDirectory: process.cwd(),
    hub: (url) => hubToTry(sources(url)),
  };
}

function hubToTry(sources: ConfigSources): HubToTry {
  try {
    const { hub } = resolveAgentProgram(sources);
    return { url: hub.url, api: createHubApi(hub) };
  } catch (error) {
    if (error instanceof ConfigError) return { mistake: error.message };
    throw error;
  }
}

/** User and system time; of programs that have ended, where the system tells it (Linux), to ten milliseconds. */
function measureCpu(): () => number {
  const children = childrenMillis();
  const own = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(own);
    return (user + system) / 1000 + childrenMillis() - children;
  };
}

function childrenMillis(): number {
  try {
    // proc(5): behind the name in parentheses, cutime and cstime are fields 16 and 17, in hundredths of a second.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
    return 10 * (Number(fields[13]) + Number(fields[14]));
  } catch {
    return 0;
  }
}

function mayReadKernelLog(): boolean {
  try {
    closeSync(openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}
