/** What is asked of `nvidia-smi --query-gpu`, and how its lines are read (`nvidia-smi --help-query-gpu`). */
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import { numberWithin, unmeasuredGpu } from './gpu-sample.ts';
import { throttleReasons } from './nvidia-throttle.ts';

/** Each figure with the names that drivers know it by, the newest first: what a driver does not know it refuses. */
const NAMES = {
  index: ['index'],
  uuid: ['uuid'],
  name: ['name'],
  busId: ['pci.bus_id'],
  driver: ['driver_version'],
  percent: ['utilization.gpu'],
  memoryUsed: ['memory.used'],
  memoryTotal: ['memory.total'],
  celsius: ['temperature.gpu'],
  memoryCelsius: ['temperature.memory'],
  watts: ['power.draw'],
  wattsMost: ['power.limit'],
  fan: ['fan.speed'],
  clock: ['clocks.current.sm'],
  memoryClock: ['clocks.current.memory'],
  throttle: ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
  pcieGeneration: ['pcie.link.gen.current', 'pcie.link.gen.gpucurrent'],
  pcieGenerationMost: ['pcie.link.gen.max'],
  pcieWidth: ['pcie.link.width.current'],
  pcieWidthMost: ['pcie.link.width.max'],
  eccCorrected: ['ecc.errors.corrected.volatile.total'],
  eccUncorrected: ['ecc.errors.uncorrected.volatile.total'],
} as const satisfies Record<string, readonly string[]>;

type Figure = keyof typeof NAMES;

const FIGURES = Object.keys(NAMES) as readonly Figure[];
const FIGURE_OF: ReadonlyMap<string, Figure> = new Map(
  FIGURES.flatMap((figure) => NAMES[figure].map((name) => [name, figure] as const)),
);

/** Names of fields, in the order in which they are asked. */
export type NvidiaQuery = readonly string[];

export const WHOLE_QUERY: NvidiaQuery = FIGURES.map((figure) => NAMES[figure][0]);

/** The query without a field that the driver does not know: by its older name, or not at all. The same for any other. */
export function withoutField(query: NvidiaQuery, refused: string): NvidiaQuery {
  if (!query.includes(refused)) return query;
  const figure = FIGURE_OF.get(refused);
  const names: readonly string[] = figure ? NAMES[figure] : [];
  const next = names[names.indexOf(refused) + 1];
  return query.flatMap((name) => (name === refused ? (next ?? []) : name));
}

/** Which figure stands in each column; null for one that nobody asked for. */
export type NvidiaColumns = readonly (Figure | null)[];

/**
 * The columns that a header names (`memory.used [MiB]`), null where the line is no header. A name that is not known
 * is taken for the one asked at its place: drivers answer some under newer names than they were asked by.
 */
export function readHeader(line: string, query: NvidiaQuery): NvidiaColumns | null {
  const cells = cellsOf(line);
  if (cells[0] !== query[0]) return null;
  return cells.map((cell, at) => {
    const name = cell.replace(/ \[.*\]$/, '');
    const asked = cells.length === query.length ? query[at] : undefined;
    return FIGURE_OF.get(name) ?? FIGURE_OF.get(asked ?? '') ?? null;
  });
}

export interface NvidiaReading {
  readonly index: number;
  /** What stays the card's own as long as it is one; its bus where it has no other. */
  readonly id: string;
  /** The driver says that it has lost it. */
  readonly isLost: boolean;
  readonly sample: GpuSample;
}

const MEBIBYTE = 1024 * 1024;

/**
 * One card's line. `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `ERR!` and whatever else is no number are null;
 * a line that is no card's (a warning, one cut short) gives null.
 */
export function readCard(line: string, columns: NvidiaColumns): NvidiaReading | null {
  const cells = cellsOf(line);
  if (cells.length !== columns.length) return null;
  const texts = new Map(columns.map((figure, at) => [figure, cells[at] ?? '']));
  const number = (figure: Figure, least: number, most: number, bound?: number): number | null =>
    numberWithin(texts.get(figure), least, most, bound);
  const bytes = (figure: Figure): number | null => {
    const mebibytes = number(figure, 0, Number.MAX_SAFE_INTEGER / MEBIBYTE);
    return mebibytes === null ? null : mebibytes * MEBIBYTE;
  };
  const count = (figure: Figure): number | null => {
    const value = number(figure, 0, Number.MAX_SAFE_INTEGER);
    return Number.isInteger(value) ? value : null;
  };
  const index = count('index');
  const busId = wordOf(texts.get('busId'));
  if (index === null || busId === null) return null;
  const sample: GpuSample = {
    ...unmeasuredGpu(wordOf(texts.get('name')) ?? 'NVIDIA', busId),
    vendor: 'nvidia',
    driver: wordOf(texts.get('driver')),
    percent: number('percent', 0, 100),
    memoryUsedBytes: bytes('memoryUsed'),
    memoryTotalBytes: bytes('memoryTotal'),
    celsius: number('celsius', -40, 200),
    memoryCelsius: number('memoryCelsius', -40, 200),
    powerWatts: number('watts', 0, 100_000),
    powerLimitWatts: number('wattsMost', 0, 100_000),
    // Some cards say more than 100 for a fan above its nominal speed.
    fanPercent: number('fan', 0, 1_000, 100),
    clockMegahertz: number('clock', 0, 100_000),
    memoryClockMegahertz: number('memoryClock', 0, 100_000),
    throttleReasons: throttleReasons(texts.get('throttle')),
    pcieGeneration: count('pcieGeneration'),
    pcieGenerationMost: count('pcieGenerationMost'),
    pcieWidth: count('pcieWidth'),
    pcieWidthMost: count('pcieWidthMost'),
    eccCorrected: count('eccCorrected'),
    eccUncorrected: count('eccUncorrected'),
  };
  return { index, id: wordOf(texts.get('uuid')) ?? busId, isLost: /\bGPU is lost\b/i.test(line), sample };
}

function cellsOf(line: string): readonly string[] {
  return line.split(',').map((cell) => cell.trim());
}

/** Null for `[N/A]`, `[Unknown Error]`, `N/A`, `ERR!` and nothing. */
function wordOf(cell: string | undefined): string | null {
  return cell && !/^\[.*\]$|^N\/A$|^ERR!$/.test(cell) ? cell.slice(0, 512) : null;
}
