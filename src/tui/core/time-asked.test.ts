import { expect, test } from 'vitest';
import { timeAsked } from './time-asked.ts';

const now = new Date(2026, 0, 31, 14, 32, 7).getTime();

test.each([
  ['15:00', new Date(2026, 0, 31, 15, 0)],
  ['09:00', new Date(2026, 1, 1, 9, 0)],
  [' 9:05 ', new Date(2026, 1, 1, 9, 5)],
  ['14:32', new Date(2026, 1, 1, 14, 32)],
  ['2026-02-03 09:00', new Date(2026, 1, 3, 9, 0)],
  ['2026-02-03T09:00', new Date(2026, 1, 3, 9, 0)],
  ['2026-01-30 09:00', new Date(2026, 0, 30, 9, 0)],
  ['+3h', new Date(now + 3 * 3_600_000)],
  ['+90m', new Date(now + 90 * 60_000)],
  ['+45', new Date(now + 45 * 60_000)],
  ['+1h30', new Date(now + 90 * 60_000)],
  ['+1d12h', new Date(now + 36 * 3_600_000)],
])('timeAsked reads %j', (text, time) => {
  expect(timeAsked(text, now)).toBe(time.getTime());
});

test.each([
  '',
  '24:00',
  '09:60',
  '9',
  '+',
  '+h',
  '-3h',
  '2026-02-31 09:00',
  '2026-13-01 09:00',
  'tomorrow',
  '+3h extra',
])('timeAsked is null when %j is typed', (text) => {
  expect(timeAsked(text, now)).toBeNull();
});
