/** How a state is told: a glyph, a word and a tone, and how far up it belongs. */

import type { Standpoint } from './connection.ts';
import { type NodeEntry, shownState } from './fleet-view.ts';
import type { GlyphSet, Tone } from './theme.ts';

export type NodeStatus = 'error' | 'offline' | 'stalled' | 'hot' | 'stale' | 'rendering' | 'done' | 'idle';

export interface StatusLook {
  /** Lower is more pressing. */
  readonly severity: number;
  readonly glyph: keyof Pick<GlyphSet, 'rendering' | 'idle' | 'warning' | 'stale' | 'down' | 'done'>;
  readonly word: string;
  readonly tone: Tone;
}

export const STATUS_LOOKS: Readonly<Record<NodeStatus, StatusLook>> = {
  error: { severity: 0, glyph: 'down', word: 'error', tone: 'bad' },
  offline: { severity: 1, glyph: 'down', word: 'offline', tone: 'bad' },
  stalled: { severity: 2, glyph: 'warning', word: 'stalled', tone: 'warn' },
  hot: { severity: 3, glyph: 'warning', word: 'hot', tone: 'warn' },
  stale: { severity: 4, glyph: 'stale', word: 'stale', tone: 'dim' },
  rendering: { severity: 5, glyph: 'rendering', word: 'render', tone: 'good' },
  done: { severity: 6, glyph: 'done', word: 'done', tone: 'dim' },
  idle: { severity: 7, glyph: 'idle', word: 'idle', tone: 'dim' },
};

/** The state shown for a node; an idle one whose job is completed is done. */
export function nodeStatus(entry: NodeEntry, standpoint: Standpoint): NodeStatus {
  const state = shownState(entry, standpoint);
  return state === 'idle' && entry.summary.job?.state === 'completed' ? 'done' : state;
}
