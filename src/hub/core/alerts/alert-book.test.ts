import { expect, test } from 'vitest';
import { at, iso } from '../../testing/made-up-fleet.ts';
import { type AlertBook, createAlertBook } from './alert-book.ts';
import { type Condition, condition } from './condition.ts';

const HEAT: Condition = condition({
  kind: 'threshold',
  severity: 'warn',
  node: 'rn-1',
  metric: 'gpuTempC',
  label: '0',
  forSeconds: 60,
  words: () => ({ message: 'GPU0 91° above 88°', details: [] }),
});

function heat(fields: Partial<Condition> = {}): Condition {
  return { ...HEAT, ...fields };
}

function says(message: string): Pick<Condition, 'words'> {
  return { words: () => ({ message, details: [] }) };
}

/** The condition holds at these seconds, each of which is a tick. */
function hold(book: AlertBook, from: number, to: number, each: Condition | null = HEAT): void {
  for (let second = from; second <= to; second++) {
    book.observe('machine:rn-1', each ? [each] : [], at(second));
    book.tick(at(second));
  }
}

function only(book: AlertBook) {
  expect(book.list()).toHaveLength(1);
  const [alert] = book.list();
  if (!alert) throw new Error('There is no alert.');
  return alert;
}

test.each([
  [0, 0],
  [60, 60],
  [180, 180],
])('AlertBook raises what holds for %d s at second %d', (forSeconds, second) => {
  const book = createAlertBook();
  hold(book, 0, second - 1, heat({ forSeconds }));
  expect(book.list()).toEqual([]);
  hold(book, second, second, heat({ forSeconds }));
  expect(only(book)).toMatchObject({ state: 'raised', raisedAt: iso(second), times: 1, message: 'GPU0 91° above 88°' });
});

test('AlertBook begins anew when what was about to be raised went away', () => {
  const book = createAlertBook();
  hold(book, 0, 59);
  hold(book, 60, 60, null);
  hold(book, 61, 120);
  expect(book.list()).toEqual([]);
  hold(book, 121, 121);
  expect(book.counts).toEqual({ open: 1, critical: 0 });
});

test('AlertBook raises what is due though nothing new is heard of it', () => {
  const book = createAlertBook();
  book.observe('machine:rn-1', [HEAT], at(0));
  book.tick(at(59));
  expect(book.counts.open).toBe(0);
  book.tick(at(60));
  expect(book.counts.open).toBe(1);
});

test('AlertBook clears what was away for its time, and says how long it lasted', () => {
  const book = createAlertBook();
  hold(book, 0, 100);
  hold(book, 101, 130, null);
  expect(only(book).state).toBe('raised');
  hold(book, 131, 131, null);
  expect(only(book)).toMatchObject({
    state: 'cleared',
    clearedAt: iso(131),
    message: 'GPU0 91° above 88°, over after 1m 41s',
  });
});

test('AlertBook does not clear what is back within that time', () => {
  const book = createAlertBook();
  hold(book, 0, 100);
  hold(book, 101, 125, null);
  hold(book, 126, 200);
  expect(only(book)).toMatchObject({ state: 'raised', times: 1 });
});

test.each([
  [599, 1, 2],
  [600, 1, 2],
  [601, 2, 1],
])(
  'AlertBook knows what comes back %d s after it was cleared: %d alerts, the latest %d times',
  (later, count, times) => {
    const book = createAlertBook();
    const sudden = heat({ forSeconds: 0, clearSeconds: 0 });
    hold(book, 0, 10, sudden);
    hold(book, 11, 11, null);
    hold(book, 11 + later, 11 + later, sudden);
    expect(book.list()).toHaveLength(count);
    expect(book.list()[0]).toMatchObject({ state: 'raised', times, clearedAt: null });
  },
);

test('AlertBook makes one alert of what flaps for an hour', () => {
  const book = createAlertBook();
  const sudden = heat({ forSeconds: 0, clearSeconds: 5 });
  for (let second = 0; second < 3_600; second += 60) {
    hold(book, second, second + 20, sudden);
    hold(book, second + 21, second + 59, null);
  }
  expect(only(book)).toMatchObject({ times: 60, raisedAt: iso(0), state: 'cleared' });
});

