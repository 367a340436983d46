/** Figures as people read them: short, with the unit inside, `—` for what is unknown. */

export const UNKNOWN = '—';

/** `4s`, `12m`, `1h04`, `6d 4h`: a duration in at most six characters. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return UNKNOWN;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h${String(minutes % 60).padStart(2, '0')}`;
  const days = Math.floor(hours / 24);
  return days < 100 ? `${days}d ${hours % 24}h` : `${days}d`;
}

/** `48s`, `3m 12s`, `5h 12m`, `6d 4h`: how long something took, in sentences. */
export function formatSpan(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  for (const [unit, size, lesser, part] of [
    ['d', 86_400, 'h', 3_600],
    ['h', 3_600, 'm', 60],
    ['m', 60, 's', 1],
  ] as const) {
    if (whole < size) continue;
    const rest = Math.floor((whole % size) / part);
    return `${Math.floor(whole / size)}${unit}${rest === 0 ? '' : ` ${rest}${lesser}`}`;
  }
  return `${whole}s`;
}

/** `42.3 MB`: decimal units, as disks and renderers count. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

const BYTES_OF: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** `500MB`, `2 GB`, `1.5T`, `4096`: decimal units as `formatBytes` writes them; null where it is no size. */
export function parseBytes(text: string): number | null {
  const [, amount, unit = ''] = /^\s*(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?)b?\s*$/i.exec(text) ?? [];
  return amount === undefined ? null : Number(amount) * (BYTES_OF[unit.toLowerCase()] ?? 1);
}

/** `97%`; a share is 0-100. 99.6 is not yet 100: only what is whole is shown whole. */
export function formatPercent(percent: number | null): string {
  if (percent === null) return UNKNOWN;
  const rounded = percent >= 99.5 && percent < 100 ? 99 : Math.round(percent);
  return `${rounded}%`;
}

/** `74°`, or in Fahrenheit. */
export function formatTemperature(celsius: number | null, unit: 'C' | 'F' = 'C'): string {
  if (celsius === null) return UNKNOWN;
  return `${Math.round(unit === 'C' ? celsius : celsius * 1.8 + 32)}°`;
}

/** Share of `part` in `whole` as percent 0-100, or null where there is no whole. */
export function percentOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole <= 0) return null;
  return Math.min(100, Math.max(0, (100 * part) / whole));
}
