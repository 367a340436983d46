import type { GpuSample } from '../../shared/protocol/hardware.ts';

export const MOST_GPUS = 64;

/** A card of which nothing but its name is known. */
export function unmeasuredGpu(name: string, busId: string | null): GpuSample {
  return {
    name: name.slice(0, 512),
    busId: busId?.slice(0, 512) ?? null,
    percent: null,
    memoryUsedBytes: null,
    memoryTotalBytes: null,
    celsius: null,
    limitCelsius: null,
    powerWatts: null,
    fanPercent: null,
  };
}

/** The number that is all of a text, null where it is none or no card can say it; above `bound` it is that. */
export function numberWithin(text: string | undefined, least: number, most: number, bound = most): number | null {
  const value = text?.trim() ? Number(text) : Number.NaN;
  return value >= least && value <= most ? Math.min(value, bound) : null;
}
