import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';
import { kernelFile } from './kernel-file.ts';
import { rounded } from './rate.ts';
import { nextLine, readColumns } from './read-columns.ts';

/** Ticks since boot, of all cores together or of one. */
export interface CpuTicks {
  readonly busy: number;
  readonly total: number;
}

interface AllTicks extends CpuTicks {
  readonly iowait: number;
  readonly steal: number;
}

/**
 * `/proc/stat` (proc(5)): `cpu user nice system idle iowait irq softirq steal guest guest_nice`.
 * Guests are in `user` already; waiting for a disk is idle, what the hypervisor took is busy.
 */
export function readCpuTicks(text: string): { readonly all: AllTicks; readonly perCore: readonly CpuTicks[] } {
  const columns = new Float64Array(8);
  let all: AllTicks | null = null;
  const perCore: CpuTicks[] = [];
  for (let at = 0; text.startsWith('cpu', at); at = nextLine(text, at)) {
    columns.fill(0);
    readColumns(text, text.indexOf(' ', at), columns);
    const ticks = ticksOf(columns);
    if (all) perCore.push(ticks);
    else all = { ...ticks, iowait: columns[4] ?? 0, steal: columns[7] ?? 0 };
  }
  if (!all) throw new Error('/proc/stat has no line of the processor');
  return { all, perCore };
}

function ticksOf(columns: Float64Array): CpuTicks {
  let total = 0;
  for (const ticks of columns) total += ticks;
  return { busy: total - (columns[3] ?? 0) - (columns[4] ?? 0), total };
}

/** Percent busy between two readings; null when no time passed or a core went away meanwhile. */
export function busyPercent(before: CpuTicks | undefined, after: CpuTicks): number | null {
  return before ? sharePercent(after.busy - before.busy, after.total - before.total) : null;
}

/** Counters of waiting may run backwards, hence the bounds. */
function sharePercent(part: number, whole: number): number | null {
  return whole > 0 ? rounded(Math.min(100, Math.max(0, (100 * part) / whole)), 0.1) : null;
}

export interface ProcCpuDeps {
  readonly read: ReadKernelText;
  /** Asked at each look: it keeps its own, slower pace. */
  readonly clockMegahertz: () => Promise<number | null>;
}

export function procCpu({ read, clockMegahertz }: ProcCpuDeps, periodMillis: number): CollectorOf<'cpu'> {
  let before: ReturnType<typeof readCpuTicks> | undefined;
  return {
    name: 'cpu',
    part: 'cpu',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    availability: async () => kernelFile(read, '/proc/stat'),
    async collect() {
      const after = readCpuTicks(read('/proc/stat'));
      const last = before;
      before = after;
      // When a core was switched off or on, those behind it have moved.
      const coresBefore = last?.perCore.length === after.perCore.length ? last.perCore : [];
      const perCore = after.perCore.map((ticks, core) => busyPercent(coresBefore[core], ticks));
      const known = perCore.filter((percent) => percent !== null);
      const elapsed = after.all.total - (last?.all.total ?? after.all.total);
      const [loadAverage, loadAverage5, loadAverage15] = read('/proc/loadavg').split(' ', 3).map(Number);
      return sound({
        percent: busyPercent(last?.all, after.all),
        // A list with holes would put figures on the wrong core.
        perCore: known.length === perCore.length ? known : [],
        loadAverage: loadAverage ?? null,
        loadAverage5: loadAverage5 ?? null,
        loadAverage15: loadAverage15 ?? null,
        cores: after.perCore.length,
        iowaitPercent: last ? sharePercent(after.all.iowait - last.all.iowait, elapsed) : null,
        stealPercent: last ? sharePercent(after.all.steal - last.all.steal, elapsed) : null,
        clockMegahertz: await clockMegahertz(),
      });
    },
  };
}
