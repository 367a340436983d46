import { expect, test } from 'vitest';
import type { Alert } from '../../shared/protocol/alert.ts';
import { madeUpAlert, madeUpAlerts } from '../testing/made-up-alerts.ts';
import { bookAfter, bookAfterAnswer, bookOfAlerts, EMPTY_BOOK, hasNewCritical } from './alert-book.ts';

const NOW = Date.parse('2026-01-31T14:32:07Z');

test('bookOfAlerts counts what is open, of all and by node, with the most severe', () => {
  const book = bookOfAlerts([
    ...madeUpAlerts(NOW),
    madeUpAlert('x', NOW, { node: 'rn-017', severity: 'info' }),
    madeUpAlert('y', NOW, { node: null }),
  ]);
  expect(book.open).toEqual({ count: 8, worst: 'crit' });
  expect(book.openByNode.get('rn-017')).toEqual({ count: 2, worst: 'crit' });
  expect(book.openByNode.get('rn-012')).toBeUndefined();
});

test('bookOfAlerts of a hub that knows no alerts has none', () => {
  expect(bookOfAlerts(undefined)).toBe(EMPTY_BOOK);
});

test('bookAfter takes what is new and changed, drops what is removed, and stays the same where nothing is', () => {
  const book = bookOfAlerts([madeUpAlert('a', NOW), madeUpAlert('b', NOW)]);
  const next = bookAfter(book, { alerts: [madeUpAlert('a', NOW, { state: 'cleared' })], removedAlerts: ['b'] });
  expect([...next.entries.values()].map(({ alert }) => [alert.id, alert.state])).toEqual([['a', 'cleared']]);
  expect(next.open).toBeNull();
  expect(bookAfter(book, {})).toBe(book);
});

test('bookAfterAnswer never puts an older word over a newer, and brings nothing back', () => {
  const book = bookOfAlerts([madeUpAlert('a', NOW, { message: 'newer' })]);
  const answer = madeUpAlert('a', NOW - 1, { message: 'older' });
  expect(bookAfterAnswer(book, answer)).toBe(book);
  expect(bookAfterAnswer(book, madeUpAlert('gone', NOW + 1))).toBe(book);
  const fresh = bookAfterAnswer(book, madeUpAlert('a', NOW, { message: 'answer' }));
  expect(fresh.entries.get('a')?.message).toBe('answer');
});

test.each<[string, Partial<Alert> | null, Partial<Alert>, boolean]>([
  ['that is critical', null, { severity: 'crit' }, true],
  ['that is a warning', null, { severity: 'warn' }, false],
  ['that has become critical', { severity: 'warn' }, { severity: 'crit' }, true],
  ['that was critical before', { severity: 'crit' }, { severity: 'crit', message: 'worse' }, false],
  ['that comes back', { severity: 'crit', state: 'cleared' }, { severity: 'crit' }, true],
  ['that somebody has', null, { severity: 'crit', state: 'acknowledged' }, false],
  ['that is over', null, { severity: 'crit', state: 'cleared' }, false],
  ['that is muted', null, { severity: 'crit', mutedUntil: new Date(NOW + 1).toISOString() }, false],
  ['whose mute is over', null, { severity: 'crit', mutedUntil: new Date(NOW).toISOString() }, true],
])('hasNewCritical of an alert %s', (_, before, after, rings) => {
  const known = before === null ? EMPTY_BOOK : bookOfAlerts([madeUpAlert('a', NOW, before)]);
  expect(hasNewCritical(known, bookOfAlerts([madeUpAlert('a', NOW, after)]), NOW)).toBe(rings);
});
