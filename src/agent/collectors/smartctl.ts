/**
 * What `smartctl -j` (smartmontools 7) says of a drive: the NVMe health log, ATA attributes or SCSI pages.
 * Its exit status is a set of bits, some of them about the drive's health, so that good answers come with failures.
 */
import type { DriveSample } from '../../shared/protocol/upkeep.ts';
import {
  type AtaAttribute,
  ataAttributes,
  ataErrors,
  ataReadBytes,
  ataWearPercent,
  ataWrittenBytes,
} from './drives-ata.ts';
import { NVME_DATA_UNIT_BYTES, percentBelow100 } from './drives-nvme.ts';
import { at, type Json, listAt, objectOf } from './json-parts.ts';
import { countOf, figureOf, labelOf } from './told-values.ts';

export interface ScannedDrive {
  readonly path: string;
  /** How it is to be asked, smartctl's `-d`. */
  readonly type: string;
}

export const SCAN_ARGUMENTS: readonly string[] = ['--scan', '-j'];

/** What a scan says of drives that it has not opened: asked by these names, SATA drives would not be found out as such. */
const UNCERTAIN: readonly string[] = ['scsi', 'ata'];

/** Never wakes a drive that sleeps. */
export function healthArguments({ path, type }: ScannedDrive): readonly string[] {
  return ['-j', '-n', 'standby', '--all', ...(UNCERTAIN.includes(type) ? [] : ['-d', type]), path];
}

export function readScan(text: string): ScannedDrive[] {
  return listAt(objectOf(text), 'devices').flatMap((device) => {
    const path = labelOf(at(device, 'name'));
    const type = labelOf(at(device, 'type'));
    // Both become arguments: neither may look like an option.
    return path?.startsWith('/dev/') && type && /^[a-z]/.test(type) ? [{ path, type }] : [];
  });
}

export type DriveAnswer =
  | { readonly kind: 'told'; readonly sample: DriveSample }
  | { readonly kind: 'sleeps' }
  | { readonly kind: 'failed'; readonly why: string };

export function readDrive(text: string, device: string): DriveAnswer {
  const json = objectOf(text);
  if (json === null) return { kind: 'failed', why: 'smartctl gave half an answer' };
  const messages = listAt(at(json, 'smartctl'), 'messages').map((message) => labelOf(at(message, 'string')) ?? '');
  const said = messages.join('; ');
  if (/STANDBY|SLEEP mode/i.test(said)) return { kind: 'sleeps' };
  const sample = sampleOf(json, device);
  if (hasFigure(sample)) return { kind: 'told', sample };
  return { kind: 'failed', why: said || 'smartctl tells nothing of its health' };
}

function hasFigure({ healthy, celsius, wearPercent, errors, powerOnSeconds }: DriveSample): boolean {
  return [healthy, celsius, wearPercent, errors, powerOnSeconds].some((figure) => figure !== null);
}

function sampleOf(json: Json, device: string): DriveSample {
  const nvme = at(json, 'nvme_smart_health_information_log');
  const attributes = ataAttributes(listAt(at(json, 'ata_smart_attributes'), 'table'));
  const passed = at(json, 'smart_status', 'passed');
  const hours = figureOf(at(json, 'power_on_time', 'hours')) ?? figureOf(at(nvme, 'power_on_hours'));
  return {
    device,
    model: labelOf(at(json, 'model_name')) ?? labelOf(at(json, 'scsi_model_name')),
    serial: labelOf(at(json, 'serial_number')),
    healthy: typeof passed === 'boolean' ? passed : null,
    celsius: degreesOf(at(json, 'temperature', 'current')) ?? degreesOf(at(nvme, 'temperature')),
    limitCelsius: limitOf(json),
    powerOnSeconds: hours === null ? null : hours * 3600,
    ...wearOf(json, nvme, attributes),
  };
}

function wearOf(
  json: Json,
  nvme: unknown,
  attributes: readonly AtaAttribute[],
): Pick<DriveSample, 'wearPercent' | 'sparePercent' | 'errors' | 'readBytes' | 'writtenBytes'> {
  const sectorBytes = figureOf(at(json, 'logical_block_size'), 1) ?? 512;
  const isSolid = figureOf(at(json, 'rotation_rate')) === 0;
  return {
    wearPercent:
      percentBelow100(at(nvme, 'percentage_used')) ??
      percentBelow100(at(json, 'endurance_used', 'current_percent')) ??
      percentBelow100(at(json, 'scsi_percentage_used_endurance_indicator')) ??
      ataWearPercent(attributes, isSolid),
    sparePercent: percentBelow100(at(nvme, 'available_spare')),
    errors: countOf(figureOf(at(nvme, 'media_errors')) ?? scsiErrors(json) ?? ataErrors(attributes)),
    readBytes: dataUnits(at(nvme, 'data_units_read')) ?? ataReadBytes(attributes, sectorBytes),
    writtenBytes: dataUnits(at(nvme, 'data_units_written')) ?? ataWrittenBytes(attributes, sectorBytes),
  };
}

function limitOf(json: Json): number | null {
  const limits = [
    at(json, 'nvme_composite_temperature_threshold', 'critical'),
    at(json, 'temperature', 'critical_limit_max'),
    at(json, 'temperature', 'drive_trip'),
    at(json, 'temperature', 'op_limit_max'),
  ];
  return limits.map((limit) => figureOf(limit, 30, 150)).find((limit) => limit !== null) ?? null;
}

/** A drive that has no sensor says 0 or 255. */
function degreesOf(value: unknown): number | null {
  return value === 0 ? null : figureOf(value, -40, 150);
}

function dataUnits(value: unknown): number | null {
  const units = figureOf(value);
  return units === null ? null : units * NVME_DATA_UNIT_BYTES;
}

/** Defects that have grown since it was made, and what could not be corrected. */
function scsiErrors(json: Json): number | null {
  const grown = figureOf(at(json, 'scsi_grown_defect_list'));
  const uncorrected = ['read', 'write', 'verify']
    .map((kind) => figureOf(at(json, 'scsi_error_counter_log', kind, 'total_uncorrected_errors')))
    .filter((count) => count !== null);
  if (grown === null && uncorrected.length === 0) return null;
  return uncorrected.reduce((sum, count) => sum + count, grown ?? 0);
}
