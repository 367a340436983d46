/** The order of the node list. What is unknown comes last whichever way it is sorted. */

import { naturalOrder } from '../../shared/natural-order.ts';
import type { Standpoint } from './connection.ts';
import { etaLeft, type NodeEntry, silenceOf } from './fleet-view.ts';
import { nodeStatus, STATUS_LOOKS } from './node-status.ts';

export const SORT_KEYS = ['state', 'node', 'job', 'progress', 'eta', 'cpu', 'gpu', 'temp', 'ram', 'seen'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface SortOrder {
  readonly key: SortKey;
  readonly descending: boolean;
}

export const DEFAULT_SORT: SortOrder = { key: 'state', descending: false };

/** The next column, in the direction that shows what matters first. */
export function nextSort(sort: SortOrder): SortOrder {
  const key = SORT_KEYS[(SORT_KEYS.indexOf(sort.key) + 1) % SORT_KEYS.length] ?? 'state';
  return { key, descending: DESCENDING_FIRST.has(key) };
}

const DESCENDING_FIRST: ReadonlySet<SortKey> = new Set(['progress', 'cpu', 'gpu', 'temp', 'ram', 'seen']);

export interface SortRequest extends Standpoint {
  readonly sort: SortOrder;
  /** Place of each id in natural order. */
  readonly ranks: ReadonlyMap<string, number>;
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

function sortValue(entry: NodeEntry, key: Exclude<SortKey, 'node'>, standpoint: Standpoint): number | string | null {
  const { summary } = entry;
  switch (key) {
    case 'state':
      return STATUS_LOOKS[nodeStatus(entry, standpoint)].severity;
    case 'job':
      return summary.job?.title ?? null;
    case 'progress':
      return summary.job?.percent ?? null;
    case 'eta':
      return etaLeft(entry, standpoint.now);
    case 'cpu':
      return summary.cpuPercent;
    case 'gpu':
      return summary.gpuPercent;
    case 'temp':
      return summary.tempC;
    case 'ram':
      return summary.memPercent;
    case 'seen':
      return silenceOf(entry, standpoint.now);
  }
}
