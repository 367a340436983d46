import type { CpuSample } from '../../shared/protocol/hardware.ts';
import { type CollectorOf, type Reading, sound, WORKS } from './collector.ts';
import { busyPercent, type CpuTicks } from './proc-cpu.ts';

/** Times of a core in milliseconds, as `os.cpus()` gives them without starting anything. */
export interface CoreTimes {
  readonly times: {
    readonly user: number;
    readonly nice: number;
    readonly sys: number;
    readonly idle: number;
    readonly irq: number;
  };
}

export interface PortableCpuDeps {
  readonly cpus: () => readonly CoreTimes[];
  /** Of one, five and fifteen minutes, as `os.loadavg()` gives them; zeros on Windows, which has none. */
  readonly loadAverages: () => readonly number[];
  readonly platform: NodeJS.Platform;
}

/** Waiting for disks and the clock of now are not to be had without starting programs: left out. */
export function portableCpu(deps: PortableCpuDeps, periodMillis: number): CollectorOf<'cpu'> {
  let before: readonly CpuTicks[] = [];
  return {
    name: 'cpu',
    part: 'cpu',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    availability: async () => WORKS,
    async collect(): Promise<Reading<CpuSample>> {
      const after = deps.cpus().map(({ times }) => {
        const busy = times.user + times.nice + times.sys + times.irq;
        return { busy, total: busy + times.idle };
      });
      const perCore = after
        .map((ticks, core) => busyPercent(before[core], ticks))
        .filter((percent) => percent !== null);
      const percent = before.length === 0 ? null : busyPercent(sumOf(before), sumOf(after));
      before = after;
      const [loadAverage, loadAverage5, loadAverage15] = deps.platform === 'win32' ? [] : deps.loadAverages();
      return sound({
        percent,
        perCore: perCore.length === after.length ? perCore : [],
        loadAverage: loadAverage ?? null,
        loadAverage5: loadAverage5 ?? null,
        loadAverage15: loadAverage15 ?? null,
        cores: after.length || null,
      });
    },
  };
}

function sumOf(ticks: readonly CpuTicks[]): CpuTicks {
  return ticks.reduce((sum, core) => ({ busy: sum.busy + core.busy, total: sum.total + core.total }), {
    busy: 0,
    total: 0,
  });
}
