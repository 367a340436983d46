import { displaySafe } from './display-safe.ts';

/** Spreadsheets take a text that begins so for a formula, and run it. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One field by RFC 4180, quoted where needed; unknown is empty. Texts come from machines: control characters are shown
 * as escapes, and what a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = displaySafe(value);
  const text = FORMULA.test(safe) ? `'${safe}` : safe;
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines end as those of the shell's tools do. */
export function csvLine(fields: readonly (string | number | null)[]): string {
  return `${fields.map(csvField).join(',')}\n`;
}