test('AlertBook keeps least, mean over time and most of the figure while it is open', () => {
  const book = createAlertBook();
  const figured = (value: number) => heat({ forSeconds: 0, clearSeconds: 0, figure: { value, limit: 88 } });
  hold(book, 0, 0, figured(90));
  hold(book, 1, 50, figured(90));
  hold(book, 51, 100, figured(96));
  const { figure } = only(book);
  expect(figure).toMatchObject({ last: 96, least: 90, most: 96, limit: 88 });
  expect(figure?.mean).toBeCloseTo(93, 0);
  hold(book, 101, 101, null);
  expect(only(book).message).toBe('GPU0 91° above 88°, over after 1m 41s, at most 96°');
});

test('AlertBook says new words at most each 15 s, and another severity at once', () => {
  const book = createAlertBook();
  hold(book, 0, 0, heat({ forSeconds: 0, ...says('at first') }));
  book.takeChanges(10);
  const told: string[] = [];
  for (let second = 1; second <= 40; second++) {
    hold(book, second, second, heat({ ...says(`second ${second}`), severity: second < 32 ? 'warn' : 'crit' }));
    for (const { message } of book.takeChanges(10)?.alerts ?? []) told.push(message);
  }
  expect(told).toEqual(['second 15', 'second 30', 'second 32']);
});

test('AlertBook tells nothing while only figures move', () => {
  const book = createAlertBook();
  hold(book, 0, 0, heat({ forSeconds: 0, figure: { value: 90, limit: 88 } }));
  book.takeChanges(10);
  for (let second = 1; second < 100; second++)
    hold(book, second, second, heat({ figure: { value: 90 + (second % 3), limit: 88 } }));
  expect(book.takeChanges(10)).toBeNull();
});

test('AlertBook keeps an acknowledgement while the alert lasts and through its flapping, but not when it grows worse', () => {
  const book = createAlertBook();
  const sudden = heat({ forSeconds: 0, clearSeconds: 0 });
  hold(book, 0, 10, sudden);
  const { id } = only(book);
  expect(book.acknowledge(id, 'mira', at(11))).toMatchObject({
    state: 'acknowledged',
    acknowledgedAt: iso(11),
    acknowledgedBy: 'mira',
  });
  expect(book.acknowledge(id, 'ben', at(12))).toMatchObject({ acknowledgedBy: 'mira' });
  hold(book, 12, 30, sudden);
  expect(only(book).state).toBe('acknowledged');
  hold(book, 31, 31, null);
  hold(book, 40, 40, sudden);
  expect(only(book)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'mira', times: 2 });
  hold(book, 41, 41, heat({ severity: 'crit' }));
  expect(only(book)).toMatchObject({ state: 'raised', severity: 'crit', acknowledgedBy: null, acknowledgedAt: null });
  book.acknowledge(id, null, at(42));
  hold(book, 43, 43, sudden);
  expect(only(book)).toMatchObject({ state: 'acknowledged', severity: 'warn' });
});

test('AlertBook mutes for a time and ends a mute with 0', () => {
  const book = createAlertBook();
  hold(book, 0, 60);
  const { id } = only(book);
  expect(book.mute(id, 3_600, at(100))?.mutedUntil).toBe(iso(3_700));
  expect(book.mute(id, 0, at(101))?.mutedUntil).toBeNull();
});

test('AlertBook does not raise what somebody cleared until it has ended and begins anew', () => {
  const book = createAlertBook();
  hold(book, 0, 60);
  const { id } = only(book);
  expect(book.clear(id, at(61))).toMatchObject({ state: 'cleared', message: 'GPU0 91° above 88°' });
  hold(book, 62, 2_000);
  expect(only(book).state).toBe('cleared');
  hold(book, 2_001, 2_001, null);
  hold(book, 2_002, 2_100);
  expect(book.list().map(({ state }) => state)).toEqual(['raised', 'cleared']);
});

test('AlertBook knows no alert of an unknown id', () => {
  const book = createAlertBook();
  expect([book.acknowledge('x', null, at(0)), book.mute('x', 5, at(0)), book.clear('x', at(0))]).toEqual([
    null,
    null,
    null,
  ]);
});

