/** What a key may do. */

/** What happens to a filter that is typed, but for the typing. */
export type FilterCommand = 'keep-filter' | 'clear-filter' | EraseCommand;
export type EraseCommand = 'erase-character' | 'erase-word' | 'erase-filter';

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
  | 'reconnect'
  | 'temperature-unit'
  | 'help'
  | 'redraw'
  | 'suspend'
  | 'quit';
