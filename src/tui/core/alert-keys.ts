import type { KeyBinding } from './keymap.ts';

/** What the keys do about alerts. */
export const ALERT_KEYS: readonly KeyBinding[] = [
  {
    group: 'alerts',
    shown: '{enter}',
    does: 'go to its node',
    keys: { enter: 'open' },
    contexts: ['alerts'],
    footer: { word: 'node', rank: 2, contexts: ['alerts'] },
  },
  {
    group: 'alerts',
    shown: 'e',
    does: 'acknowledge',
    keys: { e: 'acknowledge' },
    contexts: ['alerts'],
    footer: { word: 'ack', rank: 2, contexts: ['alerts'] },
  },
  {
    group: 'alerts',
    shown: 'E',
    does: 'acknowledge all listed',
    keys: { E: 'acknowledge-all' },
    contexts: ['alerts'],
    footer: { word: 'ack all', rank: 6, contexts: ['alerts'] },
  },
  {
    group: 'alerts',
    shown: 'm',
    does: 'mute 1h, unmute',
    keys: { m: 'mute' },
    contexts: ['alerts'],
    footer: { word: 'mute 1h', rank: 3, contexts: ['alerts'] },
  },
  {
    group: 'alerts',
    shown: 'x',
    does: 'close',
    keys: { x: 'clear-alert' },
    contexts: ['alerts'],
    footer: { word: 'close', rank: 4, contexts: ['alerts'] },
  },
  {
    group: 'alerts',
    shown: 'v',
    does: 'show, hide closed',
    keys: { v: 'show-closed' },
    contexts: ['alerts'],
    footer: { word: 'closed', rank: 3, contexts: ['alerts'] },
  },
];
