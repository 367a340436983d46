/** When a receiver wants to be left alone. */
import type { Millis } from '../../shared/clock.ts';
import type { AlertSeverity } from '../../shared/protocol/alert.ts';
import { isAtLeast } from '../core/alerts/severity.ts';
import type { QuietHours, Weekday } from './receiver-config.ts';

/** Whether an alert of this severity has to wait at this time. */
export type QuietCheck = (severity: AlertSeverity, wall: Millis) => boolean;

const DAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE: Millis = 60_000;

interface LocalTime {
  readonly day: Weekday;
  readonly minute: number;
}

export function createQuietCheck(hours: readonly QuietHours[]): QuietCheck {
  const windows = hours.map((each) => ({ ...each, timeOf: localTimes(each.timeZone) }));
  return (severity, wall) =>
    windows.some((window) => {
      if (window.except !== undefined && isAtLeast(severity, window.except)) return false;
      return isWithin(window, window.timeOf(wall));
    });
}

function isWithin({ from, to, days }: QuietHours, { day, minute }: LocalTime): boolean {
  const beginsOn = (each: Weekday): boolean => days === undefined || days.includes(each);
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  if (begin < end) return minute >= begin && minute < end && beginsOn(day);
  // Over midnight: the evening of this day, or the morning after the day before.
  return (minute >= begin && beginsOn(day)) || (minute < end && beginsOn(dayBefore(day)));
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function dayBefore(day: Weekday): Weekday {
  return DAYS[(DAYS.indexOf(day) + 6) % 7] ?? 'sun';
}

/** Asked each second, and the same for a whole minute. */
function localTimes(timeZone: string | undefined): (wall: Millis) => LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  let known: { readonly at: number; readonly time: LocalTime } | null = null;
  return (wall) => {
    const at = Math.floor(wall / MINUTE);
    if (known?.at === at) return known.time;
    const parts = new Map(format.formatToParts(at * MINUTE).map(({ type, value }) => [type, value]));
    const day = (parts.get('weekday') ?? '').slice(0, 3).toLowerCase() as Weekday;
    known = { at, time: { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) } };
    return known.time;
  };
}
