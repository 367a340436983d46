/**
 * What a node's machine is and does. Parts and fields that came with later agents are optional: absent is unknown,
 * as null is. Each part is null until its collector has answered, and where this machine cannot tell.
 */
import * as Type from 'typebox';
import { Bytes, BytesPerSecond, Celsius, Count, Label, Name, Nullable, Path, Percent, Seconds } from './schema.ts';
import { ContainerSample, DriveSample, PackagesSample, ServicesSample } from './upkeep.ts';

const Watts = Type.Number({ minimum: 0, description: 'watts' });
const Megahertz = Type.Number({ minimum: 0, description: 'MHz' });

/** A field that came with a later agent. */
function Later<T extends Type.TSchema>(schema: T) {
  return Type.Optional(Nullable(schema));
}

export const CpuSample = Type.Object({
  percent: Nullable(Percent),
  perCore: Type.Array(Percent, { maxItems: 4096 }),
  loadAverage: Nullable(Type.Number({ minimum: 0, description: 'one-minute load' })),
  cores: Nullable(Count),
  /** Share of the time in which it waited for a disk with nothing else to do, and that a hypervisor gave to others. */
  iowaitPercent: Later(Percent),
  stealPercent: Later(Percent),
  loadAverage5: Later(Type.Number({ minimum: 0, description: 'five-minute load' })),
  loadAverage15: Later(Type.Number({ minimum: 0, description: 'fifteen-minute load' })),
  /** Mean over the cores, of now. */
  clockMegahertz: Later(Megahertz),
});
export type CpuSample = Type.Static<typeof CpuSample>;

export const MemorySample = Type.Object({
  totalBytes: Bytes,
  /** What programs hold: total less what is available to new ones. */
  usedBytes: Bytes,
  swapTotalBytes: Bytes,
  swapUsedBytes: Bytes,
  /** Files kept in memory; given up when programs want it. */
  cachedBytes: Later(Bytes),
  /** Written by programs, not yet on the disk. */
  dirtyBytes: Later(Bytes),
});
export type MemorySample = Type.Static<typeof MemorySample>;

/** Share of the last ten seconds in which some task waited for it (Linux, pressure stall information). */
export const PressureSample = Type.Object({
  cpuPercent: Nullable(Percent),
  memoryPercent: Nullable(Percent),
  ioPercent: Nullable(Percent),
});
export type PressureSample = Type.Static<typeof PressureSample>;

export const FileSystemSample = Type.Object({
  mount: Path,
  source: Label,
  type: Label,
  totalBytes: Bytes,
  freeBytes: Bytes,
  /** Whether a watched output directory lies on it. */
  holdsOutput: Type.Boolean(),
  /** Until it is full if it goes on filling as it did of late; null while it does not fill, or that is unknown. */
  fullInSeconds: Later(Seconds),
  /** Of its inodes; null where it has no fixed number of them. */
  inodesPercent: Later(Percent),
});
export type FileSystemSample = Type.Static<typeof FileSystemSample>;

export const NetworkSample = Type.Object({
  name: Name,
  receivedBytesPerSecond: Nullable(BytesPerSecond),
  sentBytesPerSecond: Nullable(BytesPerSecond),
  /** What it could carry each way at its present speed. */
  linkBytesPerSecond: Later(BytesPerSecond),
  errorsPerSecond: Later(Type.Number({ minimum: 0 })),
});
export type NetworkSample = Type.Static<typeof NetworkSample>;

export const DeviceSample = Type.Object({
  name: Name,
  readBytesPerSecond: Nullable(BytesPerSecond),
  writtenBytesPerSecond: Nullable(BytesPerSecond),
  /** Share of the time in which it had something to do. */
  busyPercent: Nullable(Percent),
});
export type DeviceSample = Type.Static<typeof DeviceSample>;

export const DiskSample = Type.Object({
  readBytesPerSecond: Nullable(BytesPerSecond),
  writtenBytesPerSecond: Nullable(BytesPerSecond),
  devices: Type.Optional(Type.Array(DeviceSample, { maxItems: 256 })),
});
export type DiskSample = Type.Static<typeof DiskSample>;

export const TemperatureSample = Type.Object({
  sensor: Name,
  celsius: Celsius,
  /** The limit that the sensor itself names, null where it names none. */
  limitCelsius: Nullable(Celsius),
});
export type TemperatureSample = Type.Static<typeof TemperatureSample>;

export const FanSample = Type.Object({
  fan: Name,
  rpm: Type.Number({ minimum: 0, description: 'revolutions a minute' }),
});
export type FanSample = Type.Static<typeof FanSample>;

export const GpuVendor = Type.Union([
  Type.Literal('nvidia'),
  Type.Literal('amd'),
  Type.Literal('intel'),
  Type.Literal('apple'),
  Type.Literal('other'),
]);
export type GpuVendor = Type.Static<typeof GpuVendor>;

