/** What of a machine wants looking after: drives that wear, packages that age, containers and services that end. */
import * as Type from 'typebox';
import { Bytes, Celsius, Count, Label, Name, Nullable, Percent, Seconds } from './schema.ts';

/** Health of a disk as it tells it of itself (NVMe log page 2, ATA SMART). */
export const DriveSample = Type.Object({
  device: Name,
  model: Nullable(Label),
  serial: Nullable(Label),
  /** Its own verdict; null where it gives none. */
  healthy: Nullable(Type.Boolean()),
  celsius: Nullable(Celsius),
  limitCelsius: Nullable(Celsius),
  /** Share of its life that is used up; beyond 100 it is 100. */
  wearPercent: Nullable(Percent),
  sparePercent: Nullable(Percent),
  /** Media and data integrity errors; reallocated and pending sectors of a disk with platters. */
  errors: Nullable(Count),
  powerOnSeconds: Nullable(Seconds),
  readBytes: Nullable(Bytes),
  writtenBytes: Nullable(Bytes),
});
export type DriveSample = Type.Static<typeof DriveSample>;

export const PackagesSample = Type.Object({
  updates: Nullable(Count),
  securityUpdates: Nullable(Count),
  rebootRequired: Nullable(Type.Boolean()),
});
export type PackagesSample = Type.Static<typeof PackagesSample>;

export const ContainerSample = Type.Object({
  id: Name,
  name: Name,
  image: Label,
  /** `running`, `exited`, `restarting`, `paused` …, as the engine says it. */
  state: Label,
  /** 100 is one core. */
  cpuPercent: Nullable(Type.Number({ minimum: 0 })),
  memoryBytes: Nullable(Bytes),
});
export type ContainerSample = Type.Static<typeof ContainerSample>;

export const ServicesSample = Type.Object({
  /** Names of the units that have failed. */
  failed: Type.Array(Name, { maxItems: 256 }),
});
export type ServicesSample = Type.Static<typeof ServicesSample>;
