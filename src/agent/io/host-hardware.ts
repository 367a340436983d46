/** The collectors of the machine that this runs on, with the real files, calls and programs behind them. */
import { readFileSync } from 'node:fs';
import { readdir, readFile, realpath, statfs } from 'node:fs/promises';
import { cpus, hostname, loadavg, machine, uptime as osUptime } from 'node:os';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Collector } from '../collectors/collector.ts';
import { type HostFacts, identifyHost } from '../collectors/host-identity.ts';
import { linuxCollectors } from '../collectors/linux.ts';
import { portableCollectors } from '../collectors/portable.ts';
import type { SysFiles } from '../collectors/sys-files.ts';
import { uptime } from '../collectors/uptime.ts';
import { type HardwareSampler, sampleHardware } from './hardware-sampler.ts';
import { gpuCollectors } from './host-hardware-gpus.ts';
import { programCollectors } from './host-hardware-programs.ts';
import { readSystemMounts } from './mounts.ts';
import type { ListProcesses } from './processes/process-listing.ts';
import { createProcessStatReader, listPids, pageBytesOf } from './processes/process-stat.ts';
import type { SlowLane } from './slow-lane.ts';
import { wayTo } from './way-to.ts';

export interface HostHardwareConfig {
  /** How often the cheap collectors look. */
  readonly intervalMillis: Millis;
  /** Absolute; the file systems that they lie on are marked. */
  readonly outputDirectories: readonly string[];
  /** True does without `/proc` and `/sys`, as on a system that has none; null chooses by the platform. */
  readonly portable: boolean | null;
}

export interface HostHardwareDeps {
  readonly clock: Clock;
  /** The agent's only one: whatever may wait for a share waits in it. */
  readonly slowLane: SlowLane;
  /** For systems without `/proc`. */
  readonly listProcesses: ListProcesses;
  /** Of it the places where container engines listen. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const sysFiles: SysFiles = {
  list: (directory) => readdir(directory),
  read: (path) => readFile(path, 'utf8'),
};

/** Starts sampling this machine. */
export function hostHardware(config: HostHardwareConfig, deps: HostHardwareDeps): HardwareSampler {
  return sampleHardware({
    clock: deps.clock,
    hostname: hostname().slice(0, 255) || 'unnamed',
    identify: identifyThisHost,
    collectors: collectorsHere(config, deps),
  });
}

/** All collectors that make sense on this machine, none started yet. */
export function collectorsHere(
  config: HostHardwareConfig,
  { clock, slowLane, listProcesses, environment }: HostHardwareDeps,
): readonly Collector[] {
  const { intervalMillis, outputDirectories } = config;
  const { platform } = process;
  const isPortable = config.portable ?? platform !== 'linux';
  const gpuDeps = { clock, sysFiles, platform: config.portable ? null : platform, systemInformation };
  const read = (path: string): string => readFileSync(path, 'utf8');
  const cards = gpuCollectors(gpuDeps, intervalMillis);
  const asked = programCollectors({ clock, read, environment }, intervalMillis);
  if (isPortable) {
    const portableDeps = { clock, systemInformation, listProcesses, cpus, loadAverages: loadavg, platform };
    const portable = portableCollectors(portableDeps, outputDirectories, intervalMillis);
    return [uptime(osUptime, intervalMillis), ...portable, ...cards, ...asked];
  }
  const linuxDeps = {
    clock,
    slowLane,
    statfs,
    mounts: readSystemMounts,
    read,
    sysFiles,
    listPids,
    readStat: createProcessStatReader(),
    pageBytes: pageBytesOf(),
  };
  const ofLinux = linuxCollectors(linuxDeps, withoutLinks(outputDirectories, slowLane), intervalMillis);
  return [uptime(osUptime, intervalMillis), ...ofLinux, ...cards, ...asked];
}

function identifyThisHost(): Promise<HostFacts> {
  return identifyHost({
    platform: process.platform,
    architecture: machine(),
    cpuModel: cpus()[0]?.model,
    readText: (path) => readFile(path, 'utf8'),
    osInfo: async () => (await systemInformation()).osInfo(),
  });
}

/** Large, and most Linux machines do without it: loaded when it is first asked. */
function systemInformation(): Promise<typeof import('systeminformation')> {
  return import('systeminformation');
}

/** The same directories with their links followed, as soon as the disk or the share has told; a list that fills itself. */
function withoutLinks(directories: readonly string[], slowLane: SlowLane): readonly string[] {
  const places = [...directories];
  async function follow(directory: string, at: number): Promise<void> {
    const { path, share } = wayTo(directory, await readSystemMounts());
    places[at] = path;
    // Only the share itself knows of links within it.
    if (share !== null) places[at] = await slowLane.inTurn(share, () => realpath(directory));
  }
  // What is not there yet keeps its name.
  for (const [at, directory] of directories.entries()) follow(directory, at).catch(() => {});
  return places;
}
