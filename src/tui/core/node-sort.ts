/** The order of the node list. What is unknown comes last whichever way it is sorted. */

import { naturalOrder } from '../../shared/natural-order.ts';
import { type AlertBook, type AlertCount, SEVERITY_RANKS } from './alert-book.ts';
import type { Standpoint } from './connection.ts';
import { etaLeft, type NodeEntry, silenceOf } from './fleet-view.ts';
import { shownValue } from './node-cells.ts';
import { nodeStatus, STATUS_LOOKS } from './node-status.ts';
import { type ColumnName, TABLE_COLUMNS } from './table-columns.ts';

export const SORT_KEYS = [
  'state',
  'node',
  'job',
  'progress',
  'eta',
  'cpu',
  'gpu',
  'temp',
  'ram',
  'seen',
  'alerts',
  'cpu-temp',
  'vrm',
  'gpu-temp',
  'gpu-watts',
  'gpu-limit',
  'gpu-fan',
  'gpu-mem',
  'root',
  'docker',
  'output',
  'full-in',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface SortOrder {
  readonly key: SortKey;
  readonly descending: boolean;
}

export const DEFAULT_SORT: SortOrder = { key: 'state', descending: false };

/** The next of the columns that are there, in the direction that shows what matters first. */
export function nextSort(sort: SortOrder, columns: readonly ColumnName[]): SortOrder {
  const shown = new Set<SortKey | null>(['state', ...columns.map((name) => TABLE_COLUMNS[name].sort)]);
  const keys = SORT_KEYS.filter((key) => shown.has(key));
  const key = keys.find((each) => SORT_KEYS.indexOf(each) > SORT_KEYS.indexOf(sort.key)) ?? 'state';
  return { key, descending: !ASCENDING_FIRST.has(key) };
}

const ASCENDING_FIRST: ReadonlySet<SortKey> = new Set(['state', 'node', 'job', 'eta', 'full-in']);

export interface SortRequest extends Standpoint {
  readonly sort: SortOrder;
  /** Place of each id in natural order. */
  readonly ranks: ReadonlyMap<string, number>;
  readonly alerts: AlertBook['openByNode'];
}

/** Ids in order; equal rows stand in natural order of their names. */
export function sortedIds(entries: readonly NodeEntry[], request: SortRequest): readonly string[] {
  const { sort, ranks } = request;
  const valued = entries.map((entry) => ({
    id: entry.summary.id,
    rank: ranks.get(entry.summary.id) ?? 0,
    value: sort.key === 'node' ? (ranks.get(entry.summary.id) ?? 0) : sortValue(entry, sort.key, request),
  }));
  const sign = sort.descending ? -1 : 1;
  valued.sort((a, b) => {
    if (a.value === null || b.value === null) {
      if (a.value !== b.value) return a.value === null ? 1 : -1;
    } else {
      const order = compareValues(a.value, b.value);
      if (order !== 0) return sign * order;
    }
    return a.rank - b.rank;
  });
  return valued.map(({ id }) => id);
}

function compareValues(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : naturalOrder(String(a), String(b));
}

function sortValue(entry: NodeEntry, key: Exclude<SortKey, 'node'>, request: SortRequest): number | string | null {
  const { summary } = entry;
  switch (key) {
    case 'state':
      return STATUS_LOOKS[nodeStatus(entry, request)].severity;
    case 'job':
      return summary.job?.title ?? null;
    case 'progress':
      return summary.job?.percent ?? null;
    case 'eta':
      return etaLeft(entry, request.now);
    case 'seen':
      return silenceOf(entry, request.now);
    case 'alerts':
      return alertWeight(request.alerts.get(summary.id));
    default:
      return shownValue(key, summary);
  }
}

/** One critical alert weighs more than any number of warnings; null where none is open. */
function alertWeight(open: AlertCount | undefined): number | null {
  return open ? 1e6 * SEVERITY_RANKS[open.worst] + open.count : null;
}
