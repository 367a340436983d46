/**
 * Figures by systeminformation, for systems without `/proc`: its calls may start processes (`vm_stat`, `netstat`,
 * PowerShell), so each is made every 30 s at most. Loaded when first asked: it is large, and Linux does without.
 */
import type { CpuSample, FileSystemSample } from '../../shared/protocol/hardware.ts';
import { type Collector, type CollectorOf, type HardwarePart, type Reading, sound } from './collector.ts';
import { busyPercent, type CpuTicks } from './proc-cpu.ts';

/** The calls that are used, so that tests can stand in for other systems. */
export type SystemInformation = Pick<
  typeof import('systeminformation'),
  'mem' | 'fsSize' | 'networkStats' | 'fsStats' | 'cpuTemperature'
>;

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

export interface PortableDeps {
  readonly systemInformation: () => Promise<SystemInformation>;
  readonly cpus: () => readonly CoreTimes[];
  /** One-minute load; 0 on Windows, which has none. */
  readonly loadAverage: () => number;
  readonly platform: NodeJS.Platform;
}

const SPAWNING_PERIOD_MILLIS = 30_000;

export function portableCollectors(
  deps: PortableDeps,
  outputDirectories: readonly string[],
  periodMillis: number,
): readonly Collector[] {
  const asking = <Part extends HardwarePart>(
    part: Part,
    ask: (si: SystemInformation) => Promise<Reading<Awaited<ReturnType<CollectorOf<Part>['collect']>>['value']>>,
  ) => ({
    part,
    periodMillis: Math.max(periodMillis, SPAWNING_PERIOD_MILLIS),
    timeoutMillis: 20_000,
    cheap: false,
    collect: async () => ask(await deps.systemInformation()),
  });
  return [
    portableCpu(deps, periodMillis),
    asking('memory', async (si) => {
      const { total, available, swaptotal, swapused } = await si.mem();
      return sound({
        totalBytes: total,
        usedBytes: total - available,
        swapTotalBytes: swaptotal,
        swapUsedBytes: swapused,
      });
    }),
    asking('network', async (si) => {
      const interfaces = await si.networkStats('*');
      return sound(
        interfaces.slice(0, 256).map(({ iface, rx_sec, tx_sec }) => ({
          name: iface,
          receivedBytesPerSecond: rateOf(rx_sec),
          sentBytesPerSecond: rateOf(tx_sec),
        })),
      );
    }),
    asking('disks', async (si) => {
      const stats = await si.fsStats();
      return sound(stats && { readBytesPerSecond: rateOf(stats.rx_sec), writtenBytesPerSecond: rateOf(stats.wx_sec) });
    }),
    asking('temperatures', async (si) => {
      const { main } = await si.cpuTemperature();
      return sound(main ? [{ sensor: 'CPU', celsius: main, limitCelsius: null }] : []);
    }),
    asking('fileSystems', async (si) => sound(fileSystemsOf(await si.fsSize(), outputDirectories, deps.platform))),
  ];
}

function portableCpu(deps: PortableDeps, periodMillis: number): CollectorOf<'cpu'> {
  let before: readonly CpuTicks[] = [];
  return {
    part: 'cpu',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
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
      const loadAverage = deps.platform === 'win32' ? null : deps.loadAverage();
      return sound({
        percent,
        perCore: perCore.length === after.length ? perCore : [],
        loadAverage,
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

/** systeminformation gives null, or less than 0, before its second reading. */
function rateOf(value: number | null | undefined): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}

type FsSize = Awaited<ReturnType<SystemInformation['fsSize']>>[number];

/** The output lies on the file system with the longest mount that its path begins with; letters' case counts for nothing on Windows. */
function fileSystemsOf(
  sizes: readonly FsSize[],
  outputDirectories: readonly string[],
  platform: NodeJS.Platform,
): FileSystemSample[] {
  const comparable = (path: string): string => {
    const slashed = platform === 'win32' ? path.replaceAll('\\', '/').toLowerCase() : path;
    return slashed.endsWith('/') ? slashed : `${slashed}/`;
  };
  const shown = sizes.filter((size) => size.mount !== '' && size.size > 0).slice(0, 256);
  const outputs = new Set(
    outputDirectories.map((directory) => {
      const holders = shown.filter((size) => comparable(directory).startsWith(comparable(size.mount)));
      return holders.toSorted((a, b) => b.mount.length - a.mount.length)[0];
    }),
  );
  return shown.map((size) => ({
    mount: size.mount,
    source: size.fs,
    type: size.type,
    totalBytes: size.size,
    freeBytes: Math.max(0, size.available),
    holdsOutput: outputs.has(size),
  }));
}
