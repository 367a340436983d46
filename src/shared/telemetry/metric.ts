/** What a figure is, and how those are made that a machine has several of: cards, mounts, drives. */
import type { HardwareSample, TemperatureSample } from '../protocol/hardware.ts';
import { type SensorKind, sensorKind } from './sensor-kind.ts';

export type MetricUnit =
  | 'percent'
  | 'celsius'
  | 'watts'
  | 'volts'
  | 'rpm'
  | 'megahertz'
  | 'bytes'
  | 'bytesPerSecond'
  | 'seconds'
  | 'count';

/** One value of a metric; `label` says which of several (a card's index, a mount, a sensor), null where there is one. */
export type TellValue = (label: string | null, value: number | null | undefined) => void;

export interface Metric {
  readonly unit: MetricUnit;
  readonly help: string;
  /** What the label names; null where there is only one value a node. */
  readonly label:
    | 'core'
    | 'gpu'
    | 'mount'
    | 'device'
    | 'interface'
    | 'sensor'
    | 'fan'
    | 'drive'
    | 'supply'
    | 'zone'
    | null;
  /** Whether history keeps it; the others change seldom, or are told by the rest. */
  readonly isKept: boolean;
  /** How the values of one node with several labels become one (`gpuTempC` of a machine with four cards). */
  readonly over: 'max' | 'mean' | 'sum' | 'min';
  readonly read: (hardware: HardwareSample, tell: TellValue) => void;
}

type Read = Metric['read'];

export function one(
  unit: MetricUnit,
  help: string,
  read: (hardware: HardwareSample) => number | null | undefined,
): Metric {
  return { unit, help, label: null, isKept: true, over: 'max', read: (hardware, tell) => tell(null, read(hardware)) };
}

export function several(label: NonNullable<Metric['label']>, unit: MetricUnit, help: string, read: Read): Metric {
  return { unit, help, label, isKept: true, over: 'max', read };
}

/** Not kept by history. */
export function passing(metric: Metric): Metric {
  return { ...metric, isKept: false };
}

export function ofGpus(
  unit: MetricUnit,
  help: string,
  read: (gpu: NonNullable<HardwareSample['gpus']>[number]) => number | null | undefined,
): Metric {
  return several('gpu', unit, help, ({ gpus }, tell) => {
    for (const [index, gpu] of (gpus ?? []).entries()) tell(String(index), read(gpu));
  });
}

export function ofMounts(
  unit: MetricUnit,
  help: string,
  read: (fileSystem: NonNullable<HardwareSample['fileSystems']>[number]) => number | null | undefined,
): Metric {
  return several('mount', unit, help, ({ fileSystems }, tell) => {
    for (const fileSystem of fileSystems ?? []) tell(fileSystem.mount, read(fileSystem));
  });
}

export function ofDrives(
  unit: MetricUnit,
  help: string,
  read: (drive: NonNullable<HardwareSample['drives']>[number]) => number | null | undefined,
): Metric {
  return several('drive', unit, help, ({ drives }, tell) => {
    for (const drive of drives ?? []) tell(drive.device, read(drive));
  });
}

export function ofSupplies(
  unit: MetricUnit,
  help: string,
  read: (supply: NonNullable<HardwareSample['ipmi']>['powerSupplies'][number]) => number | null | undefined,
): Metric {
  return several('supply', unit, help, ({ ipmi }, tell) => {
    for (const supply of ipmi?.powerSupplies ?? []) tell(supply.name, read(supply));
  });
}

export function ofInterfaces(
  unit: MetricUnit,
  help: string,
  read: (network: NonNullable<HardwareSample['network']>[number]) => number | null | undefined,
): Metric {
  return several('interface', unit, help, ({ network }, tell) => {
    for (const each of network ?? []) tell(each.name, read(each));
  });
}

export function ofDevices(
  unit: MetricUnit,
  help: string,
  read: (device: NonNullable<NonNullable<HardwareSample['disks']>['devices']>[number]) => number | null | undefined,
): Metric {
  return several('device', unit, help, ({ disks }, tell) => {
    for (const device of disks?.devices ?? []) tell(device.name, read(device));
  });
}

/** The chips' and the management controller's sensors alike. */
export function sensorsOf({ temperatures, ipmi }: HardwareSample): readonly TemperatureSample[] {
  return [...(temperatures ?? []), ...(ipmi?.temperatures ?? [])];
}

/** The hottest sensor of a kind in °C, null where none tells. */
export function hottestOf({ temperatures, ipmi }: HardwareSample, kind: SensorKind): number | null {
  return hottestIn(ipmi?.temperatures ?? NONE, kind, hottestIn(temperatures ?? NONE, kind, null));
}

const NONE: readonly TemperatureSample[] = [];

function hottestIn(sensors: readonly TemperatureSample[], kind: SensorKind, known: number | null): number | null {
  let hottest = known;
  for (const { sensor, celsius } of sensors)
    if (sensorKind(sensor) === kind && (hottest === null || celsius > hottest)) hottest = celsius;
  return hottest;
}

export function isTrue(value: boolean | null | undefined): number | null {
  return typeof value === 'boolean' ? Number(value) : null;
}
