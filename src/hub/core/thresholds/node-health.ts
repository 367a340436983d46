/**
 * A node's health as the lists show it, in whole units. Each figure stays as it is until it has moved by more than it
 * trembles by itself: every change of it is sent to every dashboard. Made of each report, and so without detours.
 */
import { UNKNOWN_HEALTH } from '../../../shared/node-patch.ts';
import type {
  FileSystemSample,
  GpuSample,
  HardwareSample,
  TemperatureSample,
} from '../../../shared/protocol/hardware.ts';
import type { NodeHealth } from '../../../shared/protocol/render-node.ts';
import type { SensorKind } from '../../../shared/telemetry/sensor-kind.ts';
import { percentOf } from '../../../shared/units.ts';

/** By how much a figure must have moved, in its unit; of the time until a disk is full the share of it. */
const STEP = 1;
const WATTS_STEP = 5;
const FULL_IN_SHARE = 0.1;

type Told = { -readonly [Figure in keyof NodeHealth]: NodeHealth[Figure] };

/** Null where nothing of it was ever known; the same object as before where nothing of it has moved. */
export function nodeHealth(
  hardware: HardwareSample | null,
  before: NodeHealth | null,
  kindOf: (sensor: string) => SensorKind,
): NodeHealth | null {
  const told: Told = { ...UNKNOWN_HEALTH };
  if (hardware) {
    const { temperatures, ipmi, gpus, fileSystems } = hardware;
    if (temperatures) addSensors(told, temperatures, kindOf);
    if (ipmi) addSensors(told, ipmi.temperatures, kindOf);
    if (gpus) addGpus(told, gpus);
    if (fileSystems) addFileSystems(told, fileSystems);
  }
  const settled = settledHealth(told, before);
  return isSame(settled, before ?? UNKNOWN_HEALTH) ? before : settled;
}

function addSensors(told: Told, sensors: readonly TemperatureSample[], kindOf: (sensor: string) => SensorKind): void {
  for (const { sensor, celsius } of sensors) {
    const kind = kindOf(sensor);
    if (kind === 'cpu') told.cpuTempC = higher(told.cpuTempC, celsius);
    else if (kind === 'vrm') told.vrmTempC = higher(told.vrmTempC, celsius);
  }
}

function addGpus(told: Told, gpus: readonly GpuSample[]): void {
  for (const gpu of gpus) {
    told.gpuTempC = higher(told.gpuTempC, gpu.celsius);
    told.gpuWatts = sum(told.gpuWatts, gpu.powerWatts);
    told.gpuLimitWatts = sum(told.gpuLimitWatts, gpu.powerLimitWatts);
    told.gpuFanPercent = higher(told.gpuFanPercent, gpu.fanPercent);
    told.gpuMemPercent = higher(told.gpuMemPercent, percentOf(gpu.memoryUsedBytes, gpu.memoryTotalBytes));
  }
}

/** Where Docker, containerd and Podman keep images and containers. */
const CONTAINER_HOMES = ['/var/lib/docker', '/var/lib/containerd', '/var/lib/containers'];

function addFileSystems(told: Told, fileSystems: readonly FileSystemSample[]): void {
  let home: FileSystemSample | null = null;
  for (const each of fileSystems) {
    if (isRoot(each.mount)) told.rootPercent = usedPercent(each);
    if (each.holdsOutput) {
      told.outputPercent = higher(told.outputPercent, usedPercent(each));
      told.outputFullInSeconds = lower(told.outputFullInSeconds, each.fullInSeconds);
    }
    if (holdsContainers(each.mount) && each.mount.length > (home?.mount.length ?? 0)) home = each;
  }
  told.dockerPercent = home && usedPercent(home);
}

function isRoot(mount: string): boolean {
  return mount === '/' || mount === 'C:' || mount === 'C:\\';
}

/** One of their own, or the one in which their directories lie: the longest mount is the nearest. */
function holdsContainers(mount: string): boolean {
  if (mount === '/' || mount === '/var' || mount === '/var/lib') return true;
  return CONTAINER_HOMES.some((home) => mount === home || mount.startsWith(`${home}/`));
}

function usedPercent({ totalBytes, freeBytes }: FileSystemSample): number | null {
  return percentOf(totalBytes - freeBytes, totalBytes);
}

function higher(known: number | null, told: number | null | undefined): number | null {
  if (told === null || told === undefined) return known;
  return known === null || told > known ? told : known;
}

function lower(known: number | null, told: number | null | undefined): number | null {
  if (told === null || told === undefined) return known;
  return known === null || told < known ? told : known;
}

function sum(known: number | null, told: number | null | undefined): number | null {
  if (told === null || told === undefined) return known;
  return (known ?? 0) + told;
}

function settledHealth(told: Told, before: NodeHealth | null): NodeHealth {
  const known = before ?? UNKNOWN_HEALTH;
  const fullStep = (known.outputFullInSeconds ?? 0) * FULL_IN_SHARE;
  return {
    cpuTempC: settled(known.cpuTempC, told.cpuTempC, STEP),
    vrmTempC: settled(known.vrmTempC, told.vrmTempC, STEP),
    gpuTempC: settled(known.gpuTempC, told.gpuTempC, STEP),
    gpuWatts: settled(known.gpuWatts, told.gpuWatts, WATTS_STEP),
    gpuLimitWatts: settled(known.gpuLimitWatts, told.gpuLimitWatts, WATTS_STEP),
    gpuFanPercent: settled(known.gpuFanPercent, told.gpuFanPercent, STEP),
    gpuMemPercent: settled(known.gpuMemPercent, told.gpuMemPercent, STEP),
    rootPercent: settled(known.rootPercent, told.rootPercent, STEP),
    dockerPercent: settled(known.dockerPercent, told.dockerPercent, STEP),
    outputPercent: settled(known.outputPercent, told.outputPercent, STEP),
    outputFullInSeconds: settled(known.outputFullInSeconds, told.outputFullInSeconds, fullStep),
  };
}

function settled(before: number | null, now: number | null, step: number): number | null {
  if (now === null) return null;
  return before !== null && Math.abs(now - before) < step ? before : Math.round(now);
}

function isSame(a: NodeHealth, b: NodeHealth): boolean {
  return (
    a.cpuTempC === b.cpuTempC &&
    a.vrmTempC === b.vrmTempC &&
    a.gpuTempC === b.gpuTempC &&
    a.gpuWatts === b.gpuWatts &&
    a.gpuLimitWatts === b.gpuLimitWatts &&
    a.gpuFanPercent === b.gpuFanPercent &&
    a.gpuMemPercent === b.gpuMemPercent &&
    a.rootPercent === b.rootPercent &&
    a.dockerPercent === b.dockerPercent &&
    a.outputPercent === b.outputPercent &&
    a.outputFullInSeconds === b.outputFullInSeconds
  );
}
