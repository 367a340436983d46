/** The figures of a node as its columns show them, wherever they are shown: in the table and without a screen. */
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { formatPercent, formatTemperature, UNKNOWN } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import { shortWait } from './figures.ts';
import { type ColumnName, HEALTH_FIELDS, isHealthColumn } from './table-columns.ts';

/** The number in a column, null where it is unknown or the column holds none. */
export function columnValue(name: ColumnName, node: RenderNodeSummary): number | null {
  if (isHealthColumn(name)) return node.health?.[HEALTH_FIELDS[name]] ?? null;
  switch (name) {
    case 'cpu':
      return node.cpuPercent;
    case 'gpu':
      return node.gpuPercent;
    case 'ram':
      return node.memPercent;
    case 'temp':
      return node.tempC;
    default:
      return null;
  }
}

/** What a disk holds it holds while its node is off; all else is a figure of the moment. */
const LASTING: ReadonlySet<ColumnName> = new Set<ColumnName>(['root', 'docker', 'output', 'gpu-limit']);

/** The number as it is shown: a node that is off has no load and no heat, whatever it said last. */
export function shownValue(name: ColumnName, node: RenderNodeSummary): number | null {
  return node.liveness === 'offline' && !LASTING.has(name) ? null : columnValue(name, node);
}

export type FigureColumn = 'cpu' | 'gpu' | 'ram' | 'temp' | keyof typeof HEALTH_FIELDS;

export function figureText(name: FigureColumn, value: number | null, unit: 'C' | 'F'): string {
  switch (name) {
    case 'temp':
    case 'cpu-temp':
    case 'gpu-temp':
    case 'vrm':
      return formatTemperature(value, unit);
    case 'gpu-watts':
    case 'gpu-limit':
      return value === null ? UNKNOWN : `${Math.round(value)}W`;
    case 'full-in':
      return value === null ? UNKNOWN : shortWait(value);
    default:
      return formatPercent(value);
  }
}

/** What a node says of itself in words. */
export function wordsText(name: 'tags' | 'version' | 'host' | 'reason', node: RenderNodeSummary): string {
  switch (name) {
    case 'tags':
      return node.tags.length === 0 ? UNKNOWN : cellText(node.tags.join(' '));
    case 'version':
      return cellText(node.agentVersion ?? UNKNOWN);
    case 'host':
      return cellText(node.hostname);
    case 'reason':
      return cellText(node.reason ?? '');
  }
}
