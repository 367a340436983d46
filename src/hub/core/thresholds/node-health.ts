/**
 * A node's health as the lists show it, in whole units. Each figure stays as it is until it has moved by more than it
 * trembles by itself: every change of it is sent to every dashboard.
 */
import type { FileSystemSample, GpuSample, HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { NodeHealth } from '../../../shared/protocol/render-node.ts';
import { sensorsOf } from '../../../shared/telemetry/metric.ts';
import type { SensorKind } from '../../../shared/telemetry/sensor-kind.ts';
import { percentOf } from '../../../shared/units.ts';

/** By how much a figure must have moved, in its unit; of the time until a disk is full the share of it. */
const STEPS: Readonly<Record<keyof NodeHealth, number>> = {
  cpuTempC: 1,
  vrmTempC: 1,
  gpuTempC: 1,
  gpuWatts: 5,
  gpuLimitWatts: 1,
  gpuFanPercent: 1,
  gpuMemPercent: 1,
  rootPercent: 1,
  dockerPercent: 1,
  outputPercent: 1,
  outputFullInSeconds: 0,
};
const FULL_IN_SHARE = 0.1;

const FIGURES = Object.keys(STEPS) as readonly (keyof NodeHealth)[];

const UNKNOWN_HEALTH: NodeHealth = {
  cpuTempC: null,
  vrmTempC: null,
  gpuTempC: null,
  gpuWatts: null,
  gpuLimitWatts: null,
  gpuFanPercent: null,
  gpuMemPercent: null,
  rootPercent: null,
  dockerPercent: null,
  outputPercent: null,
  outputFullInSeconds: null,
};

/** Null where nothing of it was ever known; the same object as before where nothing of it has moved. */
export function nodeHealth(
  hardware: HardwareSample | null,
  before: NodeHealth | null,
  kindOf: (sensor: string) => SensorKind,
): NodeHealth | null {
  const told = hardware ? toldHealth(hardware, kindOf) : UNKNOWN_HEALTH;
  if (before === null && FIGURES.every((figure) => told[figure] === null)) return null;
  const health = { ...told };
  let hasMoved = before === null;
  for (const figure of FIGURES) {
    health[figure] = settled(figure, before?.[figure] ?? null, told[figure]);
    if (before && health[figure] !== before[figure]) hasMoved = true;
  }
  return hasMoved ? health : before;
}

function settled(figure: keyof NodeHealth, before: number | null, now: number | null): number | null {
  if (now === null) return null;
  const step = figure === 'outputFullInSeconds' ? (before ?? 0) * FULL_IN_SHARE : STEPS[figure];
  return before !== null && Math.abs(now - before) < step ? before : Math.round(now);
}

function toldHealth(hardware: HardwareSample, kindOf: (sensor: string) => SensorKind): NodeHealth {
  const { gpus, fileSystems } = hardware;
  const output = fileSystems?.filter(({ holdsOutput }) => holdsOutput) ?? [];
  return {
    ...sensorHealth(hardware, kindOf),
    gpuTempC: most(gpus, (gpu) => gpu.celsius),
    gpuWatts: sum(gpus, (gpu) => gpu.powerWatts),
    gpuLimitWatts: sum(gpus, (gpu) => gpu.powerLimitWatts),
    gpuFanPercent: most(gpus, (gpu) => gpu.fanPercent),
    gpuMemPercent: most(gpus, (gpu) => percentOf(gpu.memoryUsedBytes, gpu.memoryTotalBytes)),
    rootPercent: usedPercent(rootOf(fileSystems)),
    dockerPercent: usedPercent(containersHome(fileSystems)),
    outputPercent: most(output, usedPercent),
    outputFullInSeconds: least(output, ({ fullInSeconds }) => fullInSeconds),
  };
}

function sensorHealth(
  hardware: HardwareSample,
  kindOf: (sensor: string) => SensorKind,
): Pick<NodeHealth, 'cpuTempC' | 'vrmTempC'> {
  const sensors = sensorsOf(hardware);
  const hottest = (kind: SensorKind) =>
    most(sensors, ({ sensor, celsius }) => (kindOf(sensor) === kind ? celsius : null));
  return { cpuTempC: hottest('cpu'), vrmTempC: hottest('vrm') };
}

function usedPercent(fileSystem: FileSystemSample | null): number | null {
  return fileSystem && percentOf(fileSystem.totalBytes - fileSystem.freeBytes, fileSystem.totalBytes);
}

/** Where Docker, containerd and Podman keep images and containers; the first that somebody has made. */
const CONTAINER_HOMES = ['/var/lib/docker', '/var/lib/containerd', '/var/lib/containers'];

function containersHome(fileSystems: HardwareSample['fileSystems']): FileSystemSample | null {
  for (const home of CONTAINER_HOMES) {
    const own = fileSystems?.find(({ mount }) => mount === home || mount.startsWith(`${home}/`));
    if (own) return own;
  }
  return holding(fileSystems, '/var/lib');
}

/** The file system on which the path lies: that of the longest mount above it. */
function holding(fileSystems: HardwareSample['fileSystems'], path: string): FileSystemSample | null {
  let holder: FileSystemSample | null = null;
  for (const fileSystem of fileSystems ?? []) {
    const { mount } = fileSystem;
    const holds = mount === '/' || path === mount || path.startsWith(`${mount}/`);
    if (holds && mount.length > (holder?.mount.length ?? 0)) holder = fileSystem;
  }
  return holder;
}

function rootOf(fileSystems: HardwareSample['fileSystems']): FileSystemSample | null {
  return fileSystems?.find(({ mount }) => mount === '/' || /^C:\\?$/i.test(mount)) ?? null;
}

type Figure<T> = (each: T) => number | null | undefined;

function most<T>(all: readonly T[] | null, figure: Figure<T>): number | null {
  return fold(all, figure, Math.max);
}

function least<T>(all: readonly T[] | null, figure: Figure<T>): number | null {
  return fold(all, figure, Math.min);
}

function sum(all: readonly GpuSample[] | null, figure: Figure<GpuSample>): number | null {
  return fold(all, figure, (a, b) => a + b);
}

function fold<T>(all: readonly T[] | null, figure: Figure<T>, join: (a: number, b: number) => number): number | null {
  let joined: number | null = null;
  for (const each of all ?? []) {
    const value = figure(each);
    if (value === null || value === undefined) continue;
    joined = joined === null ? value : join(joined, value);
  }
  return joined;
}
