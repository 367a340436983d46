/** How the state of a node is told wherever text tells it: a word, and a glyph in each of the two sets. */
import type { JobState } from './protocol/job.ts';
import type { RenderNodeState } from './protocol/render-node.ts';
import { UNKNOWN } from './units.ts';

/** A node's state; of an idle one how its job ended, where that is told: `done` is completed. */
export type ToldState = RenderNodeState | 'done' | 'failed' | 'aborted';

export interface StateLook {
  readonly glyph: 'rendering' | 'idle' | 'warning' | 'stale' | 'down' | 'done';
  readonly word: string;
}

export const STATE_LOOKS: Readonly<Record<ToldState, StateLook>> = {
  rendering: { glyph: 'rendering', word: 'render' },
  idle: { glyph: 'idle', word: 'idle' },
  done: { glyph: 'done', word: 'done' },
  failed: { glyph: 'down', word: 'failed' },
  aborted: { glyph: 'warning', word: 'aborted' },
  stalled: { glyph: 'warning', word: 'stalled' },
  hot: { glyph: 'warning', word: 'hot' },
  error: { glyph: 'down', word: 'error' },
  stale: { glyph: 'stale', word: 'stale' },
  offline: { glyph: 'down', word: 'offline' },
};

export function toldStateOf(state: RenderNodeState, job: { readonly state: JobState } | null): ToldState {
  if (state !== 'idle') return state;
  switch (job?.state) {
    case 'completed':
      return 'done';
    case 'failed':
    case 'aborted':
      return job.state;
    default:
      return state;
  }
}

/** The signs of a table. */
export interface TableGlyphs extends Readonly<Record<StateLook['glyph'], string>> {
  readonly ellipsis: string;
  readonly unknown: string;
  /** A cell of a bar, and one that is not reached yet. */
  readonly cell: string;
  readonly track: string;
}

export const TABLE_GLYPHS: Readonly<Record<'unicode' | 'ascii', TableGlyphs>> = {
  unicode: {
    rendering: '●',
    idle: '○',
    warning: '▲',
    stale: '◌',
    down: '✕',
    done: '✓',
    ellipsis: '…',
    unknown: UNKNOWN,
    cell: '█',
    track: '·',
  },
  ascii: {
    rendering: '*',
    idle: 'o',
    warning: '!',
    stale: '?',
    down: 'x',
    done: 'v',
    ellipsis: '~',
    unknown: '-',
    cell: '#',
    track: '-',
  },
};
