/** A render node's figures over days: it renders frames, waits between jobs, grows warm and cools down; the same at each run. */
import type { HardwareSample } from '../src/shared/protocol/hardware.ts';

export interface MadeUpMachine {
  /** What it tells at that second. */
  at(seconds: number): HardwareSample;
}

const CARDS = 2;

export function madeUpMachine(seed: number): MadeUpMachine {
  const random = randomOf(seed);
  let [busyUntil, idleUntil, frameUntil] = [0, seed % 3_600, 0];
  let [heat, cpuHeat, memory, free] = [35, 40, 40e9, 2e12 + random() * 1e12];
  return {
    at(seconds) {
      if (seconds >= busyUntil && seconds >= idleUntil) {
        // A job takes hours, the wait for the next one minutes or a night.
        busyUntil = seconds + 1_800 + random() * 20_000;
        idleUntil = busyUntil + (random() < 0.2 ? 30_000 : 300) * random();
        memory = (20 + random() * 100) * 1e9;
      }
      const isBusy = seconds < busyUntil;
      // Between two frames the scene is loaded, and the cards rest.
      if (isBusy && seconds >= frameUntil) frameUntil = seconds + 60 + random() * 120;
      const isLoading = isBusy && frameUntil - seconds < 15;
      const load = isBusy ? (isLoading ? 0.12 : 0.97) : 0.005;
      heat += ((isBusy ? 71 : 36) - heat) * 0.04 + (random() - 0.5) * 0.4;
      cpuHeat += ((isBusy ? 62 : 41) - cpuHeat) * 0.1 + (random() - 0.5) * 0.8;
      if (isLoading) free -= random() * 4e7;
      if (free < 2e11) free = 3e12;
      return sampleOf({ seconds, load, heat, cpuHeat, memory: memory + random() * 1e8, free, isLoading, random });
    },
  };
}

interface MachineState {
  readonly seconds: number;
  readonly load: number;
  readonly heat: number;
  readonly cpuHeat: number;
  readonly memory: number;
  readonly free: number;
  readonly isLoading: boolean;
  readonly random: () => number;
}

function sampleOf({ seconds, load, heat, cpuHeat, memory, free, isLoading, random }: MachineState): HardwareSample {
  const share = (of: number, spread: number): number =>
    Math.min(100, Math.max(0, 100 * of + (random() - 0.5) * spread));
  const rate = (usual: number): number => usual * (0.7 + random() * 0.6);
  return {
    uptimeSeconds: seconds,
    cpu: {
      percent: share(load * 0.6, 6),
      perCore: [],
      loadAverage: load * 40 + random() * 2,
      cores: 64,
      iowaitPercent: isLoading ? share(0.05, 4) : 0,
    },
    memory: { totalBytes: 256e9, usedBytes: memory, swapTotalBytes: 8e9, swapUsedBytes: 0 },
    fileSystems: [
      { mount: '/', source: '/dev/nvme0n1p2', type: 'ext4', totalBytes: 9e11, freeBytes: 5e11, holdsOutput: false },
      {
        mount: '/mnt/renders',
        source: 'nas:/renders',
        type: 'nfs4',
        totalBytes: 4e12,
        freeBytes: free,
        holdsOutput: true,
      },
    ],
    network: [
      {
        name: 'eth0',
        receivedBytesPerSecond: rate(isLoading ? 4e8 : 2e4),
        sentBytesPerSecond: rate(isLoading ? 9e6 : 1e4),
      },
    ],
    disks: { readBytesPerSecond: isLoading ? rate(1e8) : 0, writtenBytesPerSecond: rate(3e5) },
    temperatures: [
      { sensor: 'k10temp Tctl', celsius: Math.round(cpuHeat * 8) / 8, limitCelsius: 95 },
      { sensor: 'nvme Composite', celsius: Math.round(cpuHeat * 0.7), limitCelsius: 85 },
    ],
    gpus: Array.from({ length: CARDS }, (_, card) => ({
      name: 'RTX 6000 Ada',
      busId: null,
      percent: Math.round(share(load, 4)),
      memoryUsedBytes: memory / 4,
      memoryTotalBytes: 48e9,
      celsius: Math.round(heat + card),
      limitCelsius: 90,
      powerWatts: Math.round((25 + load * 270 + (random() - 0.5) * 30 * load) * 100) / 100,
      fanPercent: Math.round(heat * 0.8),
      clockMegahertz: load > 0.5 ? 2_400 + Math.round(random() * 4) * 15 : 210,
    })),
  };
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
