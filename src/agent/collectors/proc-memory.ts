import type { MemorySample } from '../../shared/protocol/hardware.ts';
import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';

/**
 * `/proc/meminfo` (proc(5), in KiB). Used is what an application could not get: total less MemAvailable,
 * or less free, buffers and cache on kernels before 3.14.
 */
export function readMemory(text: string): MemorySample {
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) values.set(line.slice(0, colon), Number.parseInt(line.slice(colon + 1), 10) * 1024);
  }
  const bytes = (name: string): number => values.get(name) ?? 0;
  const total = bytes('MemTotal');
  if (total === 0) throw new Error('/proc/meminfo has no MemTotal');
  const available = values.get('MemAvailable') ?? bytes('MemFree') + bytes('Buffers') + bytes('Cached');
  return {
    totalBytes: total,
    usedBytes: Math.max(0, total - available),
    swapTotalBytes: bytes('SwapTotal'),
    swapUsedBytes: Math.max(0, bytes('SwapTotal') - bytes('SwapFree')),
  };
}

export function procMemory(read: ReadKernelText, periodMillis: number): CollectorOf<'memory'> {
  return {
    part: 'memory',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    collect: async () => sound(readMemory(read('/proc/meminfo'))),
  };
}
