/** The open node's graphics cards: a row each, and under it in words what is wrong with it. */
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import type { Level } from '../../shared/protocol/threshold.ts';
import { formatPercent, formatTemperature, percentOf } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { type Judge, type Remark, remarkSpan, type Section, toneOf, worstLevel } from './detail-section.ts';
import { figures, type TableColumn, tableLines } from './detail-table.ts';
import { bytesOfText } from './figures.ts';
import { type SpanLine, span } from './spans.ts';

export function gpuSection(gpus: readonly GpuSample[], judge: Judge, look: DetailLook): Section {
  const [titles, ...rows] = tableLines(gpus, columnsOf(gpus, judge, look), look);
  const remarks = gpus.map(remarksOf);
  const lines = rows.flatMap((row, index): readonly SpanLine[] => [
    row,
    ...(remarks[index] ?? []).map((remark) => [span('    '), remarkSpan(remark, look)]),
  ]);
  return {
    heading: gpus.length === 1 ? 'GPU' : `${gpus.length} GPUs`,
    lines: titles && gpus.length > 0 ? [titles, ...lines] : [],
    level: worstLevel([
      ...remarks.flat().map(({ level }) => level),
      ...gpus.map((gpu, index) => judge('gpuTempC', String(index), gpu.celsius)),
    ]),
  };
}

function columnsOf(
  gpus: readonly GpuSample[],
  judge: Judge,
  { state: { temperatureUnit } }: DetailLook,
): readonly TableColumn<GpuSample>[] {
  const isMixed = new Set(gpus.map(({ name }) => name)).size > 1;
  return [
    { title: 'GPU', cell: (_, index) => span(String(index), 'dim') },
    figures('USE', ({ percent }) => (percent === null ? null : formatPercent(percent))),
    {
      title: 'MEMORY',
      align: 'right',
      cell: (gpu, index) => {
        const percent = percentOf(gpu.memoryUsedBytes, gpu.memoryTotalBytes);
        return percent === null ? null : span(memoryText(gpu), toneOf(judge('gpuMemPercent', String(index), percent)));
      },
    },
    {
      title: 'TEMP',
      align: 'right',
      cell: (gpu, index) =>
        gpu.celsius === null
          ? null
          : span(
              withLimit(formatTemperature(gpu.celsius, temperatureUnit), limitText(gpu, temperatureUnit)),
              toneOf(judge('gpuTempC', String(index), gpu.celsius)),
            ),
    },
    figures('POWER', wattsText),
    figures('FAN', ({ fanPercent }) => (fanPercent === null ? null : formatPercent(fanPercent))),
    figures('CLOCK', ({ clockMegahertz: clock }) => (typeof clock === 'number' ? `${Math.round(clock)} MHz` : null)),
    figures('PCIE', pcieText),
    figures('VRAM', ({ memoryCelsius }) =>
      typeof memoryCelsius === 'number' ? formatTemperature(memoryCelsius, temperatureUnit) : null,
    ),
    figures('MEM CLOCK', ({ memoryClockMegahertz: clock }) =>
      typeof clock === 'number' ? `${Math.round(clock)} MHz` : null,
    ),
    {
      title: 'CARD',
      cell: (gpu, index) => (isMixed || index === 0 ? span(cellText(gpu.name), 'dim') : span('', 'dim')),
    },
    { title: 'DRIVER', cell: ({ driver }) => (driver ? span(cellText(driver), 'dim') : null) },
  ];
}

function withLimit(value: string, limit: string | null): string {
  return limit === null ? value : `${value}/${limit}`;
}

function limitText({ limitCelsius }: GpuSample, unit: 'C' | 'F'): string | null {
  return limitCelsius === null ? null : formatTemperature(limitCelsius, unit);
}

function memoryText({ memoryUsedBytes, memoryTotalBytes }: GpuSample): string {
  return bytesOfText(memoryUsedBytes ?? 0, memoryTotalBytes ?? 0);
}

function wattsText({ powerWatts, powerLimitWatts }: GpuSample): string | null {
  if (powerWatts === null) return null;
  const limit = typeof powerLimitWatts === 'number' ? String(Math.round(powerLimitWatts)) : null;
  return `${withLimit(String(Math.round(powerWatts)), limit)} W`;
}

/** `4.0 x16`; a link that could be faster says so, as `3 of 4 x8 of 16`. */
function pcieText(gpu: GpuSample): string | null {
  const { pcieGeneration, pcieGenerationMost, pcieWidth, pcieWidthMost } = gpu;
  if (typeof pcieGeneration !== 'number' || typeof pcieWidth !== 'number') return null;
  const most = (now: number, most: number | null | undefined) =>
    typeof most === 'number' && most > now ? `${now} of ${most}` : `${now}`;
  return `gen ${most(pcieGeneration, pcieGenerationMost)} x${most(pcieWidth, pcieWidthMost)}`;
}

/** Reasons for which a card runs slower that nobody needs to be told of: it was told to, or has nothing to do. */
const USUAL_REASONS: ReadonlySet<string> = new Set(['gpu_idle', 'applications_clocks_setting', 'sw_power_cap']);

function remarksOf(gpu: GpuSample): readonly Remark[] {
  const remarks: Remark[] = [];
  const remark = (text: string, level: Level | null): void => void remarks.push({ text, level });
  if (gpu.lost) remark('does not answer any more: the driver has lost it', 'crit');
  if (typeof gpu.xid === 'number') remark(`driver error XID ${gpu.xid}`, 'warn');
  if (gpu.eccUncorrected) remark(`${gpu.eccUncorrected} memory errors that were not corrected`, 'crit');
  if (gpu.eccCorrected) remark(`${gpu.eccCorrected} memory errors corrected`, null);
  const reasons = gpu.throttleReasons ?? [];
  if (reasons.length > 0) {
    const isUsual = reasons.every((reason) => USUAL_REASONS.has(reason));
    remark(`slowed down: ${reasons.map(reasonWords).join(', ')}`, isUsual ? null : 'warn');
  }
  if (typeof gpu.pcieWidth === 'number' && typeof gpu.pcieWidthMost === 'number' && gpu.pcieWidth < gpu.pcieWidthMost)
    remark(`only ${gpu.pcieWidth} of ${gpu.pcieWidthMost} PCIe lanes: reseat the card or its riser`, 'notice');
  return remarks;
}

/** The driver's own word, readable. */
function reasonWords(reason: string): string {
  return cellText(reason.replaceAll('_', ' '));
}
