/** The choice of the table's columns while it is being made: every column, those first that are shown, in their order. */
import { movedSelection, type RowList, withView } from './row-list.ts';
import {
  COLUMN_NAMES,
  COLUMN_SET_NAMES,
  COLUMN_SETS,
  type ColumnName,
  type ColumnSetName,
  setNameOf,
} from './table-columns.ts';

export interface ColumnChooser extends RowList {
  readonly order: readonly ColumnName[];
  readonly selectedId: ColumnName;
  readonly shown: ReadonlySet<ColumnName>;
  /** What the table had before. */
  readonly before: readonly ColumnName[];
}

export function openChooser(columns: readonly ColumnName[]): ColumnChooser {
  return { ...arranged(columns), selectedId: columns[0] ?? 'node', top: 0, before: columns };
}

/** The columns that the table shows by this choice. */
export function columnsOf({ order, shown }: ColumnChooser): readonly ColumnName[] {
  return order.filter((name) => shown.has(name));
}

/** Shows or hides the selected column; a table without its nodes' names would tell of nobody. */
export function toggled(chooser: ColumnChooser): ColumnChooser {
  const { selectedId } = chooser;
  if (selectedId === 'node') return chooser;
  const shown = new Set(chooser.shown);
  if (!shown.delete(selectedId)) shown.add(selectedId);
  return { ...chooser, shown };
}

/** The selected column `by` places further to the right, as far as there are any. */
export function shifted(chooser: ColumnChooser, by: -1 | 1, height: number): ColumnChooser {
  const from = chooser.order.indexOf(chooser.selectedId);
  const other = chooser.order[from + by];
  if (other === undefined) return chooser;
  const order = chooser.order.with(from, other).with(from + by, chooser.selectedId);
  return withView({ ...chooser, order }, height);
}

export function movedChoice(chooser: ColumnChooser, by: number, height: number): ColumnChooser {
  return movedSelection(chooser, by, height);
}

/** The choice with the columns of a set. */
export function withSet(chooser: ColumnChooser, name: ColumnSetName, height: number): ColumnChooser {
  return withView({ ...chooser, ...arranged(COLUMN_SETS[name]) }, height);
}

/** The set after the one that is shown; the first, where what is shown has no name. */
export function nextSet(chooser: ColumnChooser): ColumnSetName {
  const name = setNameOf(columnsOf(chooser));
  const index = name === null ? -1 : COLUMN_SET_NAMES.indexOf(name);
  return COLUMN_SET_NAMES[(index + 1) % COLUMN_SET_NAMES.length] ?? 'default';
}

function arranged(columns: readonly ColumnName[]): Pick<ColumnChooser, 'order' | 'shown'> {
  const shown = new Set(columns);
  return { order: [...columns, ...COLUMN_NAMES.filter((name) => !shown.has(name))], shown };
}
