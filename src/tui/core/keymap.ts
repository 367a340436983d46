/** The keys, as data: the reducer looks commands up here, and help and footer are made from the same table. */

export type KeyContext = 'nodes' | 'detail' | 'help';

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
  | 'sort'
  | 'reverse-sort'
  | 'freeze'
  | 'reconnect'
  | 'temperature-unit'
  | 'help'
  | 'redraw'
  | 'suspend'
  | 'quit';

export interface KeyBinding {
  /** The rows of help stand in these groups. */
  readonly group: 'move' | 'list' | 'screen';
  /** How help and footer name the keys; `{enter}` and `{upDown}` are glyphs of the theme. */
  readonly shown: string;
  readonly does: string;
  readonly keys: Readonly<Record<string, TuiCommand>>;
  readonly contexts: readonly KeyContext[];
  /** The word in the footer, and where it may stand; the first have the most right to stay. */
  readonly footer?: { readonly word: string; readonly rank: number; readonly contexts: readonly KeyContext[] };
}

const EVERYWHERE: readonly KeyContext[] = ['nodes', 'detail', 'help'];

export const KEYMAP: readonly KeyBinding[] = [
  {
    group: 'move',
    shown: '{upDown} j k',
    does: 'row',
    keys: { up: 'up', k: 'up', down: 'down', j: 'down' },
    contexts: EVERYWHERE,
  },
  {
    group: 'move',
    shown: 'g G',
    does: 'first, last',
    keys: { g: 'first', home: 'first', G: 'last', end: 'last' },
    contexts: EVERYWHERE,
  },
  {
    group: 'move',
    shown: 'ctrl-u/d',
    does: 'half page',
    keys: { 'ctrl-u': 'half-page-up', 'ctrl-d': 'half-page-down' },
    contexts: EVERYWHERE,
  },
  {
    group: 'move',
    shown: 'pgup pgdn',
    does: 'page',
    keys: { pgup: 'page-up', pgdn: 'page-down' },
    contexts: EVERYWHERE,
  },
  {
    group: 'move',
    shown: '{enter}',
    does: 'open node',
    keys: { enter: 'open' },
    contexts: ['nodes'],
    footer: { word: 'detail', rank: 2, contexts: ['nodes'] },
  },
  {
    group: 'move',
    shown: 'esc',
    does: 'back, clear',
    keys: { esc: 'back' },
    contexts: EVERYWHERE,
    footer: { word: 'back', rank: 1, contexts: ['detail', 'help'] },
  },
  {
    group: 'move',
    shown: '[ ]',
    does: 'prev, next node',
    keys: { '[': 'previous-node', ']': 'next-node' },
    contexts: ['detail'],
    footer: { word: 'prev/next node', rank: 3, contexts: ['detail'] },
  },
  {
    group: 'list',
    shown: '/',
    does: 'filter',
    keys: { '/': 'filter' },
    contexts: ['nodes'],
    footer: { word: 'filter', rank: 3, contexts: ['nodes'] },
  },
  {
    group: 'list',
    shown: 's',
    does: 'sort by next',
    keys: { s: 'sort' },
    contexts: ['nodes'],
    footer: { word: 'sort', rank: 4, contexts: ['nodes'] },
  },
  { group: 'list', shown: 'S', does: 'reverse sort', keys: { S: 'reverse-sort' }, contexts: ['nodes'] },
  {
    group: 'list',
    shown: 'f',
    does: 'freeze',
    keys: { f: 'freeze' },
    contexts: ['nodes'],
    footer: { word: 'freeze', rank: 5, contexts: ['nodes'] },
  },
  {
    group: 'screen',
    shown: 'r',
    does: 'reconnect',
    keys: { r: 'reconnect' },
    contexts: EVERYWHERE,
    footer: { word: 'reconnect', rank: 6, contexts: ['nodes', 'detail'] },
  },
  { group: 'screen', shown: 'u', does: '°C or °F', keys: { u: 'temperature-unit' }, contexts: EVERYWHERE },
  { group: 'screen', shown: 'ctrl-l', does: 'redraw', keys: { 'ctrl-l': 'redraw' }, contexts: EVERYWHERE },
  { group: 'screen', shown: 'ctrl-z', does: 'suspend', keys: { 'ctrl-z': 'suspend' }, contexts: EVERYWHERE },
  {
    group: 'screen',
    shown: '?',
    does: 'help',
    keys: { '?': 'help' },
    contexts: EVERYWHERE,
    footer: { word: 'help', rank: 1, contexts: ['nodes', 'detail'] },
  },
  {
    group: 'screen',
    shown: 'q',
    does: 'quit',
    keys: { q: 'quit' },
    contexts: ['nodes'],
    footer: { word: 'quit', rank: 0, contexts: ['nodes'] },
  },
  {
    group: 'screen',
    shown: 'ctrl-c',
    does: 'quit anywhere',
    keys: { 'ctrl-c': 'quit' },
    contexts: EVERYWHERE,
  },
];

/** What a key does in a context, null where it does nothing. */
export function commandOf(key: string, context: KeyContext): TuiCommand | null {
  for (const binding of KEYMAP) {
    const command = binding.keys[key];
    if (command !== undefined && Object.hasOwn(binding.keys, key) && binding.contexts.includes(context)) return command;
  }
  return null;
}
