/**
 * The list of nodes as a person handles it: filter, order, selection, what is scrolled into view, frozen or held.
 * The selection is a node, not a line: it stays on its node when rows move.
 */
import type { Millis, Moment } from '../../shared/clock.ts';
import { isLive, type Standpoint } from './connection.ts';
import type { FleetView, NodeEntry } from './fleet-view.ts';
import { filterWords, matchesFilter } from './node-filter.ts';
import { DEFAULT_SORT, type SortOrder, sortedIds } from './node-sort.ts';
import { nodeStatus } from './node-status.ts';

export interface NodeList {
  readonly order: readonly string[];
  readonly selectedId: string | null;
  /** Index of the first row in view. */
  readonly top: number;
  readonly filter: string;
  readonly editingFilter: boolean;
  readonly sort: SortOrder;
  /** The nodes as they were when the list was frozen. */
  readonly frozen: { readonly nodes: ReadonlyMap<string, NodeEntry>; readonly since: Moment } | null;
  /** Monotonic time until which no row moves, because the person is moving. */
  readonly heldUntil: Millis;
}

export const EMPTY_LIST: NodeList = {
  order: [],
  selectedId: null,
  top: 0,
  filter: '',
  editingFilter: false,
  sort: DEFAULT_SORT,
  frozen: null,
  heldUntil: 0,
};

/** How long rows stand still after a movement. */
const HOLD_MILLIS = 2000;

/** The nodes whose rows are shown: those of now, or of the moment of freezing. */
export function listedNodes(list: NodeList, fleet: FleetView): ReadonlyMap<string, NodeEntry> {
  return list.frozen?.nodes ?? fleet.nodes;
}

export interface OrderRequest extends Standpoint {
  /** How many rows are in view. */
  readonly height: number;
  /** Whether to sort even while rows are held: the person asked for another filter or order. */
  readonly asked?: boolean;
}

/**
 * The list in today's order; the same object when nothing moves. While it is held, rows only come and go; while the
 * hub is lost, they age in their places.
 */
export function arrangeNodes(list: NodeList, fleet: FleetView, request: OrderRequest): NodeList {
  if (list.frozen && !request.asked) return withView(list, request.height);
  const order = freshOrder(list, fleet, request);
  const sameOrder = sameIds(order, list.order);
  const selectedId = keptSelection(list, order);
  if (sameOrder && selectedId === list.selectedId) return withView(list, request.height);
  return withView({ ...list, order: sameOrder ? list.order : order, selectedId }, request.height);
}

function freshOrder(list: NodeList, fleet: FleetView, request: OrderRequest): readonly string[] {
  const { now, connection, asked } = request;
  const words = filterWords(list.filter);
  const entries = [...listedNodes(list, fleet).values()];
  const held = !asked && list.order.length > 0 && (!isLive(connection) || now.monotonic < list.heldUntil);
  const known = held ? new Set(list.order) : null;
  const shown = entries.filter(
    (entry) => known?.has(entry.summary.id) || matchesFilter(entry, nodeStatus(entry, request), words),
  );
  const sorted = sortedIds(shown, { sort: list.sort, ranks: fleet.ranks, now, connection });
  if (!known) return sorted;
  const present = new Set(sorted);
  return [...list.order.filter((id) => present.has(id)), ...sorted.filter((id) => !known.has(id))];
}

/** The selected node; when its row has gone, the row that took its place. */
function keptSelection(list: NodeList, order: readonly string[]): string | null {
  if (list.selectedId !== null && order.includes(list.selectedId)) return list.selectedId;
  const place = list.selectedId === null ? 0 : Math.max(0, list.order.indexOf(list.selectedId));
  return order[Math.min(place, order.length - 1)] ?? null;
}

export function selectedIndex(list: NodeList): number {
  return list.selectedId === null ? -1 : list.order.indexOf(list.selectedId);
}

/** Selects the row at `index` (cut to the list) and holds the rows still for a while. */
export function selectIndex(list: NodeList, index: number, request: OrderRequest): NodeList {
  const cut = Math.min(Math.max(0, index), list.order.length - 1);
  const selectedId = list.order[cut] ?? null;
  return withView({ ...list, selectedId, heldUntil: request.now.monotonic + HOLD_MILLIS }, request.height);
}

/** The list scrolled so that the selection is in view and no line stays empty while rows are hidden. */
export function withView(list: NodeList, height: number): NodeList {
  const selected = selectedIndex(list);
  let top = list.top;
  if (selected >= 0) top = Math.min(Math.max(top, selected - height + 1), selected);
  top = Math.max(0, Math.min(top, list.order.length - height));
  return top === list.top ? list : { ...list, top };
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
