import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';

/** Ticks since boot, of all cores together or of one. */
export interface CpuTicks {
  readonly busy: number;
  readonly total: number;
}

/**
 * `/proc/stat` (proc(5)): `cpu user nice system idle iowait irq softirq steal guest guest_nice`.
 * Guests are in `user` already; waiting for a disk is idle, what the hypervisor took is busy.
 */
export function readCpuTicks(text: string): { readonly all: CpuTicks; readonly perCore: readonly CpuTicks[] } {
  // The line of the interrupts is long on large machines, and what follows it is of no use here.
  const end = text.indexOf('\nintr');
  const lines = text.slice(0, end < 0 ? text.length : end).split('\n');
  const [all, ...perCore] = lines.filter((line) => line.startsWith('cpu')).map(ticksOf);
  if (!all) throw new Error('/proc/stat has no line of the processor');
  return { all, perCore };
}

function ticksOf(line: string): CpuTicks {
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const total = ticks.reduce((sum, value) => sum + value, 0);
  return { busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total };
}

/** Percent busy between two readings; null when no time passed or a core went away meanwhile. iowait may run backwards, hence the bounds. */
export function busyPercent(before: CpuTicks | undefined, after: CpuTicks): number | null {
  if (!before || after.total <= before.total) return null;
  const share = (after.busy - before.busy) / (after.total - before.total);
  return Math.round(Math.min(100, Math.max(0, 100 * share)) * 10) / 10;
}

export function procCpu(read: ReadKernelText, periodMillis: number): CollectorOf<'cpu'> {
  let before: ReturnType<typeof readCpuTicks> | undefined;
  return {
    part: 'cpu',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    async collect() {
      const after = readCpuTicks(read('/proc/stat'));
      const last = before;
      before = after;
      const perCore = after.perCore.map((ticks, core) => busyPercent(last?.perCore[core], ticks));
      const known = perCore.filter((percent) => percent !== null);
      return sound({
        percent: busyPercent(last?.all, after.all),
        // A list with holes would put figures on the wrong core.
        perCore: known.length === perCore.length ? known : [],
        loadAverage: Number(read('/proc/loadavg').split(' ')[0]),
        cores: after.perCore.length,
      });
    },
  };
}
