import type { GpuSample } from '../../shared/protocol/hardware.ts';

/** What is asked of `nvidia-smi`, in the order of `readNvidiaSmi`; all known to drivers since 2014. */
export const NVIDIA_SMI_ARGUMENTS: readonly string[] = [
  '--query-gpu=name,pci.bus_id,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw,fan.speed',
  '--format=csv,noheader,nounits',
];

const MEBIBYTE = 1024 * 1024;

/**
 * One card a line: percent, MiB, °C, watts. `[N/A]`, `[Not Supported]`, `[Unknown Error]` and whatever else
 * is no number are null; a line that is no card's (a warning of the driver) is passed over.
 */
export function readNvidiaSmi(csv: string): GpuSample[] {
  const gpus: GpuSample[] = [];
  for (const line of csv.split('\n')) {
    const columns = line.split(',').map((column) => column.trim());
    const [name, busId, percent, memoryUsed, memoryTotal, celsius, watts, fan] = columns;
    if (!name || !busId || columns.length !== 8) continue;
    gpus.push({
      name: name.slice(0, 512),
      busId: busId.slice(0, 512),
      percent: numberOf(percent, 0, 100),
      memoryUsedBytes: bytesOf(memoryUsed),
      memoryTotalBytes: bytesOf(memoryTotal),
      celsius: numberOf(celsius, -40, 200),
      limitCelsius: null,
      powerWatts: numberOf(watts, 0, 100_000),
      // Some cards say more than 100 for a fan above its nominal speed.
      fanPercent: numberOf(fan, 0, 1_000, 100),
    });
  }
  return gpus.slice(0, 64);
}

function numberOf(text: string | undefined, least: number, most: number, bound = most): number | null {
  const value = text ? Number(text) : Number.NaN;
  return value >= least && value <= most ? Math.min(value, bound) : null;
}

function bytesOf(mebibytes: string | undefined): number | null {
  const value = numberOf(mebibytes, 0, Number.MAX_SAFE_INTEGER / MEBIBYTE);
  return value === null ? null : value * MEBIBYTE;
}
