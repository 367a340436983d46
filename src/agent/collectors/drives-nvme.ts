/** What `nvme` (nvme-cli 1 and 2) says of drives where there is no smartctl: log page 2 of NVM Express in its own names. */
import type { DriveSample } from '../../shared/protocol/upkeep.ts';
import { at, type Json, listAt, objectOf } from './json-parts.ts';
import { countOf, figureOf, labelOf } from './told-values.ts';

/** A thousand blocks of 512 bytes (NVM Express base specification, SMART / health information). */
export const NVME_DATA_UNIT_BYTES = 512_000;
const ZERO_CELSIUS_KELVIN = 273;

export interface NvmeDrive {
  readonly path: string;
  readonly model: string | null;
  readonly serial: string | null;
}

export const LIST_ARGUMENTS: readonly string[] = ['list', '-o', 'json'];

export function logArguments(path: string): readonly string[] {
  return ['smart-log', path, '-o', 'json'];
}

/** A flat list of name spaces, or, from version 2 on, hosts with their subsystems with their controllers. */
export function readNvmeList(text: string): NvmeDrive[] {
  const devices = listAt(objectOf(text), 'Devices');
  const subsystems = devices.flatMap((device) => listAt(device, 'Subsystems'));
  const controllers = [...devices, ...subsystems].flatMap((each) => listAt(each, 'Controllers'));
  const found = [...devices, ...controllers].flatMap((each): NvmeDrive[] => {
    const path = labelOf(at(each, 'DevicePath')) ?? `/dev/${labelOf(at(each, 'Controller')) ?? ''}`;
    if (!/^\/dev\/nvme\d+(?:n\d+)?$/.test(path)) return [];
    return [{ path, model: labelOf(at(each, 'ModelNumber')), serial: labelOf(at(each, 'SerialNumber')) }];
  });
  return found.filter(({ path }, index) => found.findIndex((other) => driveOf(other.path) === driveOf(path)) === index);
}

/** `/dev/nvme0` of `/dev/nvme0n1`: name spaces of one drive share its health. */
function driveOf(path: string): string {
  return path.replace(/n\d+$/, '');
}

/** Null where the text is no health log. */
export function readNvmeLog(text: string, drive: NvmeDrive): DriveSample | null {
  const log = objectOf(text);
  const kelvin = figureOf(at(log, 'temperature'), 1, 1000);
  const hours = figureOf(at(log, 'power_on_hours'));
  if (log === null || (kelvin === null && hours === null)) return null;
  const { path, model, serial } = drive;
  const warning = warningOf(log);
  return {
    device: path.replace('/dev/', ''),
    model,
    serial,
    healthy: warning === null ? null : warning === 0,
    celsius: kelvin === null ? null : kelvin - ZERO_CELSIUS_KELVIN,
    limitCelsius: null,
    wearPercent: percentBelow100(at(log, 'percent_used') ?? at(log, 'percentage_used')),
    sparePercent: percentBelow100(at(log, 'avail_spare') ?? at(log, 'available_spare')),
    errors: countOf(figureOf(at(log, 'media_errors'))),
    powerOnSeconds: hours === null ? null : hours * 3600,
    readBytes: bytesOf(at(log, 'data_units_read')),
    writtenBytes: bytesOf(at(log, 'data_units_written')),
  };
}

/** Bits for too little spare, too hot, unreliable, read-only, no backup power; later versions spell them out beside. */
function warningOf(log: Json): number | null {
  return figureOf(at(log, 'critical_warning'), 0, 255) ?? figureOf(at(log, 'critical_warning', 'value'), 0, 255);
}

function bytesOf(dataUnits: unknown): number | null {
  const units = figureOf(dataUnits);
  return units === null ? null : units * NVME_DATA_UNIT_BYTES;
}

/** A share that drives count beyond 100 when they outlive what they were made for. */
export function percentBelow100(value: unknown): number | null {
  const percent = figureOf(value, 0, 255);
  return percent === null ? null : Math.min(percent, 100);
}
