import type { KeyBinding } from './keymap.ts';

/** What the keys do in the chooser of columns. */
export const COLUMN_KEYS: readonly KeyBinding[] = [
  {
    group: 'columns',
    shown: 'c',
    does: 'choose columns',
    keys: { c: 'columns' },
    contexts: ['nodes'],
    footer: { word: 'columns', rank: 5, contexts: ['nodes'] },
  },
  {
    group: 'columns',
    shown: 'space',
    does: 'show, hide',
    keys: { space: 'toggle-column' },
    contexts: ['columns'],
    footer: { word: 'show/hide', rank: 1, contexts: ['columns'] },
  },
  {
    group: 'columns',
    shown: 'J K',
    does: 'right, left',
    keys: { J: 'column-later', K: 'column-earlier' },
    contexts: ['columns'],
    footer: { word: 'move', rank: 2, contexts: ['columns'] },
  },
  {
    group: 'columns',
    shown: 'p',
    does: 'next set',
    keys: { p: 'next-preset' },
    contexts: ['columns'],
    footer: { word: 'next set', rank: 3, contexts: ['columns'] },
  },
  {
    group: 'columns',
    shown: 'r',
    does: 'reset',
    keys: { r: 'reset-columns' },
    contexts: ['columns'],
    footer: { word: 'reset', rank: 4, contexts: ['columns'] },
  },
  {
    group: 'columns',
    shown: '{enter} esc',
    does: 'keep, drop',
    keys: { enter: 'keep-columns', esc: 'drop-columns' },
    contexts: ['columns'],
    footer: { word: 'keep, drop', rank: 1, contexts: ['columns'] },
  },
];
