/** The farm's figures as they went. */

import type { FleetSummary } from '../../shared/protocol/fleet.ts';
import { FARM_METRICS, type FarmMetricName } from '../../shared/telemetry/farm-metrics.ts';
import { defaultThreshold } from '../../shared/telemetry/thresholds.ts';
import { formatPercent, formatTemperature, UNKNOWN } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import { rateText } from './figures.ts';
import { type Graph, WORK } from './graph-panel.ts';
import { shortCount } from './graph-scale.ts';
import { peakOf } from './history-series.ts';
import type { HistoryData } from './history-view.ts';
import type { Tone } from './theme.ts';

export interface FarmFacts {
  /** Null until the hub has told it. */
  readonly summary: FleetSummary | null;
  readonly data: HistoryData;
  readonly unit: 'C' | 'F';
}

export function farmGraphs(facts: FarmFacts): readonly Graph[] {
  return [
    figure('frames/h', 'framesPerHour', facts, { least: 10, text: rateText }),
    nodesGraph('render', 'nodesRendering', facts, 'strong'),
    shareGraph('CPU', 'cpuPercent', facts),
    shareGraph('GPU', 'gpuPercent', facts),
    hottestGraph(facts),
    figure('watts', 'watts', facts, { least: 100, text: shortCount }),
    nodesGraph('trouble', 'nodesInTrouble', facts, 'warn'),
    nodesGraph('silent', 'nodesSilent', facts, 'bad'),
    nodesGraph('idle', 'nodesIdle', facts, 'strong'),
    shareGraph('RAM', 'memPercent', facts),
    figure('alerts', 'alertsOpen', facts, { least: 5, text: shortCount }),
  ];
}

function figureNow({ summary }: FarmFacts, metric: FarmMetricName): number | null {
  return (summary && FARM_METRICS[metric].read(summary)) ?? null;
}

function sourceOf(metric: FarmMetricName): Pick<Graph, 'source'> {
  return { source: { keys: [metric], over: 'max' } };
}

/** `peak 91%`, of the whole time that is shown. */
function peakNote({ data }: FarmFacts, metric: FarmMetricName, text: (value: number) => string): string {
  const peak = peakOf(data, [metric]);
  return peak === null ? '' : `peak ${text(peak)}`;
}

interface Figure {
  /** The graph is at least so high. */
  readonly least: number;
  readonly text: (value: number) => string;
}

function figure(title: string, metric: FarmMetricName, facts: FarmFacts, { least, text }: Figure): Graph {
  const value = figureNow(facts, metric);
  return {
    title,
    value: value === null ? UNKNOWN : text(value),
    tone: 'strong',
    note: peakNote(facts, metric, text),
    ...sourceOf(metric),
    range: { least },
    scale: shortCount,
    threshold: null,
  };
}

/** So many of all nodes; `tone` is that of any at all. */
function nodesGraph(title: string, metric: FarmMetricName, facts: FarmFacts, tone: Tone): Graph {
  const value = figureNow(facts, metric);
  const nodes = facts.summary?.nodes ?? 0;
  return {
    ...figure(title, metric, facts, { least: Math.max(1, nodes), text: shortCount }),
    tone: value ? tone : 'strong',
    ...(nodes > 0 ? { range: [0, nodes] as const } : {}),
  };
}

function shareGraph(title: string, metric: 'cpuPercent' | 'gpuPercent' | 'memPercent', facts: FarmFacts): Graph {
  return {
    ...figure(title, metric, facts, { least: 100, text: formatPercent }),
    range: [0, 100],
    threshold: metric === 'memPercent' ? defaultThreshold(metric) : WORK,
  };
}

const COLDEST_CELSIUS = 20;
const HOTTEST_CELSIUS = 100;

function hottestGraph(facts: FarmFacts): Graph {
  const degrees = (value: number) => formatTemperature(value, facts.unit);
  const whose = facts.summary?.hottest ?? null;
  const graph = figure('hottest', 'tempC', facts, { least: HOTTEST_CELSIUS, text: degrees });
  return {
    ...graph,
    note: [whose === null ? '' : cellText(whose), graph.note].filter((part) => part !== '').join('   '),
    range: [COLDEST_CELSIUS, HOTTEST_CELSIUS],
    scale: degrees,
    threshold: defaultThreshold('cpuTempC'),
  };
}
