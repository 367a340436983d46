/** A sentence for the person at the keys, in the line above the last for a few seconds. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { Tone } from './theme.ts';

export interface Notice {
  readonly text: string;
  readonly tone: Extract<Tone, 'plain' | 'warn' | 'bad'>;
  /** Monotonic. */
  readonly until: Millis;
}

const SHOWN_MILLIS = 6000;

export function noticeOf(text: string, tone: Notice['tone'], now: Moment): Notice {
  return { text, tone, until: now.monotonic + SHOWN_MILLIS };
}

/** Null once it has been there long enough. */
export function currentNotice(notice: Notice | null, now: Moment): Notice | null {
  return notice !== null && now.monotonic < notice.until ? notice : null;
}
