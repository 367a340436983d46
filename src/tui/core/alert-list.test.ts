import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../shared/protocol/alert.ts';
import { madeUpAlert, madeUpAlerts } from '../testing/made-up-alerts.ts';
import { later } from '../testing/made-up-dashboard.ts';
import { bookOfAlerts } from './alert-book.ts';
import {
  ALERT_SORT_KEYS,
  type AlertList,
  arrangeAlerts,
  EMPTY_ALERT_LIST,
  moveAlertSelection,
  nextAlertSort,
} from './alert-list.ts';

const NOW = later(0).wall;

function listed(alerts: readonly Alert[], list: Partial<AlertList> = {}, seconds = 0): AlertList {
  const now = later(seconds);
  return arrangeAlerts({ ...EMPTY_ALERT_LIST, ...list }, bookOfAlerts(alerts), { now, hubNow: now.wall, height: 10 });
}

test('alerts stand by level, what is nobody’s before what is somebody’s, the newest first, and what is over last', () => {
  expect(listed(madeUpAlerts(NOW)).order).toEqual([
    'a-017',
    'a-042',
    'a-023',
    'a-024',
    'a-006',
    'a-031',
    'a-012',
    'a-005',
  ]);
});

test.each([
  ['time', true, 'a-023'],
  ['time', false, 'a-005'],
  ['node', false, 'a-006'],
  ['job', false, 'a-005'],
  ['state', false, 'a-017'],
  ['level', false, 'a-005'],
] as const)('alerts sorted by %s, descending %s, begin with %s', (key, descending, first) => {
  expect(listed(madeUpAlerts(NOW), { sort: { key, descending } }).order[0]).toBe(first);
});

test('what is about no node comes last whichever way it is sorted by node', () => {
  for (const descending of [true, false])
    expect(listed(madeUpAlerts(NOW), { sort: { key: 'node', descending } }).order.at(-1)).toBe('a-005');
});

test.each([
  ['crit', ['a-017', 'a-042', 'a-012']],
  ['mira', ['a-024']],
  ['MUTED', ['a-006']],
  ['info rn-0', ['a-031']],
  ['threshold', ['a-023']],
  ['sq030 offline', ['a-042', 'a-012']],
  ['nothing of it', []],
])('the filter %j lets through %j', (filter, ids) => {
  expect(listed(madeUpAlerts(NOW), { filter }).order).toEqual(ids);
});

test('without the closed ones only open alerts are listed', () => {
  const { order } = listed(madeUpAlerts(NOW), { showsClosed: false });
  expect(order).toHaveLength(6);
  expect(order).not.toContain('a-012');
});

test('nextAlertSort goes through every column and comes back', () => {
  let sort = EMPTY_ALERT_LIST.sort;
  const keys = ALERT_SORT_KEYS.map(() => {
    sort = nextAlertSort(sort);
    return sort.key;
  });
  expect(new Set(keys).size).toBe(ALERT_SORT_KEYS.length);
  expect(sort).toEqual(EMPTY_ALERT_LIST.sort);
});

test('no row moves for two seconds after a movement, and all move after', () => {
  const before = madeUpAlerts(NOW);
  const list = moveAlertSelection(listed(before), 1, { now: later(0), hubNow: NOW, height: 10 });
  const after = before.map((alert): Alert => (alert.id === 'a-031' ? { ...alert, severity: 'crit' } : alert));
  expect(listed(after, list, 1.9).order).toEqual(list.order);
  expect(listed(after, list, 2.1).order[0]).toBe('a-031');
});

const alerts = fc
  .uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) => fc.constantFrom('info', 'warn', 'crit').map((severity) => ({ id, severity }) as const)),
    ),
  )
  .map((made) => made.map(({ id, severity }) => madeUpAlert(`a-${id}`, NOW - 1000 * id, { severity })));

test('the selection stays on its alert however the list changes, and is always in view', () => {
  fc.assert(
    fc.property(alerts, alerts, fc.nat(40), fc.integer({ min: 1, max: 12 }), (before, after, moves, height) => {
      const request = { now: later(0), hubNow: NOW, height };
      const first = arrangeAlerts(EMPTY_ALERT_LIST, bookOfAlerts(before), request);
      const moved = moveAlertSelection(first, moves, request);
      const next = arrangeAlerts(moved, bookOfAlerts(after), { ...request, now: later(10) });
      const wasKept = after.some(({ id }) => id === moved.selectedId);
      if (wasKept) expect(next.selectedId).toBe(moved.selectedId);
      const place = next.order.indexOf(next.selectedId ?? '');
      expect(place).toBeGreaterThanOrEqual(next.top);
      expect(place).toBeLessThan(next.top + height);
    }),
  );
});
