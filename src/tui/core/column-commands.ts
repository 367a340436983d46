/** What the keys do in the chooser of columns; the table behind it shows each choice at once. */
import { chooserRows } from './chrome.ts';
import {
  type ColumnChooser,
  columnsOf,
  movedChoice,
  nextSet,
  openChooser,
  shifted,
  toggled,
  withSet,
} from './column-chooser.ts';
import type { Reduced, TuiEffect, TuiState } from './state.ts';
import type { TuiCommand } from './tui-command.ts';

const NO_EFFECTS: readonly TuiEffect[] = [];

/** The state after a command of the chooser; null where the command is no matter of it. */
export function runColumnCommand(state: TuiState, chooser: ColumnChooser, command: TuiCommand): Reduced | null {
  const height = chooserRows(state);
  switch (command) {
    case 'toggle-column':
      return chosen(state, toggled(chooser));
    case 'column-earlier':
    case 'column-later':
      return chosen(state, shifted(chooser, command === 'column-later' ? 1 : -1, height));
    case 'next-preset':
      return chosen(state, withSet(chooser, nextSet(chooser), height));
    case 'reset-columns':
      return chosen(state, withSet(chooser, 'default', height));
    case 'keep-columns':
      return unchanged({ ...state, chooser: null });
    case 'drop-columns':
      return unchanged({ ...state, chooser: null, tableColumns: chooser.before });
    default:
      return null;
  }
}

export function openedChooser(state: TuiState): Reduced {
  return unchanged({ ...state, chooser: openChooser(state.tableColumns) });
}

export function movedChooser(state: TuiState, chooser: ColumnChooser, by: number): Reduced {
  return unchanged({ ...state, chooser: movedChoice(chooser, by, chooserRows(state)) });
}

function chosen(state: TuiState, chooser: ColumnChooser): Reduced {
  return unchanged({ ...state, chooser, tableColumns: columnsOf(chooser) });
}

function unchanged(state: TuiState): Reduced {
  return { state, effects: NO_EFFECTS };
}
