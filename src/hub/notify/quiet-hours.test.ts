import { describe, expect, it } from 'vitest';
import type { AlertSeverity } from '../../shared/protocol/alert.ts';
import { createQuietCheck } from './quiet-hours.ts';
import type { QuietHours } from './receiver-config.ts';

const NIGHT: QuietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
const DAY: QuietHours = { from: '09:00', to: '17:00', timeZone: 'UTC' };

// 2026-01-01 is a Thursday.
describe('createQuietCheck', () => {
  it.each<[string, QuietHours[], string, AlertSeverity, boolean]>([
    ['has none without hours', [], '2026-01-01T03:00Z', 'info', false],
    ['is quiet within a day', [DAY], '2026-01-01T12:00Z', 'warn', true],
    ['is quiet from its first minute', [DAY], '2026-01-01T09:00Z', 'warn', true],
    ['is not quiet before its first minute', [DAY], '2026-01-01T08:59:59Z', 'warn', false],
    ['ends with the minute that it names', [DAY], '2026-01-01T17:00Z', 'warn', false],
    ['lasts to the second before', [DAY], '2026-01-01T16:59:59Z', 'warn', true],
    ['goes over midnight in the evening', [NIGHT], '2026-01-01T22:00Z', 'warn', true],
    ['goes over midnight at midnight', [NIGHT], '2026-01-02T00:00Z', 'warn', true],
    ['goes over midnight in the morning', [NIGHT], '2026-01-02T06:59Z', 'warn', true],
    ['ends in the morning', [NIGHT], '2026-01-02T07:00Z', 'warn', false],
    ['is not quiet at noon', [NIGHT], '2026-01-02T12:00Z', 'warn', false],
    ['lasts a day from one time to the same', [{ ...DAY, to: '09:00' }], '2026-01-01T03:00Z', 'warn', true],
    ['lets through what it excepts', [{ ...NIGHT, except: 'crit' }], '2026-01-01T23:00Z', 'crit', false],
    ['lets through what is worse than it excepts', [{ ...NIGHT, except: 'warn' }], '2026-01-01T23:00Z', 'crit', false],
    ['holds back what is less than it excepts', [{ ...NIGHT, except: 'crit' }], '2026-01-01T23:00Z', 'warn', true],
    ['begins on its days', [{ ...NIGHT, days: ['thu'] }], '2026-01-01T23:00Z', 'warn', true],
    ['goes on in the morning after its day', [{ ...NIGHT, days: ['thu'] }], '2026-01-02T03:00Z', 'warn', true],
    ['does not begin on other days', [{ ...NIGHT, days: ['thu'] }], '2026-01-02T23:00Z', 'warn', false],
    ['is not quiet in the morning of its day', [{ ...NIGHT, days: ['thu'] }], '2026-01-01T03:00Z', 'warn', false],
    ['goes on from Sunday to Monday', [{ ...NIGHT, days: ['sun'] }], '2026-01-05T06:00Z', 'warn', true],
    ['is told by its own time zone', [{ ...NIGHT, timeZone: 'Asia/Tokyo' }], '2026-01-01T14:00Z', 'warn', true],
    [
      'knows the day of its own time zone',
      [{ ...DAY, from: '00:00', to: '12:00', days: ['fri'], timeZone: 'Asia/Tokyo' }],
      '2026-01-01T16:00Z',
      'warn',
      true,
    ],
    ['goes by summer time', [{ ...NIGHT, timeZone: 'Europe/Berlin' }], '2026-07-01T20:30Z', 'warn', true],
    ['goes by winter time', [{ ...NIGHT, timeZone: 'Europe/Berlin' }], '2026-01-01T20:30Z', 'warn', false],
    ['takes any of several', [DAY, NIGHT], '2026-01-01T23:00Z', 'warn', true],
  ])('%s', (_, hours, time, severity, expected) => {
    expect(createQuietCheck(hours)(severity, Date.parse(time))).toBe(expected);
  });

  it('says the same however often and in whatever order it is asked', () => {
    const isQuiet = createQuietCheck([NIGHT]);
    const times = ['2026-01-01T23:00Z', '2026-01-01T12:00Z', '2026-01-01T23:00:30Z'].map((time) => Date.parse(time));
    expect([...times, ...times].map((time) => isQuiet('warn', time))).toEqual([true, false, true, true, false, true]);
  });
});
