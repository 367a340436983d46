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
