import { expect, test } from 'vitest';
import type { AlertRecord } from '../../../shared/protocol/alert.ts';
import { at, iso } from '../../testing/made-up-fleet.ts';
import { type AlertBook, createAlertBook } from './alert-book.ts';
import { condition } from './condition.ts';

const HEAT = condition({
  kind: 'threshold',
  severity: 'warn',
  node: 'rn-1',
  metric: 'gpuTempC',
  label: '0',
  figure: { value: 91, limit: 88 },
  words: () => ({ message: 'GPU0 91° above 88°', details: [] }),
});

/** What the hub of before has written, as its disk gives it back. */
function written(book: AlertBook): readonly AlertRecord[] {
  return JSON.parse(JSON.stringify([...book.records()]));
}

function restarted(book: AlertBook, second: number): AlertBook {
  const next = createAlertBook();
  for (const record of written(book)) next.restore(record, at(second));
  return next;
}

function raised(): AlertBook {
  const book = createAlertBook();
  book.observe('machine:rn-1', [HEAT], at(0));
  return book;
}

test('AlertBook goes on with an alert after a restart, acknowledgement, mute and figure included', () => {
  const before = raised();
  const [known] = before.list();
  before.acknowledge(known?.id ?? '', 'mira', at(5));
  before.mute(known?.id ?? '', 3_600, at(6));
  const book = restarted(before, 100);
  expect(book.list()).toEqual(before.list());
  book.observe('machine:rn-1', [{ ...HEAT, figure: { value: 95, limit: 88 } }], at(101));
  expect(book.list()).toMatchObject([
    { id: known?.id, state: 'acknowledged', times: 1, figure: { least: 91, most: 95 }, mutedUntil: iso(3_606) },
  ]);
});

test('AlertBook clears after a restart what is over', () => {
  const book = restarted(raised(), 100);
  expect(book.unobserved()).toEqual(['machine:rn-1']);
  book.observe('machine:rn-1', [], at(160));
  expect(book.list()).toMatchObject([
    { state: 'cleared', message: 'GPU0 91° above 88°, over after 2m 40s, at most 91°' },
  ]);
  expect(book.unobserved()).toEqual([]);
});

test('AlertBook leaves after a restart alone what nothing is heard of', () => {
  const book = restarted(raised(), 100);
  for (let second = 100; second < 500; second++) book.tick(at(second));
  expect(book.list()).toMatchObject([{ state: 'raised' }]);
});

test('AlertBook raises nothing before it is told that it may', () => {
  const book = createAlertBook();
  book.keepQuietUntil(at(90).monotonic);
  book.observe('machine:rn-1', [HEAT], at(0));
  book.observe('machine:rn-2', [HEAT], at(0));
  book.tick(at(89));
  book.observe('machine:rn-2', [], at(89));
  expect(book.counts.open).toBe(0);
  book.tick(at(90));
  expect(book.counts.open).toBe(1);
});

test('AlertBook remembers over a restart that somebody cleared an alert while its condition held', () => {
  const before = raised();
  before.clear(before.list()[0]?.id ?? '', at(10));
  const book = restarted(before, 100);
  book.observe('machine:rn-1', [HEAT], at(101));
  book.tick(at(3_000));
  expect(book.list()).toMatchObject([{ state: 'cleared' }]);
  book.observe('machine:rn-1', [], at(3_001));
  book.observe('machine:rn-1', [HEAT], at(3_002));
  expect(book.counts.open).toBe(1);
});

test.each([
  ['was told before the restart', 50, 0, 'told', 1],
  ['happened after it', 120, 1, 'new', 2],
  ['happened too long ago', -90_000, 0, 'old', 1],
])('AlertBook, of a job whose end %s', (_, second, open, _name, count) => {
  const failed = condition({
    kind: 'job-failed',
    severity: 'crit',
    job: 'j',
    clearSeconds: 0,
    words: () => ({ message: 'ended with status 1', details: [] }),
  });
  const before = createAlertBook();
  before.observe('job:j', [failed], at(60));
  before.observe('job:j', [], at(61));
  const book = restarted(before, 5_000);
  const happenedAt = at(second === 120 ? 4_000 : second).wall;
  book.observe('job:j', [{ ...failed, happenedAt }], at(5_001));
  expect(book.counts.open).toBe(open);
  expect(book.list()).toHaveLength(count);
});

test('AlertBook keeps what receivers were told', () => {
  const before = raised();
  const [{ id } = { id: '' }] = before.list();
  before.takeRecordChanges();
  before.noteTold(id, 'ops', 'raised warn 1');
  before.noteTold('nobody', 'ops', 'raised warn 1');
  expect(before.takeRecordChanges().changed).toEqual([id]);
  before.noteTold(id, 'ops', 'raised warn 1');
  expect(before.takeRecordChanges().changed).toEqual([]);
  expect(restarted(before, 5).record(id)?.told).toEqual({ ops: 'raised warn 1' });
});

test('AlertBook gives no two alerts of two hubs one id', () => {
  const before = raised();
  const book = restarted(before, 0);
  book.observe('machine:rn-2', [HEAT], at(0));
  expect(new Set(book.list().map(({ id }) => id)).size).toBe(2);
});
