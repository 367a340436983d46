/** How an alert stands and is shown: a glyph and a word for its level, a word for what has been done about it. */
import type { Millis } from '../../shared/clock.ts';
import type { AlertSeverity } from '../../shared/protocol/alert.ts';
import { formatDuration } from '../../shared/units.ts';
import { type AlertEntry, isOpen } from './alert-book.ts';
import { cellText } from './cell-text.ts';
import type { GlyphSet, Tone } from './theme.ts';

/** What people do about an alert. */
export type AlertDeed = 'acknowledge' | 'mute' | 'unmute' | 'clear';

/** For so long an alert is muted. */
export const MUTE_SECONDS = 3600;

export type AlertStand = 'new' | 'acknowledged' | 'muted' | 'closed';

export interface LevelLook {
  readonly glyph: keyof Pick<GlyphSet, 'down' | 'warning' | 'stale' | 'done'>;
  readonly tone: Tone;
}

export const SEVERITY_LOOKS: Readonly<Record<AlertSeverity, LevelLook>> = {
  crit: { glyph: 'down', tone: 'bad' },
  warn: { glyph: 'warning', tone: 'warn' },
  info: { glyph: 'stale', tone: 'plain' },
};

/** What is over bears the sign of what is done, and steps back. */
export function levelLook(entry: AlertEntry): LevelLook {
  return isOpen(entry) ? SEVERITY_LOOKS[entry.alert.severity] : { glyph: 'done', tone: 'dim' };
}

export function isMuted({ mutedUntil }: AlertEntry, hubNow: Millis): boolean {
  return mutedUntil !== null && mutedUntil > hubNow;
}

/** Muting hides who has acknowledged it: its time runs out, and the details tell both. */
export function alertStand(entry: AlertEntry, hubNow: Millis): AlertStand {
  if (!isOpen(entry)) return 'closed';
  if (isMuted(entry, hubNow)) return 'muted';
  return entry.alert.state === 'acknowledged' ? 'acknowledged' : 'new';
}

const PENDING_WORDS: Readonly<Record<AlertDeed, string>> = {
  acknowledge: 'ack',
  mute: 'muting',
  unmute: 'unmuting',
  clear: 'closing',
};

interface StandLook {
  readonly hubNow: Millis;
  /** What has been asked of the hub and is not answered yet. */
  readonly pending: AlertDeed | undefined;
  readonly glyphs: GlyphSet;
}

/** `new`, `ack mira`, `muted 42m`, `closed`; `ack…` while the hub has not answered yet. */
export function standText(entry: AlertEntry, { hubNow, pending, glyphs }: StandLook): string {
  if (pending !== undefined) return PENDING_WORDS[pending] + glyphs.ellipsis;
  switch (alertStand(entry, hubNow)) {
    case 'new':
      return 'new';
    case 'acknowledged':
      return `ack ${cellText(entry.alert.acknowledgedBy ?? '')}`.trimEnd();
    case 'muted':
      return `muted ${formatDuration(((entry.mutedUntil ?? 0) - hubNow) / 1000)}`;
    case 'closed':
      return 'closed';
  }
}

/** Seconds for which it has been open, or was. */
export function openSeconds({ raisedAt, clearedAt }: AlertEntry, hubNow: Millis): number {
  return Math.max(0, ((clearedAt ?? hubNow) - raisedAt) / 1000);
}