export const GpuSample = Type.Object({
  name: Label,
  busId: Nullable(Label),
  percent: Nullable(Percent),
  memoryUsedBytes: Nullable(Bytes),
  memoryTotalBytes: Nullable(Bytes),
  celsius: Nullable(Celsius),
  /** From there on the card slows itself down; null where it does not say. */
  limitCelsius: Nullable(Celsius),
  powerWatts: Nullable(Watts),
  fanPercent: Nullable(Percent),
  vendor: Type.Optional(GpuVendor),
  driver: Later(Label),
  /** Of its memory, where that has a sensor of its own. */
  memoryCelsius: Later(Celsius),
  powerLimitWatts: Later(Watts),
  clockMegahertz: Later(Megahertz),
  memoryClockMegahertz: Later(Megahertz),
  /** Why it runs slower than it could, in the driver's words: `sw_power_cap`, `hw_thermal_slowdown`; idle is none. */
  throttleReasons: Later(Type.Array(Name, { maxItems: 32 })),
  pcieGeneration: Later(Count),
  pcieGenerationMost: Later(Count),
  pcieWidth: Later(Count),
  pcieWidthMost: Later(Count),
  /** Errors of its memory since it was last reset. */
  eccCorrected: Later(Count),
  eccUncorrected: Later(Count),
  /** The driver's last error code of this card since the agent started (NVIDIA's XID); null where none was seen. */
  xid: Later(Count),
  /** It was there and does not answer any more: its figures are null. */
  lost: Type.Optional(Type.Boolean()),
});
export type GpuSample = Type.Static<typeof GpuSample>;

/** A process by its name alone: a command line may hold secrets. */
export const ProcessSample = Type.Object({
  pid: Count,
  name: Name,
  /** 100 is one core. */
  cpuPercent: Nullable(Type.Number({ minimum: 0 })),
  memoryBytes: Nullable(Bytes),
});
export type ProcessSample = Type.Static<typeof ProcessSample>;

export const PowerSupplySample = Type.Object({
  name: Name,
  /** Present and giving power; null where it does not tell. */
  ok: Nullable(Type.Boolean()),
  /** What it says of itself where it is not well. */
  status: Nullable(Label),
  watts: Nullable(Watts),
  celsius: Nullable(Celsius),
});
export type PowerSupplySample = Type.Static<typeof PowerSupplySample>;

/** What the board's management controller measures (IPMI). */
export const IpmiSample = Type.Object({
  temperatures: Type.Array(TemperatureSample, { maxItems: 256 }),
  fans: Type.Array(FanSample, { maxItems: 256 }),
  voltages: Type.Array(Type.Object({ sensor: Name, volts: Type.Number() }), { maxItems: 256 }),
  /** Power that the whole machine draws. */
  systemWatts: Nullable(Watts),
  powerSupplies: Type.Array(PowerSupplySample, { maxItems: 16 }),
});
export type IpmiSample = Type.Static<typeof IpmiSample>;

/** How the management controller drives its fans (Supermicro). */
export const FanControlSample = Type.Object({
  mode: Nullable(
    Type.Union([
      Type.Literal('standard'),
      Type.Literal('full'),
      Type.Literal('optimal'),
      Type.Literal('heavyIo'),
      Type.Literal('pue'),
    ]),
  ),
  zones: Type.Array(Type.Object({ zone: Count, percent: Percent }), { maxItems: 16 }),
  board: Nullable(Label),
});
export type FanControlSample = Type.Static<typeof FanControlSample>;

export const HardwareSample = Type.Object({
  uptimeSeconds: Nullable(Seconds),
  cpu: Nullable(CpuSample),
  memory: Nullable(MemorySample),
  fileSystems: Nullable(Type.Array(FileSystemSample, { maxItems: 256 })),
  network: Nullable(Type.Array(NetworkSample, { maxItems: 256 })),
  disks: Nullable(DiskSample),
  temperatures: Nullable(Type.Array(TemperatureSample, { maxItems: 256 })),
  gpus: Nullable(Type.Array(GpuSample, { maxItems: 64 })),
  pressure: Later(PressureSample),
  fans: Later(Type.Array(FanSample, { maxItems: 256 })),
  /** The busiest, and those that hold most memory: at most five of each. */
  processes: Later(Type.Array(ProcessSample, { maxItems: 16 })),
  ipmi: Later(IpmiSample),
  fanControl: Later(FanControlSample),
  drives: Later(Type.Array(DriveSample, { maxItems: 64 })),
  packages: Later(PackagesSample),
  containers: Later(Type.Array(ContainerSample, { maxItems: 64 })),
  services: Later(ServicesSample),
});
export type HardwareSample = Type.Static<typeof HardwareSample>;

/** Of a machine that has told nothing yet. */
export const NOTHING_KNOWN: HardwareSample = {
  uptimeSeconds: null,
  cpu: null,
  memory: null,
  fileSystems: null,
  network: null,
  disks: null,
  temperatures: null,
  gpus: null,
};
