/** A sample that fits into a report, however many things a machine has. */
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { jsonBytes } from './json-bytes.ts';

export interface FittingHardware {
  readonly hardware: HardwareSample;
  /** The lists that were cut, with how much: `200 of fileSystems`. */
  readonly omitted: readonly string[];
}

/** One list of a sample, and how much of it is kept. */
interface CutList {
  readonly part: string;
  /** Its name within the part; null where it is the part. */
  readonly key: string | null;
  readonly entries: readonly unknown[];
  readonly sizes: readonly number[];
  kept: number;
  keptBytes: number;
}

/** A core's figure cannot be left out: those behind it would become another core's. */
const NEVER_CUT = 'perCore';

/**
 * While the sample is larger than `limitBytes` of JSON, its largest list loses the last eighth: of the file systems those
 * stay that the output lies on.
 */
export function fittingHardware(hardware: HardwareSample, limitBytes: number): FittingHardware {
  let excessBytes = jsonBytes(hardware) - limitBytes;
  if (excessBytes <= 0) return { hardware, omitted: [] };
  const lists = listsOf(hardware);
  while (excessBytes > 0) {
    const largest = lists.reduce<CutList | null>(
      (most, list) => (list.keptBytes > (most?.keptBytes ?? 0) ? list : most),
      null,
    );
    if (largest === null) break;
    excessBytes -= shorten(largest);
  }
  const cut = lists.filter(({ kept, entries }) => kept < entries.length);
  return {
    hardware: cut.reduce(withCut, hardware),
    omitted: cut.map(({ part, key, kept, entries }) => `${entries.length - kept} of ${key ?? part}`),
  };
}

/** Gives the bytes that this saves. */
function shorten(list: CutList): number {
  const before = list.keptBytes;
  list.kept -= Math.ceil(list.kept / 8);
  list.keptBytes = sumOf(list.sizes.slice(0, list.kept));
  return before - list.keptBytes;
}

function listsOf(hardware: HardwareSample): CutList[] {
  return Object.entries(hardware).flatMap(([part, value]) => {
    if (Array.isArray(value)) return [listAt(part, null, value)];
    const within = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return within.flatMap(([key, list]) => (Array.isArray(list) && key !== NEVER_CUT ? [listAt(part, key, list)] : []));
  });
}

function listAt(part: string, key: string | null, list: readonly unknown[]): CutList {
  const entries = list.toSorted((a, b) => Number(holdsOutput(b)) - Number(holdsOutput(a)));
  // A comma each.
  const sizes = entries.map((entry) => jsonBytes(entry) + 1);
  return { part, key, entries, sizes, kept: entries.length, keptBytes: sumOf(sizes) };
}

function holdsOutput(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'holdsOutput' in entry && entry.holdsOutput === true;
}

function withCut(hardware: HardwareSample, { part, key, entries, kept }: CutList): HardwareSample {
  const list = entries.slice(0, kept);
  const value = key === null ? list : { ...Object(hardware[part as keyof HardwareSample]), [key]: list };
  return { ...hardware, [part]: value };
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
