import type { KeyBinding, KeyContext } from './keymap.ts';

const FILTERING: readonly KeyContext[] = ['filter', 'alert-filter'];
/** Where text is typed. */
export const TYPING: readonly KeyContext[] = [...FILTERING, 'time'];

/** What the keys do while text is typed. */
export const TYPING_KEYS: readonly KeyBinding[] = [
  {
    group: 'filter',
    shown: '{enter}',
    does: 'keep',
    keys: { enter: 'keep-filter' },
    contexts: FILTERING,
    footer: { word: 'keep', rank: 1, contexts: FILTERING },
  },
  {
    group: 'filter',
    shown: 'esc',
    does: 'clear',
    keys: { esc: 'clear-filter' },
    contexts: FILTERING,
    footer: { word: 'clear', rank: 2, contexts: FILTERING },
  },
  {
    group: 'filter',
    shown: 'ctrl-h',
    does: 'erase one',
    keys: { backspace: 'erase-character', 'ctrl-h': 'erase-character' },
    contexts: TYPING,
  },
  {
    group: 'filter',
    shown: 'ctrl-w',
    does: 'erase word',
    keys: { 'ctrl-w': 'erase-word' },
    contexts: TYPING,
    footer: { word: 'erase word', rank: 3, contexts: TYPING },
  },
  {
    group: 'filter',
    shown: 'ctrl-u',
    does: 'erase all',
    keys: { 'ctrl-u': 'erase-filter' },
    contexts: TYPING,
    footer: { word: 'erase all', rank: 4, contexts: TYPING },
  },
];
