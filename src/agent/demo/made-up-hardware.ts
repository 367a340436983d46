import type { Clock } from '../../shared/clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { HardwareSampler } from '../io/hardware-sampler.ts';

/** How hard a made-up machine works: its figures waver around these. */
export interface MadeUpLoad {
  readonly cpuPercent: number;
  readonly gpuPercent: number;
  readonly gpuCelsius: number;
  readonly memoryPercent: number;
}

export interface MadeUpMachine {
  readonly hostname: string;
  readonly cpu: string;
  readonly gpu: string;
  readonly gpuCount: number;
  readonly memoryBytes: number;
  /** Asked at each reading, so that a machine cools down when its render ends. */
  readonly load: () => MadeUpLoad;
}

/** The figures of a machine that does not exist, one reading at each look. */
export function madeUpHardware(machine: MadeUpMachine, clock: Clock): HardwareSampler {
  const started = clock.monotonic();
  return {
    ready: Promise.resolve(),
    current: () => ({
      host: { hostname: machine.hostname, os: 'Rocky Linux 9.4 x86_64', cpu: machine.cpu, gpu: machine.gpu },
      hardware: sampleOf(machine, 6 * 86_400 + (clock.monotonic() - started) / 1000),
      problems: [],
    }),
    stop: async () => {},
  };
}

function sampleOf(machine: MadeUpMachine, uptimeSeconds: number): HardwareSample {
  const load = machine.load();
  const cpuPercent = waver(load.cpuPercent, 4, uptimeSeconds, machine.hostname);
  return {
    uptimeSeconds,
    cpu: { percent: cpuPercent, perCore: [], loadAverage: (cpuPercent / 100) * 64, cores: 64 },
    memory: {
      totalBytes: machine.memoryBytes,
      usedBytes: (machine.memoryBytes * waver(load.memoryPercent, 2, uptimeSeconds, machine.gpu)) / 100,
      swapTotalBytes: 0,
      swapUsedBytes: 0,
    },
    fileSystems: [],
    network: [],
    disks: null,
    temperatures: [{ sensor: 'CPU package', celsius: 38 + cpuPercent * 0.32, limitCelsius: 95 }],
    gpus: Array.from({ length: machine.gpuCount }, (_, index) => gpuOf(machine, load, uptimeSeconds + 7 * index)),
  };
}

function gpuOf(machine: MadeUpMachine, load: MadeUpLoad, seconds: number): NonNullable<HardwareSample['gpus']>[number] {
  const percent = waver(load.gpuPercent, 3, seconds, machine.gpu);
  return {
    name: machine.gpu,
    busId: null,
    percent,
    memoryUsedBytes: 24e9 * (0.04 + 0.0085 * percent),
    memoryTotalBytes: 24e9,
    celsius: waver(load.gpuCelsius, 1.5, seconds, machine.hostname),
    limitCelsius: 88,
    powerWatts: 25 + 4 * percent,
    fanPercent: Math.min(100, 30 + 0.7 * percent),
  };
}

/** `value` give or take `width` (at most a quarter of it), smooth in time and different for each name; stays within 0-100. */
function waver(value: number, width: number, seconds: number, name: string): number {
  let phase = 0;
  for (const char of name) phase += char.charCodeAt(0);
  const wave = Math.sin(seconds / 5 + phase) + Math.sin(seconds / 11.3 + 2 * phase) / 2;
  return Math.min(100, Math.max(0, value + (Math.min(width, value / 4) * wave) / 1.5));
}
