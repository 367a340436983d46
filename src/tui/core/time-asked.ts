/** A time as a supervisor types it: `09:00`, `2026-01-31 09:00`, `+3h`; of the local day where it says none. */
import type { Millis } from '../../shared/clock.ts';

const CLOCK = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T])?(\d{1,2}):(\d{2})$/;
/** `+3h`, `+90m`, `+1h30`, `+1d12h`. */
const WAIT = /^\+(?=\d)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m?)?$/i;

/** What to write where a time cannot be read. */
export const TIME_EXAMPLES = '09:00, 2026-01-31 09:00 or +3h';

/** Unix milliseconds of the time; null where it cannot be read. A time of day alone is the next such time. */
export function timeAsked(text: string, now: Millis): Millis | null {
  const trimmed = text.trim();
  const wait = WAIT.exec(trimmed);
  if (wait) return now + waitSeconds(wait) * 1000;
  const clock = CLOCK.exec(trimmed);
  if (!clock) return null;
  const [hours, minutes] = [Number(clock[4]), Number(clock[5])];
  if (hours > 23 || minutes > 59) return null;
  if (clock[1] !== undefined) return ofDay([Number(clock[1]), Number(clock[2]), Number(clock[3])], hours, minutes);
  const today = new Date(now);
  const at = (daysAhead: number): Millis =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + daysAhead, hours, minutes).getTime();
  return at(0) > now ? at(0) : at(1);
}

function waitSeconds([, days = '0', hours = '0', minutes = '0']: readonly (string | undefined)[]): number {
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60;
}

/** Null where the calendar has no such day. */
function ofDay([year, month, day]: readonly [number, number, number], hours: number, minutes: number): Millis | null {
  const date = new Date(year, month - 1, day, hours, minutes);
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null;
}
