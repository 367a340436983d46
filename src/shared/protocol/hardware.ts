import * as Type from 'typebox';
import { Bytes, BytesPerSecond, Celsius, Count, Label, Name, Nullable, Path, Percent, Seconds } from './schema.ts';

export const CpuSample = Type.Object({
  percent: Nullable(Percent),
  perCore: Type.Array(Percent, { maxItems: 4096 }),
  loadAverage: Nullable(Type.Number({ minimum: 0, description: 'one-minute load' })),
  cores: Nullable(Count),
});
export type CpuSample = Type.Static<typeof CpuSample>;

export const MemorySample = Type.Object({
  totalBytes: Bytes,
  usedBytes: Bytes,
  swapTotalBytes: Bytes,
  swapUsedBytes: Bytes,
});
export type MemorySample = Type.Static<typeof MemorySample>;

export const FileSystemSample = Type.Object({
  mount: Path,
  source: Label,
  type: Label,
  totalBytes: Bytes,
  freeBytes: Bytes,
  /** Whether a watched output directory lies on it. */
  holdsOutput: Type.Boolean(),
});
export type FileSystemSample = Type.Static<typeof FileSystemSample>;

export const NetworkSample = Type.Object({
  name: Name,
  receivedBytesPerSecond: Nullable(BytesPerSecond),
  sentBytesPerSecond: Nullable(BytesPerSecond),
});
export type NetworkSample = Type.Static<typeof NetworkSample>;

export const DiskSample = Type.Object({
  readBytesPerSecond: Nullable(BytesPerSecond),
  writtenBytesPerSecond: Nullable(BytesPerSecond),
});
export type DiskSample = Type.Static<typeof DiskSample>;

export const TemperatureSample = Type.Object({
  sensor: Name,
  celsius: Celsius,
  /** The limit that the sensor itself names, null where it names none. */
  limitCelsius: Nullable(Celsius),
});
export type TemperatureSample = Type.Static<typeof TemperatureSample>;

export const GpuSample = Type.Object({
  name: Label,
  busId: Nullable(Label),
  percent: Nullable(Percent),
  memoryUsedBytes: Nullable(Bytes),
  memoryTotalBytes: Nullable(Bytes),
  celsius: Nullable(Celsius),
  limitCelsius: Nullable(Celsius),
  powerWatts: Nullable(Type.Number({ minimum: 0, description: 'watts' })),
  fanPercent: Nullable(Percent),
});
export type GpuSample = Type.Static<typeof GpuSample>;

/** What a node's machine is and does; each part is null until its collector has answered, and where it cannot. */
export const HardwareSample = Type.Object({
  uptimeSeconds: Nullable(Seconds),
  cpu: Nullable(CpuSample),
  memory: Nullable(MemorySample),
  fileSystems: Nullable(Type.Array(FileSystemSample, { maxItems: 256 })),
  network: Nullable(Type.Array(NetworkSample, { maxItems: 256 })),
  disks: Nullable(DiskSample),
  temperatures: Nullable(Type.Array(TemperatureSample, { maxItems: 256 })),
  gpus: Nullable(Type.Array(GpuSample, { maxItems: 64 })),
});
export type HardwareSample = Type.Static<typeof HardwareSample>;
