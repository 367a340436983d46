/** How far the figure of a column is beyond what is usual: the hub's word, or by the defaults where it has none. */
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import type { Level } from '../../shared/protocol/threshold.ts';
import type { MetricName } from '../../shared/telemetry/metrics.ts';
import { defaultThreshold, levelOf, rankOfLevel } from '../../shared/telemetry/thresholds.ts';
import type { ColumnName } from './table-columns.ts';
import type { GlyphSet, Tone } from './theme.ts';

/** Of the metrics of one machine `series` are meant, all where it is absent. */
interface JudgedBy {
  readonly metrics: readonly MetricName[];
  readonly series?: string;
  /** Whether the hub's levels tell of just this figure; else the defaults judge it. */
  readonly isTold: boolean;
}

const JUDGED: Readonly<Partial<Record<ColumnName, JudgedBy>>> = {
  cpu: { metrics: ['cpuPercent'], isTold: true },
  gpu: { metrics: ['gpuPercent'], isTold: true },
  ram: { metrics: ['memPercent'], isTold: true },
  temp: { metrics: ['cpuTempC', 'gpuTempC'], isTold: true },
  'cpu-temp': { metrics: ['cpuTempC'], isTold: true },
  vrm: { metrics: ['vrmTempC'], isTold: true },
  'gpu-temp': { metrics: ['gpuTempC'], isTold: true },
  'gpu-watts': { metrics: ['gpuWatts'], isTold: true },
  'gpu-fan': { metrics: ['gpuFanPercent'], isTold: true },
  'gpu-mem': { metrics: ['gpuMemPercent'], isTold: true },
  root: { metrics: ['diskUsedPercent'], series: 'diskUsedPercent[/]', isTold: true },
  // Which mounts these are, the list does not say.
  docker: { metrics: ['diskUsedPercent'], isTold: false },
  output: { metrics: ['diskUsedPercent'], isTold: false },
  'full-in': { metrics: ['diskFullInSeconds'], isTold: true },
};

/** A processor and cards that work hard are what a node that renders is for. */
const WORKING: ReadonlySet<ColumnName> = new Set<ColumnName>(['cpu', 'gpu']);

function isAtWork({ state, job }: RenderNodeSummary): boolean {
  return state === 'rendering' || (state === 'hot' && job?.state === 'running');
}

/** Null where all is well, or nothing is known: what a node last said before it went off judges nothing any more. */
export function columnLevel(name: ColumnName, value: number | null, node: RenderNodeSummary): Level | null {
  const judged = JUDGED[name];
  if (!judged || value === null || node.liveness === 'offline' || (WORKING.has(name) && isAtWork(node))) return null;
  const { levels } = node;
  const [metric] = judged.metrics;
  if (metric !== undefined && (levels === undefined || !judged.isTold)) return levelOf(defaultThreshold(metric), value);
  let worst: Level | null = null;
  for (const series in levels) {
    const level = levels[series];
    if (level !== undefined && isOf(series, judged) && rankOfLevel(level) > rankOfLevel(worst)) worst = level;
  }
  return worst;
}

function isOf(series: string, { metrics, series: one }: JudgedBy): boolean {
  if (one !== undefined) return series === one;
  return metrics.some((metric) => series === metric || (series.startsWith(metric) && series[metric.length] === '['));
}

/** A sign stands before what is told by a colour; what is only worth noticing is told by weight alone. */
export const LEVEL_LOOKS: Readonly<
  Record<Level, { readonly tone: Tone; readonly glyph: keyof Pick<GlyphSet, 'warning' | 'down'> | null }>
> = {
  notice: { tone: 'strong', glyph: null },
  warn: { tone: 'warn', glyph: 'warning' },
  crit: { tone: 'bad', glyph: 'down' },
};
