/** What a key may do. */

/** What happens to a filter that is typed, but for the typing. */
export type FilterCommand = 'keep-filter' | 'clear-filter' | EraseCommand;
export type EraseCommand = 'erase-character' | 'erase-word' | 'erase-filter';

/** What is done about alerts. */
export type AlertCommand = 'acknowledge' | 'acknowledge-all' | 'mute' | 'clear-alert' | 'show-closed';
/** What is done in the chooser of columns. */
export type ColumnCommand =
  | 'toggle-column'
  | 'column-earlier'
  | 'column-later'
  | 'next-preset'
  | 'reset-columns'
  | 'keep-columns'
  | 'drop-columns';

export type TuiCommand =
  | 'up'
  | 'down'
  | 'first'
  | 'last'
  | 'half-page-up'
  | 'half-page-down'
  | 'page-up'
  | 'page-down'
  | 'open'
  | 'back'
  | 'previous-node'
  | 'next-node'
  | 'filter'
  | FilterCommand
  | 'by-when'
  | 'ask-time'
  | 'drop-time'
  | 'sort'
  | 'reverse-sort'
  | 'freeze'
  | 'alerts'
  | AlertCommand
  | 'columns'
  | ColumnCommand
  | 'farm'
  | 'next-range'
  | 'reconnect'
  | 'temperature-unit'
  | 'help'
  | 'redraw'
  | 'suspend'
  | 'quit';
