/** Figures that fit into the cells of a table: shorter than those of sentences, right-aligned by their column. */
import { formatBytes, formatDuration, UNKNOWN } from '../../shared/units.ts';

/** `48s`, `14m`, `3h05`, `23h`, `6d`: an age in at most four cells. */
export function shortAge(seconds: number): string {
  const text = formatDuration(seconds);
  if (seconds >= 9.99 * 3600 && seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return text.includes('d') ? `${Math.min(999, Math.floor(seconds / 86_400))}d` : text;
}

/** `3m`, `1h04`, `23h`, `2d5h`, `40d`: a time to wait in at most four cells. */
export function shortWait(seconds: number): string {
  const text = formatDuration(seconds);
  if (seconds >= 9.99 * 3600 && !text.includes('d')) return `${Math.round(seconds / 3600)}h`;
  if (!text.includes('d')) return text;
  const days = Math.floor(seconds / 86_400);
  return days < 10 && text.length <= 5 ? text.replace(' ', '') : `${Math.min(9999, days)}d`;
}

/** An estimate as a table shows it: `3m`, `~2h10` while it rests on little, `late` when its time is over. */
export function etaText(estimate: {
  readonly seconds: number | null;
  readonly unsure: boolean;
  readonly late?: boolean;
}): string {
  if (estimate.late) return 'late';
  if (estimate.seconds === null) return UNKNOWN;
  if (estimate.seconds <= 0) return 'late';
  return (estimate.unsure ? '~' : '') + shortWait(estimate.seconds);
}

/** `125/240`, `143` where no total is known; beyond nine cells in thousands. */
export function framesText(done: number, total: number | null): string {
  const whole = total === null ? `${done}` : `${done}/${total}`;
  if (whole.length <= 9) return whole;
  return total === null ? thousands(done) : `${thousands(done)}/${thousands(total)}`;
}

function thousands(count: number): string {
  if (count < 1000) return `${count}`;
  if (count < 999_500) return `${Math.floor(count / 1000)}k`;
  return count < 999.5e6 ? `${Math.floor(count / 1e6)}M` : `${Math.floor(count / 1e9)}G`;
}

/** `1.42k`, `342`, `7.5`: how many an hour. */
export function rateText(count: number): string {
  if (count >= 9_995) return `${(count / 1000).toFixed(1)}k`;
  if (count >= 999.5) return `${(count / 1000).toFixed(2)}k`;
  return count >= 9.95 ? `${Math.round(count)}` : count.toFixed(1);
}

/** `20.8/24.0 GB`: so much of so much, both in the unit of the whole. */
export function bytesOfText(part: number, whole: number): string {
  const [total = '', unit = ''] = formatBytes(whole).split(' ');
  const scale = whole > 0 ? Number(total) / whole : 0;
  return `${(part * scale).toFixed(total.includes('.') ? 1 : 0)}/${total} ${unit}`;
}

/** The local clock time, `15:36`, with the day where it is not today: `2026-02-01 15:36`. */
export function momentText(wallMillis: number, nowWall: number): string {
  const time = new Date(wallMillis);
  const clock = clockText(wallMillis, false);
  if (time.toDateString() === new Date(nowWall).toDateString()) return clock;
  const parts = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  return `${parts.map((part) => String(part).padStart(2, '0')).join('-')} ${clock}`;
}

/** `14:32` or `14:32:07` of the local day. */
export function clockText(wallMillis: number, withSeconds: boolean): string {
  const date = new Date(wallMillis);
  const parts = [date.getHours(), date.getMinutes(), ...(withSeconds ? [date.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
