/** The collectors of the machine that this runs on, with the real files, calls and programs behind them. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, realpath, statfs } from 'node:fs/promises';
import { cpus, hostname, loadavg, machine, uptime as osUptime } from 'node:os';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Collector, ReadKernelText } from '../collectors/collector.ts';
import { fileSystems } from '../collectors/file-systems.ts';
import { type GpusDeps, gpus } from '../collectors/gpus.ts';
import { type HostFacts, identifyHost } from '../collectors/host-identity.ts';
import { portableCollectors } from '../collectors/portable.ts';
import { procCpu } from '../collectors/proc-cpu.ts';
import { procDisks } from '../collectors/proc-disks.ts';
import { procMemory } from '../collectors/proc-memory.ts';
import { procNetwork } from '../collectors/proc-network.ts';
import { temperatures } from '../collectors/temperatures.ts';
import { uptime } from '../collectors/uptime.ts';
import { type HardwareSampler, sampleHardware } from './hardware-sampler.ts';
import { readSystemMounts } from './mounts.ts';
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
}

const TEMPERATURE_PERIOD: Millis = 10_000;
const FILE_SYSTEM_PERIOD: Millis = 15_000;
const MOST_PROGRAM_OUTPUT_BYTES = 1024 * 1024;

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
  { clock, slowLane }: HostHardwareDeps,
): readonly Collector[] {
  const { intervalMillis, outputDirectories } = config;
  const anywhere = [uptime(osUptime, intervalMillis), gpus(gpusDeps(clock))];
  if (config.portable ?? process.platform !== 'linux') {
    const portableDeps = { systemInformation, cpus, loadAverage: () => loadavg()[0] ?? 0, platform: process.platform };
    return [...anywhere, ...portableCollectors(portableDeps, outputDirectories, intervalMillis)];
  }
  const read: ReadKernelText = (path) => readFileSync(path, 'utf8');
  const sysFiles = { list: (directory: string) => readdir(directory), read: (path: string) => readFile(path, 'utf8') };
  const fileSystemsDeps = { clock, mounts: readSystemMounts, statfs, slowLane };
  const outputs = withoutLinks(outputDirectories, slowLane);
  return [
    ...anywhere,
    procCpu(read, intervalMillis),
    procMemory(read, intervalMillis),
    procNetwork(read, clock, intervalMillis),
    procDisks(read, clock, intervalMillis),
    temperatures(sysFiles, clock, Math.max(intervalMillis, TEMPERATURE_PERIOD)),
    fileSystems(fileSystemsDeps, outputs, Math.max(intervalMillis, FILE_SYSTEM_PERIOD)),
  ];
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

function gpusDeps(clock: Clock): GpusDeps {
  return {
    clock,
    run: (program, args, signal) =>
      new Promise((resolve, reject) => {
        const options = { signal, maxBuffer: MOST_PROGRAM_OUTPUT_BYTES, windowsHide: true };
        execFile(program, args, options, (error, output) => (error ? reject(error) : resolve(output)));
      }),
    graphics: async () => {
      if (process.platform === 'linux' && !(await hasDisplayController())) return [];
      return (await (await systemInformation()).graphics()).controllers;
    },
  };
}

/** PCI class 03 is a display controller. Where the kernel does not list its devices, there may be one. */
async function hasDisplayController(): Promise<boolean> {
  const directory = '/sys/bus/pci/devices';
  const devices = await readdir(directory).catch(() => null);
  if (devices === null) return true;
  const classes = await Promise.all(
    devices.map((device) => readFile(`${directory}/${device}/class`, 'utf8').catch(() => '')),
  );
  return classes.some((text) => text.startsWith('0x03'));
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
