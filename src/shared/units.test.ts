import { expect, test } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatPercent,
  formatSpan,
  formatTemperature,
  parseBytes,
  percentOf,
} from './units.ts';

test.each([
  [0, '0s'],
  [59.4, '59s'],
  [59.6, '1m'],
  [724, '12m'],
  [3599, '1h00'],
  [3840, '1h04'],
  [86_400, '1d 0h'],
  [532_800, '6d 4h'],
  [9_000_000, '104d'],
  [null, '—'],
])('formatDuration shows %j s as %s', (seconds, shown) => {
  expect(formatDuration(seconds)).toBe(shown);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [42_300_000, '42.3 MB'],
  [182e9, '182 GB'],
  [999_999, '1.0 MB'],
  [null, '—'],
])('formatBytes shows %j as %s', (bytes, shown) => {
  expect(formatBytes(bytes)).toBe(shown);
});

test.each([
  [99.6, '99%'],
  [100, '100%'],
  [0.4, '0%'],
  [null, '—'],
])('formatPercent shows %j as %s', (percent, shown) => {
  expect(formatPercent(percent)).toBe(shown);
});

test('formatTemperature knows both units', () => {
  expect(formatTemperature(90.6)).toBe('91°');
  expect(formatTemperature(100, 'F')).toBe('212°');
  expect(formatTemperature(null)).toBe('—');
});

test.each([
  [1, 4, 25],
  [5, 4, 100],
  [1, 0, null],
  [null, 4, null],
])('percentOf %j of %j is %j', (part, whole, percent) => {
  expect(percentOf(part, whole)).toBe(percent);
});

test.each([
  ['4096', 4096],
  ['500MB', 5e8],
  ['2 gb', 2e9],
  ['1.5T', 1.5e12],
  ['2GiB', null],
  ['-1', null],
  ['much', null],
])('parseBytes of %s is %j', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each([
  [0, '0s'],
  [48.4, '48s'],
  [59.6, '1m'],
  [192, '3m 12s'],
  [3_600, '1h'],
  [18_720, '5h 12m'],
  [532_800, '6d 4h'],
])('formatSpan writes %d s as %s', (seconds, text) => {
  expect(formatSpan(seconds)).toBe(text);
});
