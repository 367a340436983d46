/** The keys, as data: the reducer looks commands up here, and help and footer are made from the same table. */
import { ALERT_KEYS } from './alert-keys.ts';
import { COLUMN_KEYS } from './column-keys.ts';
import { GRAPH_KEYS } from './graph-keys.ts';
import type { TuiCommand } from './tui-command.ts';
import { TYPING, TYPING_KEYS } from './typing-keys.ts';

/**
 * `filter` is the list while its filter is typed, `alert-filter` that of the alerts, `time` the open node while a time
 * is: letters are text there. `columns` is the chooser of columns.
 */
export type KeyContext =
  | 'nodes'
  | 'alerts'
  | 'alert-filter'
  | 'columns'
  | 'filter'
  | 'detail'
  | 'farm'
  | 'time'
  | 'help';

export interface KeyBinding {
  /** The rows of help stand in these groups. */
  readonly group: 'move' | 'list' | 'filter' | 'time' | 'alerts' | 'columns' | 'graphs' | 'screen';
  /** How help and footer name the keys; `{enter}` and `{upDown}` are glyphs of the theme. */
  readonly shown: string;
  readonly does: string;
  readonly keys: Readonly<Record<string, TuiCommand>>;
  readonly contexts: readonly KeyContext[];
  /** Those of the keys that keep their meaning while text is typed, since no text has them. */
  readonly whileTyping?: readonly string[];
  /** The word in the footer, and where it may stand; the first have the most right to stay. */
  readonly footer?: { readonly word: string; readonly rank: number; readonly contexts: readonly KeyContext[] };
}

/** Every screen. */
const EVERYWHERE: readonly KeyContext[] = ['nodes', 'alerts', 'detail', 'farm', 'help'];
/** Whatever has rows or lines to go through. */
const WITH_LINES: readonly KeyContext[] = [...EVERYWHERE, 'columns'];

export const KEYMAP: readonly KeyBinding[] = [
  ...ALERT_KEYS,
  {
    group: 'move',
    shown: '{upDown} j k',
    does: 'row',
    keys: { up: 'up', k: 'up', down: 'down', j: 'down' },
    contexts: WITH_LINES,
    whileTyping: ['up', 'down'],
  },
  {
    group: 'move',
    shown: 'g G',
    does: 'first, last',
    keys: { g: 'first', home: 'first', G: 'last', end: 'last' },
    contexts: WITH_LINES,
    whileTyping: ['home', 'end'],
  },
  {
    group: 'move',
    shown: 'ctrl-u/d',
    does: 'half page',
    keys: { 'ctrl-u': 'half-page-up', 'ctrl-d': 'half-page-down' },
    contexts: WITH_LINES,
  },
  {
    group: 'move',
    shown: 'pgup pgdn',
    does: 'page',
    keys: { pgup: 'page-up', pgdn: 'page-down' },
    contexts: WITH_LINES,
    whileTyping: ['pgup', 'pgdn'],
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
    footer: { word: 'back', rank: 1, contexts: ['alerts', 'detail', 'farm', 'help'] },
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
    group: 'time',
    shown: 'b',
    does: 'done by when?',
    keys: { b: 'by-when' },
    contexts: ['detail'],
    footer: { word: 'by when?', rank: 2, contexts: ['detail'] },
  },
  {
    group: 'time',
    shown: '{enter} esc',
    does: 'ask, clear',
    keys: { enter: 'ask-time', esc: 'drop-time' },
    contexts: ['time'],
    footer: { word: 'ask, clear', rank: 1, contexts: ['time'] },
  },
  ...GRAPH_KEYS,
  {
    group: 'list',
    shown: '/',
    does: 'filter',
    keys: { '/': 'filter' },
    contexts: ['nodes', 'alerts'],
    footer: { word: 'filter', rank: 3, contexts: ['nodes', 'alerts'] },
  },
  {
    group: 'list',
    shown: 's',
    does: 'sort by next',
    keys: { s: 'sort' },
    contexts: ['nodes', 'alerts'],
    footer: { word: 'sort', rank: 5, contexts: ['nodes', 'alerts'] },
  },
  { group: 'list', shown: 'S', does: 'reverse sort', keys: { S: 'reverse-sort' }, contexts: ['nodes', 'alerts'] },
  {
    group: 'list',
    shown: 'f',
    does: 'freeze',
    keys: { f: 'freeze' },
    contexts: ['nodes'],
    footer: { word: 'freeze', rank: 5, contexts: ['nodes'] },
  },
  ...TYPING_KEYS,
  ...COLUMN_KEYS,
  {
    group: 'screen',
    shown: 'a',
    does: 'alerts, and back',
    keys: { a: 'alerts' },
    contexts: EVERYWHERE,
    footer: { word: 'alerts', rank: 3, contexts: ['nodes', 'detail', 'farm'] },
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
  {
    group: 'screen',
    shown: 'ctrl-l',
    does: 'redraw',
    keys: { 'ctrl-l': 'redraw' },
    contexts: WITH_LINES,
    whileTyping: ['ctrl-l'],
  },
  {
    group: 'screen',
    shown: 'ctrl-z',
    does: 'suspend',
    keys: { 'ctrl-z': 'suspend' },
    contexts: WITH_LINES,
    whileTyping: ['ctrl-z'],
  },
  {
    group: 'screen',
    shown: '?',
    does: 'help',
    keys: { '?': 'help' },
    contexts: WITH_LINES,
    footer: { word: 'help', rank: 1, contexts: ['nodes', 'alerts', 'detail', 'farm', 'columns'] },
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
    contexts: WITH_LINES,
    whileTyping: ['ctrl-c'],
  },
];

/** What a key does in a context, null where it does nothing. */
export function commandOf(key: string, context: KeyContext): TuiCommand | null {
  for (const binding of KEYMAP) {
    const command = binding.keys[key];
    if (command !== undefined && Object.hasOwn(binding.keys, key) && holds(binding, key, context)) return command;
  }
  return null;
}

function holds({ contexts, whileTyping = [] }: KeyBinding, key: string, context: KeyContext): boolean {
  return contexts.includes(context) || (TYPING.includes(context) && whileTyping.includes(key));
}
