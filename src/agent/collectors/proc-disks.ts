import type { Clock } from '../../shared/clock.ts';
import type { DeviceSample } from '../../shared/protocol/hardware.ts';
import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';
import { kernelFile } from './kernel-file.ts';
import { createRateMeter, rounded } from './rate.ts';
import { nextLine, readColumns } from './read-columns.ts';

/** What a disk has done since boot. */
export interface DiskCounters {
  readonly name: string;
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Time in which it had something to do. */
  readonly busyMillis: number;
}

/** Whole disks: their partitions, and what is stacked on them (dm, md, loop), would count the same bytes again. */
const WHOLE_DISK = /^(?:(?:sd|vd|hd|xvd|dasd)[a-z]+|nvme\d+n\d+|mmcblk\d+|pmem\d+|nbd\d+|rbd\d+)$/;
/** The kernel counts in these whatever the disk's own sectors are (Documentation/admin-guide/iostats). */
const SECTOR_BYTES = 512;
const MOST_DEVICES = 256;

/**
 * `/proc/diskstats`: major, minor, name, then reads, merged, sectors read, ms, writes, merged, sectors written, ms,
 * under way, ms busy …
 */
export function readDisks(text: string): readonly DiskCounters[] {
  const disks: DiskCounters[] = [];
  const columns = new Float64Array(10);
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    const from = nameIn(text, at);
    const to = text.indexOf(' ', from);
    const name = text.slice(from, to);
    if (to < 0 || !WHOLE_DISK.test(name)) continue;
    columns.fill(0);
    readColumns(text, to, columns);
    const [, , sectorsRead = 0, , , , sectorsWritten = 0, , , busyMillis = 0] = columns;
    disks.push({
      name,
      readBytes: sectorsRead * SECTOR_BYTES,
      writtenBytes: sectorsWritten * SECTOR_BYTES,
      busyMillis,
    });
  }
  return disks;
}

/** Where the first word that begins with a letter stands, from `at` on. */
function nameIn(text: string, at: number): number {
  let from = at;
  while (from < text.length && text.charCodeAt(from) < 65) from++;
  return from;
}

export function procDisks(read: ReadKernelText, clock: Clock, periodMillis: number): CollectorOf<'disks'> {
  const meter = createRateMeter();
  return {
    name: 'disks',
    part: 'disks',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    availability: async () => kernelFile(read, '/proc/diskstats'),
    async collect() {
      const now = clock.monotonic();
      const devices = readDisks(read('/proc/diskstats'))
        .slice(0, MOST_DEVICES)
        .map(({ name, readBytes, writtenBytes, busyMillis }): DeviceSample => {
          const [reading, writing, busy] = meter.measure(name, [readBytes, writtenBytes, busyMillis], now);
          return {
            name,
            readBytesPerSecond: rounded(reading, 1),
            writtenBytesPerSecond: rounded(writing, 1),
            // Milliseconds a second are tenths of a percent; the two clocks that they come of may disagree a little.
            busyPercent: typeof busy === 'number' ? rounded(Math.min(100, busy / 10), 0.1) : null,
          };
        });
      meter.prune(now);
      return sound({
        readBytesPerSecond: sumOfKnown(devices.map((device) => device.readBytesPerSecond)),
        writtenBytesPerSecond: sumOfKnown(devices.map((device) => device.writtenBytesPerSecond)),
        devices,
      });
    },
  };
}

/** Null when nothing is known; a disk that has just been plugged in does not hide the others. */
function sumOfKnown(rates: readonly (number | null)[]): number | null {
  const known = rates.filter((rate) => rate !== null);
  return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0);
}
