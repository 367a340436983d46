/** The open node's machine: each figure with its last minute, then each GPU. */
import type { GpuSample, HardwareSample } from '../../shared/protocol/hardware.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { fitCells } from '../../shared/text-cells.ts';
import { CPU_TEMPERATURE, GPU_TEMPERATURE, SHARE, type Threshold } from '../../shared/thresholds.ts';
import { formatBytes, formatPercent, formatTemperature, percentOf } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import type { NodeEntry } from './fleet-view.ts';
import { sparkline } from './graphs.ts';
import { plainGlyphs, toneAbove } from './node-row.ts';
import { type PanelLine, rule } from './panel.ts';
import { type SampleKey, sampleCells } from './samples.ts';
import { type SpanLine, span } from './spans.ts';

const LABEL_CELLS = 6;
const VALUE_CELLS = 5;
/** Room for what stands behind a sparkline. */
const NOTE_CELLS = 30;
/** A cell of less than a second would only repeat its neighbour. */
const MOST_SPARK_CELLS = 60;

interface Gauge {
  readonly label: string;
  readonly key: SampleKey;
  readonly value: string;
  readonly tone: ReturnType<typeof toneAbove>;
  readonly range: readonly [number, number];
  readonly note: string;
}

export function hardwareLines(
  entry: NodeEntry,
  detail: RenderNodeDetail | null,
  look: DetailLook,
): readonly PanelLine[] {
  const hardware = detail?.report.hardware ?? null;
  const gpus = hardware?.gpus ?? [];
  return [
    rule('last 60 s'),
    ...gaugesOf(entry, hardware, look).map((gauge) => gaugeLine(gauge, entry, look)),
    ...(gpus.length === 0
      ? []
      : [
          rule(gpus.length === 1 ? 'GPU' : `${gpus.length} GPUs`),
          ...gpus.map((gpu, index) => gpuLine(gpu, index, look)),
        ]),
  ];
}

function gaugesOf({ summary }: NodeEntry, hardware: HardwareSample | null, { state }: DetailLook): readonly Gauge[] {
  const share = (percent: number | null, limit: Threshold = SHARE) => ({
    value: formatPercent(percent),
    tone: toneAbove(percent, limit),
    range: [0, 100] as const,
  });
  const busy: Threshold = { warn: 101, hot: 101 };
  const gauges: Gauge[] = [
    { label: 'CPU', key: 'cpu', ...share(summary.cpuPercent, busy), note: cpuNote(hardware) },
    { label: 'GPU', key: 'gpu', ...share(summary.gpuPercent, busy), note: '' },
    { label: 'RAM', key: 'memory', ...share(summary.memPercent, { warn: 90, hot: 97 }), note: memoryNote(hardware) },
    {
      label: 'TEMP',
      key: 'temperature',
      value: formatTemperature(summary.tempC, state.temperatureUnit),
      tone: toneAbove(summary.tempC, CPU_TEMPERATURE),
      range: [20, 100],
      note: hottestNote(hardware, state.temperatureUnit),
    },
  ];
  return gauges.filter(({ key }) => key !== 'gpu' || summary.gpuPercent !== null);
}

function gaugeLine(gauge: Gauge, entry: NodeEntry, { width, glyphs, state }: DetailLook): SpanLine {
  const room = width - LABEL_CELLS - VALUE_CELLS - 5;
  const cells = Math.max(8, Math.min(MOST_SPARK_CELLS, room - NOTE_CELLS));
  const values = sampleCells(entry.samples, gauge.key, cells, state.now.monotonic);
  return [
    span(` ${fitCells(gauge.label, LABEL_CELLS)}`, 'dim'),
    span(fitCells(plainGlyphs(gauge.value, glyphs), VALUE_CELLS, 'right'), gauge.tone),
    span('  '),
    span(sparkline(values, gauge.range, glyphs), 'accent'),
    span(`  ${plainGlyphs(gauge.note, glyphs)}`, 'dim'),
  ];
}

function cpuNote(hardware: HardwareSample | null): string {
  const { loadAverage = null, cores = null } = hardware?.cpu ?? {};
  const notes = [loadAverage === null ? '' : `load ${loadAverage.toFixed(1)}`, cores === null ? '' : `${cores} cores`];
  return notes.filter((note) => note !== '').join('  ');
}

function memoryNote(hardware: HardwareSample | null): string {
  const memory = hardware?.memory;
  if (!memory) return '';
  const swap = memory.swapUsedBytes > 0 ? `  swap ${formatBytes(memory.swapUsedBytes)}` : '';
  return `${formatBytes(memory.usedBytes)} of ${formatBytes(memory.totalBytes)}${swap}`;
}

/** The sensor nearest to trouble, with its own limit where it names one. */
function hottestNote(hardware: HardwareSample | null, unit: 'C' | 'F'): string {
  const sensors = hardware?.temperatures ?? [];
  const gpus = (hardware?.gpus ?? []).flatMap(({ name, celsius, limitCelsius }) =>
    celsius === null ? [] : [{ sensor: name, celsius, limitCelsius }],
  );
  const [hottest] = [...sensors, ...gpus].toSorted((a, b) => b.celsius - a.celsius);
  if (!hottest) return '';
  const limit = hottest.limitCelsius === null ? '' : `limit ${formatTemperature(hottest.limitCelsius, unit)}  `;
  return `${limit}${cellText(hottest.sensor)}`;
}

function gpuLine(gpu: GpuSample, index: number, { glyphs, state }: DetailLook): SpanLine {
  const memory = percentOf(gpu.memoryUsedBytes, gpu.memoryTotalBytes);
  const limit: Threshold =
    gpu.limitCelsius === null ? GPU_TEMPERATURE : { warn: gpu.limitCelsius - 5, hot: gpu.limitCelsius };
  const notes = [
    gpu.memoryTotalBytes === null ? '' : `${formatBytes(gpu.memoryUsedBytes)} of ${formatBytes(gpu.memoryTotalBytes)}`,
    gpu.powerWatts === null ? '' : `${Math.round(gpu.powerWatts)} W`,
    gpu.fanPercent === null ? '' : `fan ${formatPercent(gpu.fanPercent)}`,
  ].filter((note) => note !== '');
  return [
    span(` ${fitCells(`GPU${index}`, LABEL_CELLS)}`, 'dim'),
    span(fitCells(plainGlyphs(formatPercent(gpu.percent), glyphs), VALUE_CELLS, 'right')),
    span('  '),
    span(
      fitCells(plainGlyphs(formatTemperature(gpu.celsius, state.temperatureUnit), glyphs), 4, 'right'),
      toneAbove(gpu.celsius, limit),
    ),
    span('  '),
    span(plainGlyphs(notes.join('   '), glyphs), toneAbove(memory, { warn: 95, hot: 99 })),
    span(`   ${cellText(gpu.name)}`, 'dim'),
  ];
}
