import { expect, test } from 'vitest';
import { isNewer, NO_REPORTS, orderAfter } from './report-order.ts';

const report = (sessionId?: string, sequenceNumber?: number) => ({
  hostname: 'rn-1',
  ...(sessionId === undefined ? {} : { sessionId }),
  ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
});
const current = { sessionId: 'b', sequenceNumber: 7, earlierSessions: ['a'] };

test.each([
  ['has no session', report(), false, true],
  ['is the next of the session', report('b', 8), false, true],
  ['is the same again', report('b', 7), false, false],
  ['is an older one', report('b', 6), false, false],
  ['is an older one of a silent node', report('b', 6), true, false],
  ['is of a new session', report('c', 1), false, true],
  ['is of a replaced session', report('a', 900), false, false],
  ['is of a replaced session while the current one is silent', report('a', 900), true, true],
])('isNewer decides right when a report %s', (_, incoming, silent, newer) => {
  expect(isNewer(incoming, current, silent)).toBe(newer);
});

test('orderAfter remembers the session before when the agent was restarted', () => {
  const first = orderAfter(report('a', 3), NO_REPORTS);
  expect(orderAfter(report('b', 1), first)).toEqual({ sessionId: 'b', sequenceNumber: 1, earlierSessions: ['a'] });
});

test('orderAfter forgets the oldest sessions when an agent restarts for ever', () => {
  let order = NO_REPORTS;
  for (let i = 0; i < 100; i++) order = orderAfter(report(`s${i}`, 1), order);
  expect(order.earlierSessions).toEqual(['s91', 's92', 's93', 's94', 's95', 's96', 's97', 's98']);
});
