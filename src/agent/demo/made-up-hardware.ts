import type { Clock } from '../../shared/clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { HardwareSampler } from '../io/hardware-sampler.ts';
import { madeUpCards } from './made-up-cards.ts';
import { waver } from './waver.ts';

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

const CORES = 64;
const SHARE_BYTES = 40e12;
const LINK_BYTES_PER_SECOND = 1.25e9;

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

function sampleOf(machine: MadeUpMachine, seconds: number): HardwareSample {
  const load = machine.load();
  const waved = (value: number, width: number, name: string, most?: number): number =>
    waver(value, { width, seconds, name: machine.hostname + name, ...(most === undefined ? {} : { most }) });
  const cpuPercent = waved(load.cpuPercent, 4, 'cpu');
  const written = waved(load.cpuPercent * 1.2e6, 4e7, 'written', LINK_BYTES_PER_SECOND);
  const read = waved(load.gpuPercent * 6e5, 3e7, 'read', LINK_BYTES_PER_SECOND);
  const swap = { swapTotalBytes: 0, swapUsedBytes: 0 };
  const memoryPercent = waved(load.memoryPercent, 2, 'memory');
  return {
    uptimeSeconds: seconds,
    cpu: cpuOf(cpuPercent, (core) => waved(load.cpuPercent, 12, `core ${core}`)),
    memory: { totalBytes: machine.memoryBytes, usedBytes: (machine.memoryBytes * memoryPercent) / 100, ...swap },
    fileSystems: fileSystemsOf(seconds),
    network: [
      {
        name: 'ens3f0',
        receivedBytesPerSecond: read,
        sentBytesPerSecond: written,
        linkBytesPerSecond: LINK_BYTES_PER_SECOND,
        errorsPerSecond: 0,
      },
    ],
    disks: { readBytesPerSecond: read / 8, writtenBytesPerSecond: written / 20 },
    temperatures: [
      { sensor: 'k10temp Tctl', celsius: waved(34 + 0.34 * cpuPercent, 1, 'Tctl'), limitCelsius: 95 },
      { sensor: 'CPU_VRM Temp', celsius: waved(36 + 0.22 * cpuPercent, 1, 'VRM'), limitCelsius: 115 },
      { sensor: 'DIMMA1 Temp', celsius: waved(33 + 0.1 * cpuPercent, 1, 'DIMM'), limitCelsius: 85 },
      { sensor: 'nvme Composite', celsius: waved(41, 2, 'nvme'), limitCelsius: 82 },
    ],
    fans: [1, 2, 3].map((fan) => ({
      fan: `FAN${fan}`,
      rpm: Math.round(waved(2_400 + 48 * cpuPercent, 90, `fan ${fan}`, 20_000)),
    })),
    pressure: { cpuPercent: cpuPercent / 6, memoryPercent: 0, ioPercent: waved(3, 1, 'io') },
    gpus: madeUpCards(machine, load, seconds),
  };
}

function cpuOf(percent: number, percentOfCore: (core: number) => number): HardwareSample['cpu'] {
  const load = (percent / 100) * CORES;
  return {
    percent,
    perCore: Array.from({ length: CORES }, (_, core) => percentOfCore(core)),
    loadAverage: load,
    loadAverage5: load * 0.97,
    loadAverage15: load * 0.9,
    cores: CORES,
    iowaitPercent: 0.4,
    stealPercent: 0,
    clockMegahertz: 2_800 + 6 * (100 - percent),
  };
}

/** The share fills by a terabyte a day, as shares do. */
function fileSystemsOf(seconds: number): HardwareSample['fileSystems'] {
  const [perSecond, freeBytes] = [1e12 / 86_400, 0.31 * SHARE_BYTES];
  const left = freeBytes - perSecond * (seconds % 86_400);
  return [
    { mount: '/', source: '/dev/nvme0n1p2', type: 'xfs', totalBytes: 960e9, freeBytes: 610e9, holdsOutput: false },
    {
      mount: '/mnt/renders',
      source: 'nas:/renders',
      type: 'nfs4',
      totalBytes: SHARE_BYTES,
      freeBytes: left,
      holdsOutput: true,
      fullInSeconds: left / perSecond,
    },
  ];
}
