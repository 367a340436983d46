import type { KeyBinding } from './keymap.ts';

/** What the keys do about graphs. */
export const GRAPH_KEYS: readonly KeyBinding[] = [
  {
    group: 'graphs',
    shown: 'F',
    does: "the farm's graphs",
    keys: { F: 'farm' },
    contexts: ['nodes', 'farm'],
    footer: { word: 'farm', rank: 5, contexts: ['nodes'] },
  },
  {
    group: 'graphs',
    shown: 'z',
    does: '5m 30m 2h 24h 7d',
    keys: { z: 'next-range' },
    contexts: ['detail', 'farm'],
    footer: { word: 'range', rank: 4, contexts: ['detail', 'farm'] },
  },
];
