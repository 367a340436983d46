/** The list of nodes as a person handles it: filter, order, selection, what is scrolled into view, frozen or held. */
import type { Millis, Moment } from '../../shared/clock.ts';
import { isLive, type Standpoint } from './connection.ts';
import type { FleetView, NodeEntry } from './fleet-view.ts';
import { filterWords, matchesFilter } from './node-filter.ts';
import { DEFAULT_SORT, type SortOrder, sortedIds } from './node-sort.ts';
import { nodeStatus } from './node-status.ts';
import { heldOrder, movedSelection, type RowList, reordered, withView } from './row-list.ts';

export interface NodeList extends RowList {
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
export const HOLD_MILLIS = 2000;

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
  return reordered(list, freshOrder(list, fleet, request), request.height);
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
  const sorted = sortedIds(shown, {
    sort: list.sort,
    ranks: fleet.ranks,
    alerts: fleet.alerts.openByNode,
    now,
    connection,
  });
  return known ? heldOrder(list.order, sorted) : sorted;
}

/** Moves the selection by so many rows and holds the rows still for a while. */
export function moveSelection(list: NodeList, by: number, request: OrderRequest): NodeList {
  return { ...movedSelection(list, by, request.height), heldUntil: request.now.monotonic + HOLD_MILLIS };
}