test('AlertBook tells what is to be known as over at once, and only once', () => {
  const book = createAlertBook();
  const done = condition({ kind: 'job-completed', severity: 'info', isPassing: true, ...says('job done') });
  for (let second = 0; second < 1_000; second += 10) book.observe('job:1', [done], at(second));
  expect(only(book)).toMatchObject({ state: 'cleared', message: 'job done', clearedAt: iso(0), times: 1 });
  expect(book.counts.open).toBe(0);
});

test('AlertBook keeps different metrics, labels and kinds of a node apart', () => {
  const book = createAlertBook();
  const both = [
    heat({ forSeconds: 0 }),
    heat({ forSeconds: 0, label: '1' }),
    heat({ forSeconds: 0, metric: 'vrmTempC' }),
  ];
  book.observe('machine:rn-1', both, at(0));
  book.observe('machine:rn-2', both, at(0));
  expect(book.counts.open).toBe(6);
  book.observe('machine:rn-1', both.slice(1), at(1));
  book.tick(at(31));
  expect(book.counts.open).toBe(5);
  book.forget('machine:rn-2', at(32));
  expect(book.counts.open).toBe(2);
});

test('AlertBook stays bounded when a whole switch dies, and leaves room for what is critical', () => {
  const book = createAlertBook();
  const each = (severity: Condition['severity'], count: number, second: number) => {
    for (let node = 0; node < count; node++)
      book.observe(`machine:${severity}-${node}`, [heat({ forSeconds: 0, severity })], at(second));
    book.tick(at(second));
  };
  each('info', 5_000, 0);
  expect(book.counts).toEqual({ open: 1_000, critical: 0 });
  each('warn', 5_000, 1);
  expect(book.counts).toEqual({ open: 1_500, critical: 0 });
  each('crit', 5_000, 2);
  expect(book.counts).toEqual({ open: 2_000, critical: 500 });
  expect(book.shown(at(2))).toHaveLength(500);
  expect(book.shown(at(2)).every(({ severity }) => severity === 'crit')).toBe(true);
  for (let node = 0; node < 5_000; node++) book.forget(`machine:info-${node}`, at(3));
  book.tick(at(3));
  expect(book.counts).toEqual({ open: 2_000, critical: 1_000 });
  expect(book.list().length).toBeLessThanOrEqual(3_000);
});

test('AlertBook gives changes in pieces, each alert once', () => {
  const book = createAlertBook();
  for (let node = 0; node < 250; node++) book.observe(`machine:${node}`, [heat({ forSeconds: 0 })], at(0));
  const pieces = [100, 100, 100, 100].map((most) => book.takeChanges(most)?.alerts.map(({ id }) => id) ?? null);
  expect(pieces.map((ids) => ids?.length ?? null)).toEqual([100, 100, 50, null]);
  expect(new Set(pieces.flat()).size).toBe(251);
});

test('AlertBook keeps 1,000 cleared ones and none for longer than 7 days', () => {
  const book = createAlertBook();
  for (let node = 0; node < 1_200; node++) {
    book.observe(`machine:${node}`, [heat({ forSeconds: 0 })], at(node));
    book.forget(`machine:${node}`, at(node));
  }
  expect(book.list()).toHaveLength(1_000);
  book.takeChanges(5_000);
  const week = 7 * 86_400;
  book.tick(at(week + 300));
  expect(book.list()).toHaveLength(899);
  expect(book.takeChanges(10)?.removed).toHaveLength(101);
  expect(book.takeRecordChanges().dropped).toHaveLength(301);
});

test('AlertBook shows open ones and those cleared since yesterday, newest first', () => {
  const book = createAlertBook();
  for (const [node, second] of [
    ['a', 0],
    ['b', 50_000],
    ['c', 90_000],
  ] as const) {
    book.observe(`machine:${node}`, [heat({ forSeconds: 0, node })], at(second));
    if (node !== 'b') book.forget(`machine:${node}`, at(second + 1));
  }
  expect(book.shown(at(90_002)).map(({ node }) => node)).toEqual(['c', 'b']);
  expect(book.ofNode('b').map(({ node }) => node)).toEqual(['b']);
  expect(book.ofNode('c')).toEqual([]);
});
