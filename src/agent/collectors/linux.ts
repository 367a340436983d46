/** The collectors of what Linux itself tells, by its own files: nothing is started for any of them. */
import type { Millis } from '../../shared/clock.ts';
import { askedEvery } from './asked-every.ts';
import type { Collector, ReadKernelText } from './collector.ts';
import { createCpuClock } from './cpu-clock.ts';
import { fans } from './fans.ts';
import { type FileSystemsDeps, fileSystems } from './file-systems.ts';
import { createLinkSpeeds } from './link-speed.ts';
import { pressure } from './pressure.ts';
import { procCpu } from './proc-cpu.ts';
import { procDisks } from './proc-disks.ts';
import { procMemory } from './proc-memory.ts';
import { procNetwork } from './proc-network.ts';
import type { SysFiles } from './sys-files.ts';
import { temperatures } from './temperatures.ts';
import { type TopProcessesDeps, topProcesses } from './top-processes.ts';

export interface LinuxDeps extends FileSystemsDeps, TopProcessesDeps {
  readonly read: ReadKernelText;
  readonly sysFiles: SysFiles;
}

/** What moves slowly, or is dear, is looked at less often than the rest. */
const PRESSURE_PERIOD: Millis = 5_000;
const SENSOR_PERIOD: Millis = 10_000;
const FILE_SYSTEM_PERIOD: Millis = 15_000;
const PROCESS_PERIOD: Millis = 15_000;
const CPU_CLOCK_PERIOD: Millis = 30_000;

export function linuxCollectors(
  deps: LinuxDeps,
  outputDirectories: readonly string[],
  periodMillis: Millis,
): readonly Collector[] {
  const { clock, read, sysFiles } = deps;
  const atMostEvery = (slowest: Millis): Millis => Math.max(periodMillis, slowest);
  const clockMegahertz = askedEvery(clock, CPU_CLOCK_PERIOD, createCpuClock(sysFiles));
  return [
    procCpu({ read, clockMegahertz }, periodMillis),
    procMemory(read, periodMillis),
    procNetwork({ clock, read, linkSpeed: createLinkSpeeds(sysFiles, clock) }, periodMillis),
    procDisks(read, clock, periodMillis),
    pressure(read, atMostEvery(PRESSURE_PERIOD)),
    temperatures(sysFiles, clock, atMostEvery(SENSOR_PERIOD)),
    fans(sysFiles, clock, atMostEvery(SENSOR_PERIOD)),
    fileSystems(deps, outputDirectories, atMostEvery(FILE_SYSTEM_PERIOD)),
    topProcesses(deps, atMostEvery(PROCESS_PERIOD)),
  ];
}
