/** ATA attributes, as far as makers agree on them: their numbers, and for amounts the unit that stands in the name. */

import { at } from './json-parts.ts';
import { figureOf, labelOf } from './told-values.ts';

export interface AtaAttribute {
  readonly id: number;
  readonly name: string;
  /** 100 (or 200, 253) when new, falling to the threshold. */
  readonly value: number | null;
  readonly raw: number | null;
}

export function ataAttributes(table: readonly unknown[]): AtaAttribute[] {
  return table.flatMap((row) => {
    const id = figureOf(at(row, 'id'), 1, 255);
    if (id === null) return [];
    const name = labelOf(at(row, 'name')) ?? '';
    return [{ id, name, value: figureOf(at(row, 'value'), 0, 255), raw: rawOf(at(row, 'raw')) }];
  });
}

/** As smartctl shows it: some drives pack further counters into the upper bytes of the value. */
function rawOf(raw: unknown): number | null {
  const shown = /^\d{1,15}/.exec(labelOf(at(raw, 'string')) ?? '')?.[0];
  return figureOf(shown ?? at(raw, 'value'));
}

/** Life left of flash: SSD life left, media wear-out, percent lifetime remain, wear levelling count. */
const LIFE_LEFT: readonly number[] = [231, 233, 202, 177, 173];

/** On a disk with platters these numbers mean other things. */
export function ataWearPercent(attributes: readonly AtaAttribute[], isSolid: boolean): number | null {
  if (!isSolid) return null;
  for (const id of LIFE_LEFT) {
    const value = attributes.find((attribute) => attribute.id === id)?.value ?? null;
    if (value !== null && value <= 100) return 100 - value;
  }
  return null;
}

const REALLOCATED = 5;
const UNCORRECTABLE = 187;
/** Sectors that wait to be reallocated, and that could not be read off-line: mostly the same ones. */
const PENDING: readonly number[] = [197, 198];

export function ataErrors(attributes: readonly AtaAttribute[]): number | null {
  const count = (id: number): number | null => attributes.find((attribute) => attribute.id === id)?.raw ?? null;
  const pending = PENDING.map(count).filter((each) => each !== null);
  const counts = [count(REALLOCATED), count(UNCORRECTABLE), pending.length > 0 ? Math.max(...pending) : null];
  const known = counts.filter((each) => each !== null);
  return known.length > 0 ? known.reduce((sum, each) => sum + each, 0) : null;
}

export function ataWrittenBytes(attributes: readonly AtaAttribute[], sectorBytes: number): number | null {
  return amountOf(attributes, 241, sectorBytes);
}

export function ataReadBytes(attributes: readonly AtaAttribute[], sectorBytes: number): number | null {
  return amountOf(attributes, 242, sectorBytes);
}

/** `Total_LBAs_Written`, `Host_Writes_32MiB`, `Lifetime_Writes_GiB`: null where the name tells no unit. */
function amountOf(attributes: readonly AtaAttribute[], id: number, sectorBytes: number): number | null {
  const attribute = attributes.find((each) => each.id === id);
  if (attribute === undefined || attribute.raw === null) return null;
  if (/lba/i.test(attribute.name)) return attribute.raw * sectorBytes;
  const [, count, unit] = /(\d*)(MiB|GiB|GB|TB)$/i.exec(attribute.name) ?? [];
  const bytes = UNIT_BYTES.get(unit?.toLowerCase() ?? '');
  return bytes === undefined ? null : attribute.raw * Number(count || 1) * bytes;
}

const UNIT_BYTES: ReadonlyMap<string, number> = new Map([
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
  ['gb', 1e9],
  ['tb', 1e12],
]);
