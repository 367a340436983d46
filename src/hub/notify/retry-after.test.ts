import { expect, it } from 'vitest';
import { LONGEST_WAIT, readRetryAfter } from './retry-after.ts';

const NOW = Date.UTC(2026, 0, 1);

it.each<[string | undefined, number | null]>([
  [undefined, null],
  ['', null],
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['999999999', LONGEST_WAIT],
  ['99999999999999999999', null],
  ['-5', null],
  ['1e9', null],
  ['soon', null],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Thu, 01 Jan 2025 00:01:00 GMT', 0],
  ['Thu, 01 Jan 9999 00:01:00 GMT', LONGEST_WAIT],
  ['Thu, 99 Jan 2026 00:01:00 GMT', null],
  ['2026', 2_026_000],
])('readRetryAfter reads %j', (header, expected) => {
  expect(readRetryAfter(header, NOW)).toBe(expected);
});
