import type { MemorySample } from '../../shared/protocol/hardware.ts';
import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';
import { kernelFile } from './kernel-file.ts';

/**
 * `/proc/meminfo` (proc(5), in KiB). Used is what an application could not get: total less MemAvailable,
 * or less free, buffers and cache on kernels before 3.14. What lies in memory file systems counts as cached there,
 * but is not given up.
 */
export function readMemory(text: string): MemorySample {
  const bytes = (name: string): number => bytesOf(text, name) ?? 0;
  const total = bytes('MemTotal');
  if (total === 0) throw new Error('/proc/meminfo has no MemTotal');
  const free = bytes('MemFree');
  const files = bytes('Buffers') + bytes('Cached');
  const available = bytesOf(text, 'MemAvailable') ?? free + files;
  return {
    totalBytes: total,
    usedBytes: Math.max(0, total - available),
    swapTotalBytes: bytes('SwapTotal'),
    swapUsedBytes: Math.max(0, bytes('SwapTotal') - bytes('SwapFree')),
    cachedBytes: Math.max(0, files + bytes('SReclaimable') - bytes('Shmem')),
    dirtyBytes: bytes('Dirty') + bytes('Writeback'),
  };
}

/** Null where the kernel has no such line. */
function bytesOf(text: string, name: string): number | null {
  const line = `${name}:`;
  const at = text.startsWith(line) ? 0 : text.indexOf(`\n${line}`) + 1;
  if (at === 0 && !text.startsWith(line)) return null;
  return Number.parseInt(text.slice(at + line.length, at + line.length + 24), 10) * 1024;
}

export function procMemory(read: ReadKernelText, periodMillis: number): CollectorOf<'memory'> {
  return {
    name: 'memory',
    part: 'memory',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    availability: async () => kernelFile(read, '/proc/meminfo'),
    collect: async () => sound(readMemory(read('/proc/meminfo'))),
  };
}
