import type { Clock } from '../../shared/clock.ts';
import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';
import { createRateMeter } from './rate.ts';

/** Bytes that a disk has read and written since boot. */
export interface DiskCounters {
  readonly name: string;
  readonly read: number;
  readonly written: number;
}

/** Whole disks: their partitions, and what is stacked on them (dm, md, loop), would count the same bytes again. */
const WHOLE_DISK = /^(?:(?:sd|vd|hd|xvd|dasd)[a-z]+|nvme\d+n\d+|mmcblk\d+|pmem\d+|nbd\d+)$/;
/** The kernel counts in these whatever the disk's own sectors are (Documentation/admin-guide/iostats). */
const SECTOR_BYTES = 512;

/** `/proc/diskstats`: major, minor, name, then reads, merged, sectors read, ms, writes, merged, sectors written … */
export function readDisks(text: string): readonly DiskCounters[] {
  const disks: DiskCounters[] = [];
  for (const line of text.split('\n')) {
    const columns = line.trim().split(/\s+/);
    const name = columns[2] ?? '';
    if (!WHOLE_DISK.test(name)) continue;
    disks.push({ name, read: Number(columns[5]) * SECTOR_BYTES, written: Number(columns[9]) * SECTOR_BYTES });
  }
  return disks;
}

export function procDisks(read: ReadKernelText, clock: Clock, periodMillis: number): CollectorOf<'disks'> {
  const meter = createRateMeter();
  return {
    part: 'disks',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    async collect() {
      const now = clock.monotonic();
      const disks = readDisks(read('/proc/diskstats'));
      const reads = disks.map((disk) => meter.measure(`${disk.name} read`, disk.read, now));
      const writes = disks.map((disk) => meter.measure(`${disk.name} written`, disk.written, now));
      meter.prune(now);
      return sound({ readBytesPerSecond: sumOfKnown(reads), writtenBytesPerSecond: sumOfKnown(writes) });
    },
  };
}

/** Null when nothing is known; a disk that has just been plugged in does not hide the others. */
function sumOfKnown(rates: readonly (number | null)[]): number | null {
  const known = rates.filter((rate) => rate !== null);
  return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0);
}
