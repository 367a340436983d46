import { expect, test } from 'vitest';
import { metricText } from './metric-text.ts';

test.each([
  ['gpuTempC', 91.4, '91°'],
  ['cpuPercent', 97.2, '97%'],
  ['gpuWatts', 421, '421 W'],
  ['sensorVolts', 11.94, '11.9 V'],
  ['fanRpm', 3180, '3180 rpm'],
  ['diskFullInSeconds', 7200, '2h00'],
  ['diskFreeBytes', 3.1e12, '3.1 TB'],
  ['netSentBytesPerSecond', 48.9e6, '48.9 MB/s'],
  ['gpuClockMHz', 1800, '1800 MHz'],
  ['load1', 12.34, '12.3'],
  ['of a later hub', 7, '7'],
  [null, 7, '7'],
  ['gpuTempC', null, '—'],
])('metricText of %s %s is %s', (metric, value, text) => {
  expect(metricText(metric, value, 'C')).toBe(text);
});

test('metricText tells temperatures in Fahrenheit where these are wanted', () => {
  expect(metricText('gpuTempC', 100, 'F')).toBe('212°');
});
