/** Rows that a person goes through. The selection is a row's id, not a line: it stays on its row when rows move. */

export interface RowList {
  readonly order: readonly string[];
  readonly selectedId: string | null;
  /** Index of the first row in view. */
  readonly top: number;
}

export function selectedIndex(list: RowList): number {
  return list.selectedId === null ? -1 : list.order.indexOf(list.selectedId);
}

/** The list scrolled so that the selection is in view and no line stays empty while rows are hidden. */
export function withView<L extends RowList>(list: L, height: number): L {
  const selected = selectedIndex(list);
  let top = list.top;
  if (selected >= 0) top = Math.min(Math.max(top, selected - height + 1), selected);
  top = Math.max(0, Math.min(top, list.order.length - height));
  return top === list.top ? list : { ...list, top };
}

/** The list in another order; the same object when nothing moves. A selection that has gone passes to its row's successor. */
export function reordered<L extends RowList>(list: L, order: readonly string[], height: number): L {
  const sameOrder = sameIds(order, list.order);
  const selectedId = keptSelection(list, order);
  if (sameOrder && selectedId === list.selectedId) return withView(list, height);
  return withView({ ...list, order: sameOrder ? list.order : order, selectedId }, height);
}

function keptSelection(list: RowList, order: readonly string[]): string | null {
  if (list.selectedId !== null && order.includes(list.selectedId)) return list.selectedId;
  const place = list.selectedId === null ? 0 : Math.max(0, list.order.indexOf(list.selectedId));
  return order[Math.min(place, order.length - 1)] ?? null;
}

/** The row `by` lines below the selected one is selected; at the ends it is the last there is. */
export function movedSelection<L extends RowList>(list: L, by: number, height: number): L {
  const index = Math.max(0, selectedIndex(list)) + by;
  const cut = Math.min(Math.max(0, index), list.order.length - 1);
  return withView({ ...list, selectedId: list.order[cut] ?? null }, height);
}

/** The order while rows are held still: what was there keeps its place, what is new comes behind. */
export function heldOrder(before: readonly string[], sorted: readonly string[]): readonly string[] {
  const [known, present] = [new Set(before), new Set(sorted)];
  return [...before.filter((id) => present.has(id)), ...sorted.filter((id) => !known.has(id))];
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
