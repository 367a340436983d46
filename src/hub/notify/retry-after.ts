import type { Millis } from '../../shared/clock.ts';

/** Longer than this nobody can make the hub wait. */
export const LONGEST_WAIT: Millis = 3_600_000;

/** `120` or `Wed, 21 Oct 2026 07:28:00 GMT`, bounded; null for none and for what is neither. */
export function readRetryAfter(header: string | undefined, wall: Millis): Millis | null {
  const text = header?.trim() ?? '';
  const wait = /^\d{1,15}$/.test(text) ? Number(text) * 1000 : httpDate(text) - wall;
  return Number.isNaN(wait) ? null : Math.min(LONGEST_WAIT, Math.max(0, wait));
}

/** NaN where it is none: `Date.parse` alone would make a date of nearly any text with a number in it. */
function httpDate(text: string): Millis {
  return /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
