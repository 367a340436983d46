import { expect, test } from 'vitest';
import { later } from '../testing/made-up-dashboard.ts';
import { madeUpHistory } from '../testing/made-up-history.ts';
import {
  type HistorySubject,
  type HistoryView,
  historyAfterFailure,
  historyAfterHearing,
  historyAfterLoad,
  openHistory,
  refreshHistory,
} from './history-view.ts';

const NODE: HistorySubject = { node: 'rn-1', range: '30m' };
const LIVE = { kind: 'live', latencyMillis: 3 } as const;
const LOST = { kind: 'connecting', loss: null } as const;

const refreshed = (view: HistoryView | null, seconds: number, subject: HistorySubject | null = NODE) =>
  refreshHistory(view, subject, { now: later(seconds), connection: LIVE });
const loaded = (subject: HistorySubject = NODE) =>
  historyAfterLoad(openHistory(subject, later(0)), madeUpHistory(subject), later(0));

test('refreshHistory asks at once for what is newly shown, and for nothing that is not', () => {
  expect(refreshed(null, 0)).toMatchObject({ view: { ...NODE, waiting: true }, load: true });
  expect(refreshed(loaded(), 1, { ...NODE, range: '24h' })).toMatchObject({ view: { range: '24h' }, load: true });
  expect(refreshed(loaded(), 1, { ...NODE, node: null })).toMatchObject({ view: { node: null }, load: true });
  expect(refreshed(loaded(), 1, null)).toEqual({ view: null, load: false });
});

test.each([
  ['30m', 9, 11],
  ['2h', 59, 61],
  ['7d', 59, 61],
] as const)('refreshHistory asks for %s again by its steps, once a minute at least', (range, early, due) => {
  const subject = { ...NODE, range };
  const view = loaded(subject);
  expect(refreshed(view, early, subject)).toEqual({ view, load: false });
  expect(refreshed(view, due, subject)).toMatchObject({ view: { waiting: true, data: view.data }, load: true });
});

test('refreshHistory does not ask while an answer is awaited, nor while there is no hub', () => {
  const waiting = openHistory(NODE, later(0));
  expect(refreshed(waiting, 14).load).toBe(false);
  expect(refreshed(waiting, 16).load).toBe(true);
  expect(refreshHistory(loaded(), NODE, { now: later(60), connection: LOST }).load).toBe(false);
});

test('a failure keeps what was loaded, says why, and is tried again', () => {
  const failed = historyAfterFailure(loaded(), 'The hub does not answer.');
  expect(failed).toMatchObject({ problem: 'The hub does not answer.', data: loaded().data });
  expect(refreshed(failed, 9).load).toBe(false);
  expect(refreshed(failed, 11).load).toBe(true);
  expect(historyAfterLoad(failed, madeUpHistory(NODE), later(12)).problem).toBeNull();
});

test('what was heard is dropped once history reaches beyond it, and bounded until then', () => {
  let view = loaded();
  for (let second = 1; second <= 1000; second++)
    view = historyAfterHearing(view, { at: later(second).monotonic, figures: new Map([['cpuPercent', second]]) });
  expect(view.data.heard).toHaveLength(720);
  const after = historyAfterLoad(view, madeUpHistory(NODE), later(1000));
  expect(after.data.heard.map(({ figures }) => figures.get('cpuPercent'))).toEqual(
    Array.from({ length: 20 }, (_, index) => 981 + index),
  );
});

test('the same report heard twice is heard once', () => {
  const heard = { at: later(5).monotonic, figures: new Map([['cpuPercent', 5]]) };
  const view = historyAfterHearing(loaded(), heard);
  expect(historyAfterHearing(view, { ...heard })).toBe(view);
});
