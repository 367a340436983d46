/** How a state is shown: a glyph, a word and a tone, and how far up it belongs. */
import { STATE_LOOKS, type StateLook, type ToldState, toldStateOf } from '../../shared/state-looks.ts';
import { isLive, type Standpoint } from './connection.ts';
import { type NodeEntry, shownState } from './fleet-view.ts';
import type { Tone } from './theme.ts';

export type NodeStatus = ToldState;

export interface StatusLook extends StateLook {
  /** Lower is more pressing. */
  readonly severity: number;
  readonly tone: Tone;
}

export const STATUS_LOOKS: Readonly<Record<NodeStatus, StatusLook>> = {
  error: { ...STATE_LOOKS.error, severity: 0, tone: 'bad' },
  offline: { ...STATE_LOOKS.offline, severity: 1, tone: 'bad' },
  failed: { ...STATE_LOOKS.failed, severity: 2, tone: 'bad' },
  stalled: { ...STATE_LOOKS.stalled, severity: 3, tone: 'warn' },
  aborted: { ...STATE_LOOKS.aborted, severity: 4, tone: 'warn' },
  hot: { ...STATE_LOOKS.hot, severity: 5, tone: 'warn' },
  stale: { ...STATE_LOOKS.stale, severity: 6, tone: 'dim' },
  rendering: { ...STATE_LOOKS.rendering, severity: 7, tone: 'good' },
  done: { ...STATE_LOOKS.done, severity: 8, tone: 'dim' },
  idle: { ...STATE_LOOKS.idle, severity: 9, tone: 'dim' },
};

/** The state shown for a node; of an idle one how its job ended. */
export function nodeStatus(entry: NodeEntry, standpoint: Standpoint): NodeStatus {
  return isLive(standpoint.connection)
    ? entry.toldState
    : toldStateOf(shownState(entry, standpoint), entry.summary.job);
}
