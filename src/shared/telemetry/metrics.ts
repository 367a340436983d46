/**
 * The figures of a machine, each by one name: history keeps them, `/metrics` exports them, thresholds judge them and
 * columns show them by the rows of this table. What is null is not told.
 */
import { percentOf } from '../units.ts';
import {
  hottestOf,
  isTrue,
  type Metric,
  ofDevices,
  ofDrives,
  ofGpus,
  ofInterfaces,
  ofMounts,
  ofSupplies,
  one,
  passing,
  sensorsOf,
  several,
} from './metric.ts';

export const METRICS = {
  cpuPercent: one('percent', 'Share of the processor in use.', ({ cpu }) => cpu?.percent),
  gpuPercent: ofGpus('percent', 'Share of the time in which the card had work.', (gpu) => gpu.percent),
  memPercent: one('percent', 'Share of the memory that programs hold.', ({ memory }) =>
    percentOf(memory?.usedBytes ?? null, memory?.totalBytes ?? null),
  ),
  cpuTempC: one('celsius', "The hottest of the processor's sensors.", (hardware) => hottestOf(hardware, 'cpu')),
  gpuTempC: ofGpus('celsius', 'Temperature of the card.', (gpu) => gpu.celsius),
  gpuMemPercent: ofGpus('percent', "Share of the card's memory in use.", (gpu) =>
    percentOf(gpu.memoryUsedBytes, gpu.memoryTotalBytes),
  ),
  gpuWatts: ofGpus('watts', 'Power that the card draws.', (gpu) => gpu.powerWatts),
  gpuFanPercent: ofGpus('percent', "Speed of the card's fan.", (gpu) => gpu.fanPercent),
  gpuClockMHz: ofGpus('megahertz', "Clock of the card's processors.", (gpu) => gpu.clockMegahertz),
  load1: one('count', 'One-minute load.', ({ cpu }) => cpu?.loadAverage),
  iowaitPercent: one('percent', 'Time in which the processor only waited for disks.', ({ cpu }) => cpu?.iowaitPercent),
  stealPercent: one('percent', 'Time that a hypervisor gave to other machines.', ({ cpu }) => cpu?.stealPercent),
  cpuClockMHz: one('megahertz', 'Clock of the processor, mean over its cores.', ({ cpu }) => cpu?.clockMegahertz),
  swapPercent: one('percent', 'Share of the swap space in use.', ({ memory }) =>
    percentOf(memory?.swapUsedBytes ?? null, memory?.swapTotalBytes ?? null),
  ),
  ioPressurePercent: one('percent', 'Time in which a task waited for disks and shares.', (h) => h.pressure?.ioPercent),
  memPressurePercent: one('percent', 'Time in which a task waited for memory.', (h) => h.pressure?.memoryPercent),
  netReceivedBytesPerSecond: ofInterfaces('bytesPerSecond', 'Bytes received.', (each) => each.receivedBytesPerSecond),
  netSentBytesPerSecond: ofInterfaces('bytesPerSecond', 'Bytes sent.', (each) => each.sentBytesPerSecond),
  diskReadBytesPerSecond: one('bytesPerSecond', 'Bytes read from all disks.', ({ disks }) => disks?.readBytesPerSecond),
  diskWrittenBytesPerSecond: one(
    'bytesPerSecond',
    'Bytes written to all disks.',
    (h) => h.disks?.writtenBytesPerSecond,
  ),
  diskUsedPercent: ofMounts('percent', 'Share of the file system in use.', (each) =>
    percentOf(each.totalBytes - each.freeBytes, each.totalBytes),
  ),
  vrmTempC: one('celsius', "The hottest of the voltage regulators' sensors.", (h) => hottestOf(h, 'vrm')),
  dimmTempC: one('celsius', "The hottest of the memory modules' sensors.", (h) => hottestOf(h, 'dimm')),
  boardTempC: one('celsius', "The hottest of the board's sensors.", (h) => hottestOf(h, 'board')),
  driveTempC: ofDrives('celsius', 'Temperature of the drive.', (drive) => drive.celsius),
  systemWatts: one('watts', 'Power that the whole machine draws.', ({ ipmi }) => ipmi?.systemWatts),
  fanRpm: several('fan', 'rpm', 'Speed of the fan.', ({ fans, ipmi }, tell) => {
    for (const { fan, rpm } of fans ?? []) tell(fan, rpm);
    for (const { fan, rpm } of ipmi?.fans ?? []) tell(fan, rpm);
  }),
  psuTempC: ofSupplies('celsius', 'Temperature of the power supply.', (supply) => supply.celsius),
  psuWatts: ofSupplies('watts', 'Power that the supply gives.', (supply) => supply.watts),

  corePercent: passing(
    several('core', 'percent', 'Share of the core in use.', ({ cpu }, tell) => {
      for (const [core, percent] of (cpu?.perCore ?? []).entries()) tell(String(core), percent);
    }),
  ),
  load5: passing(one('count', 'Five-minute load.', ({ cpu }) => cpu?.loadAverage5)),
  load15: passing(one('count', 'Fifteen-minute load.', ({ cpu }) => cpu?.loadAverage15)),
  cores: passing(one('count', 'Cores of the processor, threads counted.', ({ cpu }) => cpu?.cores)),
  cpuPressurePercent: passing(one('percent', 'Time in which a task waited for a core.', (h) => h.pressure?.cpuPercent)),
  memUsedBytes: passing(one('bytes', 'Memory that programs hold.', ({ memory }) => memory?.usedBytes)),
  memTotalBytes: passing(one('bytes', 'Memory of the machine.', ({ memory }) => memory?.totalBytes)),
  memCachedBytes: passing(one('bytes', 'Memory that holds files.', ({ memory }) => memory?.cachedBytes)),
  memDirtyBytes: passing(one('bytes', 'Memory that waits to be written.', ({ memory }) => memory?.dirtyBytes)),
  diskFreeBytes: passing(ofMounts('bytes', 'Room left on the file system.', (each) => each.freeBytes)),
  diskTotalBytes: passing(ofMounts('bytes', 'Size of the file system.', (each) => each.totalBytes)),
  diskFullInSeconds: passing(ofMounts('seconds', 'Until the file system is full.', (each) => each.fullInSeconds)),
  inodesPercent: passing(ofMounts('percent', 'Share of the inodes in use.', (each) => each.inodesPercent)),
  deviceReadBytesPerSecond: passing(ofDevices('bytesPerSecond', 'Bytes read.', (each) => each.readBytesPerSecond)),
  deviceWrittenBytesPerSecond: passing(
    ofDevices('bytesPerSecond', 'Bytes written.', (each) => each.writtenBytesPerSecond),
  ),
  deviceBusyPercent: passing(ofDevices('percent', 'Time in which it had work.', (each) => each.busyPercent)),
  netLinkBytesPerSecond: passing(
    ofInterfaces('bytesPerSecond', 'What the link could carry.', (each) => each.linkBytesPerSecond),
  ),
  netErrorsPerSecond: passing(ofInterfaces('count', 'Errors a second.', (each) => each.errorsPerSecond)),
  gpuMemUsedBytes: passing(ofGpus('bytes', 'Memory of the card in use.', (gpu) => gpu.memoryUsedBytes)),
  gpuMemTotalBytes: passing(ofGpus('bytes', 'Memory of the card.', (gpu) => gpu.memoryTotalBytes)),
  gpuMemTempC: passing(ofGpus('celsius', "Temperature of the card's memory.", (gpu) => gpu.memoryCelsius)),
  gpuLimitC: passing(ofGpus('celsius', 'From there on the card slows itself down.', (gpu) => gpu.limitCelsius)),
  gpuLimitWatts: passing(ofGpus('watts', 'Power that the card may draw.', (gpu) => gpu.powerLimitWatts)),
  gpuMemClockMHz: passing(ofGpus('megahertz', "Clock of the card's memory.", (gpu) => gpu.memoryClockMegahertz)),
  gpuThrottled: passing(
    ofGpus('count', 'Reasons for which the card runs slower than it could.', (gpu) => gpu.throttleReasons?.length),
  ),
  gpuPcieGeneration: passing(ofGpus('count', 'PCIe generation of the link.', (gpu) => gpu.pcieGeneration)),
  gpuPcieWidth: passing(ofGpus('count', 'Lanes of the link.', (gpu) => gpu.pcieWidth)),
  gpuEccCorrected: passing(ofGpus('count', 'Memory errors that were corrected.', (gpu) => gpu.eccCorrected)),
  gpuEccUncorrected: passing(ofGpus('count', 'Memory errors that were not corrected.', (gpu) => gpu.eccUncorrected)),
  gpuXid: passing(ofGpus('count', "The driver's last error code.", (gpu) => gpu.xid)),
  gpuLost: passing(ofGpus('count', '1 where the card was there and does not answer.', (gpu) => isTrue(gpu.lost))),
  sensorTempC: passing(
    several('sensor', 'celsius', 'Temperature of the sensor.', (hardware, tell) => {
      for (const { sensor, celsius } of sensorsOf(hardware)) tell(sensor, celsius);
    }),
  ),
  sensorVolts: passing(
    several('sensor', 'volts', 'Voltage of the sensor.', ({ ipmi }, tell) => {
      for (const { sensor, volts } of ipmi?.voltages ?? []) tell(sensor, volts);
    }),
  ),
  fanZonePercent: passing(
    several('zone', 'percent', 'Speed that the management controller asks of a zone of fans.', (hardware, tell) => {
      for (const { zone, percent } of hardware.fanControl?.zones ?? []) tell(String(zone), percent);
    }),
  ),
  psuOk: passing(ofSupplies('count', '1 where the supply is there and gives power.', (supply) => isTrue(supply.ok))),
  driveHealthy: passing(ofDrives('count', '1 where the drive calls itself well.', (drive) => isTrue(drive.healthy))),
  driveWearPercent: passing(ofDrives('percent', 'Share of its life that is used up.', (drive) => drive.wearPercent)),
  driveSparePercent: passing(ofDrives('percent', 'Spare blocks that are left.', (drive) => drive.sparePercent)),
  driveErrors: passing(ofDrives('count', 'Errors of the medium.', (drive) => drive.errors)),
  drivePowerOnSeconds: passing(ofDrives('seconds', 'For so long it has been on.', (drive) => drive.powerOnSeconds)),
  driveReadBytes: passing(ofDrives('bytes', 'Read from it in its life.', (drive) => drive.readBytes)),
  driveWrittenBytes: passing(ofDrives('bytes', 'Written to it in its life.', (drive) => drive.writtenBytes)),
  packageUpdates: passing(one('count', 'Packages with an update.', ({ packages }) => packages?.updates)),
  packageSecurityUpdates: passing(one('count', 'Security updates.', ({ packages }) => packages?.securityUpdates)),
  rebootRequired: passing(one('count', '1 where it must be started anew.', (h) => isTrue(h.packages?.rebootRequired))),
  containersRunning: passing(
    one('count', 'Containers that run.', (h) => h.containers?.filter(({ state }) => state === 'running').length),
  ),
  servicesFailed: passing(one('count', 'Services that have failed.', (hardware) => hardware.services?.failed.length)),
  uptimeSeconds: passing(one('seconds', 'Since the machine was started.', (hardware) => hardware.uptimeSeconds)),
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

/** How a series is named: `gpuTempC[0]`, `diskUsedPercent[/cache]`, `cpuPercent`. */
export function seriesKey(metric: string, label: string | null): string {
  return label === null ? metric : `${metric}[${label}]`;
}
