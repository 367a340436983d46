/** From what temperature on each card slows itself down, out of `nvidia-smi -q -x`: its table has no such column. */
import { numberWithin } from './gpu-sample.ts';

export const LIMIT_ARGUMENTS: readonly string[] = ['-q', '-x'];

/** °C by bus (`busKey`). Cards that do not say are left out. */
export function readSlowdownLimits(xml: string): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const gpu of xml.split(/(?=<gpu id=")/).slice(1)) {
    const busId = /^<gpu id="([^"]+)"/.exec(gpu)?.[1];
    const limit = slowdownOf(gpu);
    if (busId && limit !== null) limits.set(busKey(busId), limit);
  }
  return limits;
}

/** One name for a bus: the table writes `00000000:41:00.0`, the kernel's log `0000:41:00`, older drivers `0000:41:00.0`. */
export function busKey(busId: string): string {
  const [domain, bus, device] = busId.toLowerCase().split(':');
  return [domain?.slice(-4), bus, device?.split('.')[0]].join(':');
}

/**
 * `gpu_temp_slow_threshold`, or where the card counts down to its limit (Ada and later) what is left to where it slows
 * down: the margin at which it does is below 0.
 */
function slowdownOf(gpu: string): number | null {
  const limit = degrees(gpu, 'gpu_temp_slow_threshold');
  if (limit !== null) return limit;
  const now = degrees(gpu, 'gpu_temp');
  const left = degrees(gpu, 'gpu_temp_tlimit');
  const leftWhenSlow = degrees(gpu, 'gpu_temp_slow_tlimit_threshold');
  return now === null || left === null || leftWhenSlow === null ? null : now + left - leftWhenSlow;
}

function degrees(gpu: string, tag: string): number | null {
  return numberWithin(new RegExp(`<${tag}>\\s*(-?\\d+) C\\s*</${tag}>`).exec(gpu)?.[1], -200, 200);
}
