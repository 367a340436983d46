/**
 * Figures by systeminformation, for systems without `/proc`: its calls may start processes (`vm_stat`, `netstat`,
 * PowerShell), so each is made every 30 s at most. Loaded when first asked: it is large, and Linux does without. What it
 * gives only by dozens of processes, or while everything waits (links' speeds), is left out.
 */
import type { Clock } from '../../shared/clock.ts';
import type { FileSystemSample, MemorySample, NetworkSample } from '../../shared/protocol/hardware.ts';
import type { ListProcesses } from '../io/processes/process-listing.ts';
import { type Collector, type CollectorOf, type HardwarePart, type Reading, sound, WORKS } from './collector.ts';
import { createFillForecasts } from './fill-forecasts.ts';
import { type PortableCpuDeps, portableCpu } from './portable-cpu.ts';
import { portableFileSystems } from './portable-file-systems.ts';
import { portableTopProcesses } from './portable-processes.ts';
import { createRateMeter, type RateMeter, rounded } from './rate.ts';

/** The calls that are used, so that tests can stand in for other systems. */
export type SystemInformation = Pick<
  typeof import('systeminformation'),
  'mem' | 'fsSize' | 'networkStats' | 'fsStats' | 'cpuTemperature'
>;

export interface PortableDeps extends PortableCpuDeps {
  readonly clock: Clock;
  readonly systemInformation: () => Promise<SystemInformation>;
  /** As lately as another has asked. */
  readonly listProcesses: ListProcesses;
}

const SPAWNING_PERIOD_MILLIS = 30_000;

export function portableCollectors(
  deps: PortableDeps,
  outputDirectories: readonly string[],
  periodMillis: number,
): readonly Collector[] {
  const { clock, platform } = deps;
  const asking = <Part extends HardwarePart>(
    part: Part,
    ask: (si: SystemInformation) => Promise<Reading<Awaited<ReturnType<CollectorOf<Part>['collect']>>['value']>>,
  ) => ({
    name: part,
    part,
    periodMillis: Math.max(periodMillis, SPAWNING_PERIOD_MILLIS),
    timeoutMillis: 20_000,
    cheap: false,
    availability: async () => WORKS,
    collect: async () => ask(await deps.systemInformation()),
  });
  const errorMeter = createRateMeter();
  const fullIn = createFillForecasts(clock);
  return [
    portableCpu(deps, periodMillis),
    asking('memory', async (si) => sound(memoryOf(await si.mem()))),
    asking('network', async (si) => sound(networkOf(await si.networkStats('*'), errorMeter, clock.monotonic()))),
    asking('disks', async (si) => {
      const stats = await si.fsStats();
      return sound(stats && { readBytesPerSecond: rateOf(stats.rx_sec), writtenBytesPerSecond: rateOf(stats.wx_sec) });
    }),
    asking('temperatures', async (si) => {
      const { main } = await si.cpuTemperature();
      return sound(main ? [{ sensor: 'CPU', celsius: main, limitCelsius: null }] : []);
    }),
    asking('fileSystems', async (si): Promise<Reading<FileSystemSample[]>> => {
      const shown = portableFileSystems(await si.fsSize(), outputDirectories, platform);
      fullIn.keep(shown.map(({ mount }) => mount));
      return sound(shown.map((each) => ({ ...each, fullInSeconds: fullIn.observe(each.mount, each) })));
    }),
    asking('processes', async () => {
      const { list } = await deps.listProcesses();
      return sound(portableTopProcesses(list, { platform, cores: deps.cpus().length }));
    }),
  ];
}

type Memory = Awaited<ReturnType<SystemInformation['mem']>>;

function memoryOf({ total, available, swaptotal, swapused, buffcache, dirty }: Memory): MemorySample {
  return {
    totalBytes: total,
    usedBytes: total - available,
    swapTotalBytes: swaptotal,
    swapUsedBytes: swapused,
    // 0 and null where it does not know: no machine keeps no file.
    cachedBytes: buffcache > 0 ? buffcache : null,
    dirtyBytes: dirty ?? null,
  };
}

type Interface = Awaited<ReturnType<SystemInformation['networkStats']>>[number];

function networkOf(interfaces: readonly Interface[], errorMeter: RateMeter, now: number): NetworkSample[] {
  const samples = interfaces.slice(0, 256).map((each) => {
    const [failing] = errorMeter.measure(each.iface, [each.rx_errors + each.tx_errors], now);
    return {
      name: each.iface,
      receivedBytesPerSecond: rateOf(each.rx_sec),
      sentBytesPerSecond: rateOf(each.tx_sec),
      errorsPerSecond: rounded(failing, 0.01),
    };
  });
  errorMeter.prune(now);
  return samples;
}

/** systeminformation gives null, or less than 0, before its second reading. */
function rateOf(value: number | null | undefined): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}
